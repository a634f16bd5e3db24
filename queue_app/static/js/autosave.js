// Saves the form of codes a moment after the last change, never two saves at once, and lets no step overtake a save.
// What cannot reach the server stays on the page, which says why (_unsaved.html), and is sent as soon as it can be; a page
// that goes sends its last state. Nothing is kept in the browser's storage: these are a patient's codes.

const PAUSE_MS = 700;
const QUIET_MS = 10 * 60 * 1000; // a coder who reads but types nothing is saved this often, so that the lease holds
const FRESH_MS = 30 * 1000; // so long after an answer nobody asks whether the next one will come
const LOOK_MS = 5 * 1000; // how often a page whose session ended looks whether somebody signed in again
const MOST_AT_THE_END = 60_000; // bytes; browsers send no more from a page that is gone
const form = document.querySelector("form[data-codes]");
const state = document.querySelector("[data-saved]");
const banner = document.getElementById("refused");

let timer = 0;
let saving = false;
let sent = null; // {content, fields} of the save that has no answer yet: the server may have taken it, so it goes again first
let savedAs = ""; // the codes as the server last took them
let failures = 0; // saves in a row that were not taken
let heard = Date.now();
let explained = ""; // which of _unsaved.html stands in the banner
let waiting = []; // who wants to know when the saving is over

function content() {
  const fields = [...new FormData(form)].filter(([name]) => name.startsWith("codes."));
  return new URLSearchParams(fields).toString();
}

const dirty = () => sent !== null || content() !== savedAs;
const body = () => new URLSearchParams(new FormData(form));
const fits = () => body().toString().length < MOST_AT_THE_END;
const reachable = () => !failures && navigator.onLine;

// ---- what is said ----

function show(text, kind) {
  state.dataset.state = kind;
  if (state.textContent !== text) state.textContent = text;
}

function explain(reason) {
  if (explained === reason) return;
  explained = reason;
  banner.replaceChildren(document.querySelector(`[data-unsaved=${reason}]`).content.cloneNode(true));
  banner.scrollIntoView({ block: "nearest" });
}

function told(saved) {
  waiting.splice(0).forEach((tell) => tell(saved));
}

// active.js counts no time twice.
function tell(fields) {
  form.dispatchEvent(new CustomEvent("codedesk:taken", { detail: fields, bubbles: true }));
}

// ---- saving ----

function soon(wait = PAUSE_MS) {
  clearTimeout(timer);
  timer = setTimeout(save, wait);
}

const later = () => soon(Math.min(1000 * 2 ** failures, 15000));

function save() {
  clearTimeout(timer);
  if (saving) return;
  saving = true;
  sent ??= { content: content(), fields: new FormData(form) };
  form.dispatchEvent(new CustomEvent("codedesk:save"));
}

function prepare({ detail }) {
  const { request } = detail.ctx;
  request.body = sent.fields;
  request.keepalive = new URLSearchParams(sent.fields).toString().length < MOST_AT_THE_END;
}

function changed() {
  if (!dirty()) return show("", "saved");
  if (!failures) show("Saving…", "busy");
  soon();
}

// Ours is an answer that Codedesk gave, not something between it and the browser.
const isOurs = (response) => response.headers.has("X-Request-Id");

function received(event) {
  if (!isOurs(event.detail.ctx.response)) event.preventDefault(); // nothing of it belongs on the page
}

function finished({ detail }) {
  const { response } = detail.ctx;
  const status = response?.status ?? 0;
  saving = false;
  if (status === 200 && isOurs(response)) return taken();
  failures += 1;
  show("Not saved – retrying", "failed");
  if (status === 401 || banner.querySelector("[data-kind=stale_form]")) return renew();
  if (status >= 400 && status < 500 && status !== 429) refused(status, response);
  else unanswered(status, response);
  told(false);
}

function taken() {
  savedAs = sent.content;
  tell(sent.fields);
  sent = null;
  failures = 0;
  explained = "";
  heard = Date.now();
  state.dataset.state = "saved";
  if (!dirty()) return told(true);
  if (waiting.length) save();
  else changed();
}

// What is wrong stands in the banner, and the next change tries again. A save that came too late is kept as a draft.
function refused(status, response) {
  if (status === 409) savedAs = sent.content;
  sent = null;
  show(status === 409 ? "Not saved, kept as your draft" : "Not saved", "failed");
  if (isOurs(response)) {
    explained = "";
    banner.scrollIntoView({ block: "nearest" });
  } else explain(status === 413 ? "large" : "busy");
}

function unanswered(status, response) {
  if (status === 429 || (status === 500 && isOurs(response))) sent = null; // not taken
  explain(status ? "busy" : "away");
  later();
}

// The session or the page's token ended: goes on with those of who is signed in now, if it is the same person.
async function renew() {
  clearTimeout(timer);
  sent = null;
  const asked = { person: form.dataset.person };
  document.dispatchEvent(new CustomEvent("codedesk:who", { detail: asked }));
  try {
    const reason = await asked.told;
    if (reason) return wait(reason);
    if (failures > 3) throw new Error("refused again and again");
    save();
  } catch {
    told(false);
    later();
  }
}

function wait(reason) {
  told(false);
  show("Not saved", "failed");
  explain(reason);
  timer = setTimeout(() => document.hidden || renew(), LOOK_MS);
}

// ---- leaving ----

// All is saved, and what is sent now will arrive.
const settled = () => !dirty() && reachable() && Date.now() - heard < FRESH_MS;

// Resolves when nothing is left to save, or a save failed: whether all is saved.
function flushed() {
  const done = new Promise((resolve) => waiting.push(resolve));
  save();
  return done;
}

// A step waits for the save before it, whose answer carries the version the step must name.
async function onSubmit(event) {
  const step = event.submitter?.dataset.step ?? event.target.dataset.step;
  if (!step) return;
  if (step === "save") {
    event.preventDefault();
    return save();
  }
  const mayGo = () => settled() || (step === "claim" && !dirty()); // what came too late is a draft, and goes along
  if (mayGo()) return;
  event.preventDefault();
  const { target, submitter } = event;
  if (!(await flushed()) && !mayGo()) return show("Not saved, so nothing was done. Try again.", "failed");
  target.requestSubmit(submitter?.form === target ? submitter : null);
}

// Only what a page that goes can send no more is asked about.
function warn(event) {
  if (!dirty() || (reachable() && fits())) return;
  event.preventDefault();
  save();
}

function goes() {
  if (!dirty() || (saving && sent.content === content())) return;
  const headers = { "HX-Request": "true", "X-CSRFToken": form.elements.csrf_token.value };
  fetch(form.action, { method: "POST", headers, body: body(), keepalive: fits() }).catch(() => {});
  tell(new FormData(form));
}

// ---- events ----

function active() {
  if (Date.now() - heard < QUIET_MS || document.hidden || failures) return;
  heard = Date.now();
  save();
}

function looked() {
  if (document.hidden && dirty() && !failures) save();
  else if (!document.hidden && explained) renew();
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
  for (const name of ["input", "change", "codedesk:changed"]) form.addEventListener(name, changed);
  form.addEventListener("htmx:config:request", prepare);
  form.addEventListener("htmx:before:response", received);
  form.addEventListener("htmx:finally:request", finished);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("codedesk:signed-in", renew);
  document.addEventListener("visibilitychange", looked);
  addEventListener("beforeunload", warn);
  addEventListener("pagehide", goes);
  addEventListener("online", () => failures && soon(0));
  for (const name of ["keydown", "pointerdown", "wheel"]) addEventListener(name, active, { passive: true });
}
