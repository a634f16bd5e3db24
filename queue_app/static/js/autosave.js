// Saves the form of codes a moment after the last change, never two saves at once, and lets no step overtake a save.
// Whatever goes wrong, what was typed stays on the page and the page says so.

const PAUSE_MS = 700;
const QUIET_MS = 10 * 60 * 1000; // a coder who reads but types nothing is saved this often, so that the lease holds
const form = document.querySelector("form[data-codes]");
const state = document.querySelector("[data-saved]");

let timer = 0;
let saving = false;
let stopped = false; // refused for good: somebody else has the encounter, or it moved on
let failures = 0;
let renewing = false; // a new token was asked for; if the next save is refused too, something else is wrong
let savedAs = ""; // the codes as the server last took them
let sending = "";
let heard = Date.now();
let waiting = []; // who wants to know when the saving is over

function content() {
  const fields = [...new FormData(form)].filter(([name]) => name.startsWith("codes."));
  return new URLSearchParams(fields).toString();
}

const dirty = () => content() !== savedAs;

function show(text, kind) {
  state.dataset.state = kind;
  if (state.textContent !== text) state.textContent = text;
}

function soon(wait = PAUSE_MS) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

function save() {
  clearTimeout(timer);
  if (saving || stopped) return;
  saving = true;
  sending = content();
  form.dispatchEvent(new CustomEvent("codedesk:save"));
}

function changed() {
  if (stopped) return;
  if (!dirty()) {
    if (!saving) show("", "saved");
    return;
  }
  if (!failures) show("Saving…", "busy");
  soon();
}

// The answer, or that there was none.
async function finished(event) {
  const status = event.detail.ctx.response?.status ?? 0;
  saving = false;
  if (status === 200) {
    savedAs = sending;
    failures = 0;
    renewing = false;
    heard = Date.now();
    state.dataset.state = "saved";
    if (dirty() && waiting.length) return save();
    if (dirty()) changed();
  } else if (status === 401 || (status === 400 && !renewing)) { // the session or the page's token ended
    failures += 1;
    show("Not saved – retrying", "failed");
    return renew(status);
  } else if ([403, 404, 409].includes(status)) {
    stopped = true;
    show("Not saved", "failed");
    document.getElementById("refused").scrollIntoView({ block: "nearest" });
  } else if (status >= 400 && status < 500 && status !== 429) {
    show("Not saved", "failed"); // what is wrong stands in the banner; the next change tries again
  } else {
    failures += 1;
    show("Not saved – retrying", "failed");
    soon(Math.min(1000 * 2 ** failures, 15000));
  }
  told(status === 200);
}

function told(saved) {
  waiting.splice(0).forEach((tell) => tell(saved));
}

function signedOut() {
  told(false);
  show("Not saved: you were signed out", "failed");
  renewing = false;
  document.getElementById("refused").replaceChildren(document.getElementById("signed-out").content.cloneNode(true));
}

// The token of a newer session, when somebody signed in again in another tab; else a word that it has to be done.
async function renew(refused = 0) {
  renewing = true;
  try {
    const response = await fetch(form.action.replace(/\/save$/, ""), { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("form[data-codes] input[name=csrf_token]")?.value;
    if (response.redirected || response.status === 401) return signedOut();
    const stale = token && (refused !== 400 || token !== form.elements.csrf_token.value);
    if (!stale) { // then something else was wrong, and the banner says what
      show("Not saved", "failed");
      return told(false);
    }
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    save();
  } catch { // still away; the next visit to this tab tries again
    told(false);
  }
}

// Resolves when nothing is left to save, or a save failed: whether all is saved.
function flushed() {
  clearTimeout(timer);
  if (!saving && (stopped || !dirty())) return Promise.resolve(true);
  const done = new Promise((resolve) => waiting.push(resolve));
  if (!saving) save();
  return done;
}

// A step waits for the save before it, whose answer carries the version the step must name.
async function onSubmit(event) {
  const step = event.submitter?.dataset.step ?? event.target.dataset.step;
  if (!step) return;
  if (step === "save") {
    event.preventDefault();
    stopped = false;
    save();
    return;
  }
  const leaves = event.target === form; // submit carries the codes itself
  if (!saving && (leaves || stopped || !dirty())) return left();
  event.preventDefault();
  const { target, submitter } = event;
  if (!(await flushed())) return show("Not saved, so nothing was done. Try again.", "failed");
  left();
  target.requestSubmit(submitter?.form === target ? submitter : null);
}

function left() {
  removeEventListener("beforeunload", warn);
}

function warn(event) {
  if (stopped || !dirty()) return;
  save();
  event.preventDefault();
}

function active() {
  if (Date.now() - heard < QUIET_MS || document.hidden || stopped) return;
  heard = Date.now();
  save();
}

function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key === "s") {
    event.preventDefault();
    save();
  } else if (event.key === "Enter") {
    event.preventDefault();
    document.querySelector("button[data-step=submit]")?.click();
  }
}

if (form) {
  savedAs = content();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("codedesk:changed", changed);
  form.addEventListener("htmx:before:response", (event) => { // signed out: stay, with what was typed
    if (event.detail.ctx.response.status === 401) event.preventDefault();
  });
  form.addEventListener("htmx:finally:request", finished);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("keydown", onKey);
  addEventListener("beforeunload", warn);
  addEventListener("online", () => failures && soon(0));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && failures) renew();
  });
  for (const name of ["keydown", "pointerdown", "wheel"]) addEventListener(name, active, { passive: true });
}
