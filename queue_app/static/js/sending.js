// Sends notes one after another. What cannot reach the server stays on the page, which says why (_unsaved.html), and is sent
// as soon as it can be; sent twice, it is kept once, by its id. A page that goes sends what is left.

const LOOK_MS = 5 * 1000; // how often a page whose session ended looks whether somebody signed in again
const panel = document.querySelector("[data-notes]");
const form = panel?.querySelector("[data-notes-sent]");
const refused = document.getElementById("notes-refused");

const waiting = []; // {note, said, ours}: what is to be sent, in order
let sending = false;
let failures = 0;
let explained = ""; // which of _unsaved.html is shown
let timer = 0;

const dispatch = (name, detail) => document.dispatchEvent(new CustomEvent(`codedesk:${name}`, { detail }));

function body({ id, digest, text, team, passages }) {
  const fields = { id, digest, text, passages: JSON.stringify(passages), ...(team ? { team: "1" } : {}) };
  return new URLSearchParams(fields);
}

function next() {
  clearTimeout(timer);
  if (sending || !waiting.length) return;
  sending = true;
  form.dispatchEvent(new CustomEvent("codedesk:send"));
}

const later = () => (timer = setTimeout(next, Math.min(1000 * 2 ** failures, 15000)));

function explain(reason) {
  if (explained === reason) return;
  explained = reason;
  refused.replaceChildren(document.querySelector(`[data-unsaved=${reason}]`).content.cloneNode(true));
  refused.scrollIntoView({ block: "nearest" });
}

const isOurs = (response) => response.headers.has("X-Request-Id");

function received(event) {
  const { response } = event.detail.ctx;
  const shown = event.target === form || response.status === 200;
  if (!shown || !isOurs(response)) event.preventDefault();
}

function finished({ detail }) {
  const { response } = detail.ctx;
  const status = response?.status ?? 0;
  const ours = Boolean(response) && isOurs(response);
  sending = false;
  if (status === 200 && ours) return taken();
  failures += 1;
  if (status === 401 || refused.querySelector("[data-kind=stale_form]")) return renew();
  if (status >= 400 && status < 500 && status !== 429) return unfit(status, ours);
  explain(status ? "busy" : "away");
  later();
}

function taken() {
  const done = waiting.shift();
  failures = 0;
  explained = "";
  refused.replaceChildren();
  dispatch("sent", done);
  dispatch("noted", {}); // for the other window
  next();
}

function unfit(status, ours) {
  const { ours: typed } = waiting.shift();
  failures = 0;
  explained = "";
  if (!ours) explain(status === 413 ? "large" : "busy");
  dispatch("unsent", { ours: typed, kind: refused.querySelector("[data-kind]")?.dataset.kind });
  dispatch("noted", { told: true }); // what is there instead is shown
  next();
}

// The session or the page's token ended: goes on with those of who is signed in now, if it is the same person.
async function renew() {
  clearTimeout(timer);
  const asked = { person: panel.dataset.person };
  dispatch("who", asked); // signin.js
  const reason = await asked.told.catch(() => "away");
  if (!reason) return failures > 3 ? later() : next();
  explain(reason);
  timer = setTimeout(() => document.hidden || renew(), LOOK_MS);
}

function left() {
  const asked = { notes: waiting.map(({ note }) => note) };
  dispatch("left", asked);
  return asked.notes;
}

if (panel) {
  document.addEventListener("codedesk:note", ({ detail }) => {
    waiting.push(detail);
    next();
  });
  form.addEventListener("htmx:config:request", ({ detail }) => (detail.ctx.request.body = body(waiting[0].note)));
  panel.addEventListener("htmx:before:response", received);
  form.addEventListener("htmx:finally:request", finished);
  document.addEventListener("codedesk:signed-in", () => explained && renew());
  document.addEventListener("codedesk:noted", ({ detail }) => {
    if (detail.told) panel.querySelector("#noted").dispatchEvent(new CustomEvent("codedesk:renew"));
  });
  document.addEventListener("visibilitychange", () => document.hidden || (explained && renew()));
  addEventListener("online", () => failures && next());
  addEventListener("beforeunload", (event) => {
    if ((failures || !navigator.onLine) && left().length) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    const headers = { "HX-Request": "true", "X-CSRFToken": panel.querySelector("[name=csrf_token]").value };
    const where = form.getAttribute("hx-post");
    for (const note of left()) fetch(where, { method: "POST", headers, body: body(note), keepalive: true }).catch(() => {});
  });
}
