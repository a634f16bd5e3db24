// Counts the time a coder is active on the encounter: this page or its documents in their own window have the focus, and there
// was input within two minutes. It goes along with every form of a step that is sent anyway, and is shown in whole minutes.
// What the server was not told yet waits in this tab's storage, as a number of seconds, so that a reload loses nothing.

const IDLE_MS = 2 * 60 * 1000;
const TICK_MS = 1000;
const form = document.querySelector("form[data-codes]");
const { encounter, apart } = document.querySelector("[data-encounter]").dataset;
const channel = new BroadcastChannel("codedesk active");
const key = form && `codedesk active ${form.dataset.person} ${encounter}`;

let pending = 0; // seconds the server was not told
let leaving = 0; // of these on their way with a form that leads to another page
let lastInput = Date.now(); // whoever opened the page did something
let lastTick = Date.now();

const seconds = () => Math.floor(pending);
const isStep = (form) => "step" in form.dataset;

function show() {
  const place = document.getElementById("active");
  const minutes = Math.floor((Number(place.dataset.active) + pending) / 60);
  const text = minutes ? `${minutes} min` : "under 1 min";
  const shown = place.querySelector("[data-active-shown]");
  if (shown.textContent !== text) shown.textContent = text;
}

function count(more) {
  pending += more;
  show();
}

function tick() {
  const now = Date.now();
  const more = Math.min(now - lastTick, 2 * TICK_MS) / 1000; // a laptop that slept was no work
  lastTick = now;
  if (!document.hasFocus() || now - lastInput > IDLE_MS) return;
  if (form) count(more);
  else channel.postMessage({ encounter, more });
}

function told(fields) {
  pending = Math.max(0, pending - Number(fields.get("active")));
  leaving = 0;
  show();
}

function keep() {
  const rest = Math.max(0, seconds() - leaving);
  if (rest) sessionStorage.setItem(key, rest);
}

for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  addEventListener(name, () => (lastInput = Date.now()), { capture: true, passive: true });
}
if (form || apart !== undefined) setInterval(tick, TICK_MS);
if (form) {
  pending = Number(sessionStorage.getItem(key)) || 0;
  sessionStorage.removeItem(key);
  channel.addEventListener("message", ({ data }) => data.encounter === encounter && count(data.more));
  document.addEventListener("formdata", ({ target, formData }) => isStep(target) && formData.set("active", seconds()));
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && isStep(event.target)) leaving = seconds();
  });
  document.addEventListener("codedesk:taken", ({ detail }) => told(detail));
  document.addEventListener("htmx:after:swap", show);
  addEventListener("pagehide", keep);
  show();
}
