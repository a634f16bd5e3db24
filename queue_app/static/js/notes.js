// Notes on the encounter and bookmarks in its documents: n writes a note, about the selected words if there are any; + keeps
// the selected words as a bookmark, and where none are goes to the list, from one to the next. There the arrows move and
// show the words in place, Enter changes, Delete deletes, u undoes that, Escape leaves. sending.js sends what is kept here;
// what was typed and not kept when the page goes is kept for its writer alone.

const SAID_MS = 8000;
const panel = document.querySelector("[data-notes]");
const pane = document.querySelector("[data-pane=text]");
const one = (name) => panel.querySelector(`[data-notes-${name}]`);
const writing = one("write");
const { text: field, team } = writing.querySelector("form").elements;
const NEW = { id: "", digest: "", text: "", team: false, passages: [] };

let note = { ...NEW }; // the one in the field, as it was before something was typed
let words = []; // the passages it is about now
let gone = null; // what was deleted last
let at = ""; // the id of the item that was gone to last
let before = null; // what had the focus before the field, and on narrow screens which tab
let timer = 0;

const dispatch = (name, detail) => document.dispatchEvent(new CustomEvent(`codedesk:${name}`, { detail }));
const fresh = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const items = () => [...panel.querySelectorAll("[data-noted]")];
const told = (item) => JSON.parse(item.dataset.noted);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function say(text) {
  one("said").textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (one("said").textContent = ""), SAID_MS);
}

function tab(name) {
  const link = document.querySelector(`[data-tab="${name}"]`);
  if (link?.checkVisibility()) link.click();
}

// The selected words, each passage as long as the server takes it.
function marked() {
  const asked = { passages: [] };
  dispatch("marked", asked); // passages.js says which they are
  const { longest, most } = panel.dataset;
  return asked.passages.slice(0, Number(most)).map((passage) => {
    const text = [...passage.text].slice(0, Number(longest)).join("");
    return { ...passage, end: passage.start + [...text].length, text };
  });
}

// ---- the field ----

const typed = () => ({ ...note, text: field.value.trim(), team: team.checked, passages: words });
const isTyped = () => Boolean(field.value.trim() || note.text) && !same(typed(), note);

function about(passages) {
  words = passages;
  one("words").hidden = !passages.length;
  one("words").querySelector("q").textContent = passages[0]?.text ?? "";
}

function fill(given) {
  note = given;
  field.value = given.text;
  team.checked = given.team;
  about(given.passages);
}

function write() {
  if (!writing.contains(document.activeElement)) {
    before = { focus: document.activeElement, tab: document.querySelector("[data-tabs]").dataset.tabs };
  }
  writing.open = true;
  tab("documents");
  field.focus();
}

function begin() {
  const passages = marked();
  if (!field.readOnly && !isTyped()) fill({ ...NEW, id: fresh() });
  if (!field.readOnly && passages.length) about(passages);
  write();
}

function change(item) {
  if (field.readOnly || isTyped()) return say("Keep or empty what you typed first.");
  fill(told(item));
  write();
}

// What was typed and not kept stays in the field.
function leave() {
  const here = writing.contains(document.activeElement);
  if (!isTyped()) {
    fill({ ...NEW });
    writing.open = false;
  }
  if (!here || !before) return;
  tab(before.tab);
  (before.focus?.isConnected && before.focus !== document.body ? before.focus : pane)?.focus({ preventScroll: true });
}

function keep() {
  if (field.readOnly) return; // it is on its way
  const kept = typed();
  const isBlank = !kept.text && !kept.passages.length;
  if (same(kept, note) || (isBlank && !kept.digest)) return leave();
  if (isBlank) gone = note;
  field.readOnly = true;
  const whose = kept.team ? "Kept for the team." : "Kept for you alone.";
  send(kept, kept.text ? whose : isBlank ? "Deleted." : "Bookmarked.", true);
}

function kept() {
  field.readOnly = false;
  fill({ ...NEW });
  leave();
}

// A note that was changed or deleted elsewhere is kept beside what is there, if it is sent again.
function refused(kind) {
  field.readOnly = false;
  if (kind === "out_of_order") return kept(); // for its writer alone
  if (kind === "changed") note = { ...NEW, id: fresh() };
  field.focus();
}

// ---- the list ----

function send(given, said, ours = false) {
  dispatch("note", { note: given, said, ours });
}

function bookmark() {
  const passages = marked();
  const there = items().find((item) => !told(item).text && same(told(item).passages, passages));
  if (!passages.length) return walk();
  if (there) return say("These words are bookmarked already.");
  send({ ...NEW, id: fresh(), passages }, "Bookmarked.");
}

function walk() {
  const all = items();
  const last = all.findIndex(({ id }) => id === at);
  const first = Math.max(all.findIndex((item) => !told(item).text), 0);
  if (all.length) go(last < 0 ? first : (last + 1) % all.length);
  else say("Select words in a document, and + keeps them as a bookmark.");
}

function go(index) {
  const all = items();
  const item = all[(index + all.length) % all.length];
  at = item.id;
  tab("documents");
  item.focus();
  item.scrollIntoView({ block: "nearest" });
  if (told(item).passages.length) item.querySelector("[data-passage]").click();
}

function drop(item) {
  if (!("own" in item.dataset)) return say("Only who wrote it deletes it.");
  gone = told(item);
  at = items()[items().indexOf(item) + 1]?.id ?? "";
  send({ ...gone, text: "", passages: [] }, "Deleted.");
}

function undo() {
  if (!gone) return;
  send({ ...gone, id: fresh(), digest: "" }, "It is back.");
  gone = null;
}

function isGone({ document: id }, range) {
  const text = document.getElementById(`doc-${id}`)?.querySelector(".prose [data-at]"); // else it is not here yet
  return Boolean(text) && !range;
}

function paint() {
  const asked = { passages: items().flatMap((item) => told(item).passages), ranges: [] };
  dispatch("placed", asked); // passages.js says where they are
  const ranges = new Map(asked.passages.map((passage, index) => [JSON.stringify(passage), asked.ranges[index]]));
  for (const item of items()) {
    const lost = told(item).passages.some((passage) => isGone(passage, ranges.get(JSON.stringify(passage))));
    item.querySelector("[data-noted-gone]").hidden = !lost;
  }
  if (!CSS.highlights) return;
  const marks = new Highlight(...asked.ranges.filter(Boolean));
  marks.priority = -1; // evidence, and what is sought, are seen over it
  CSS.highlights.set("noted", marks);
}

function done({ detail: { said, ours, note: sent } }) {
  const had = document.activeElement === document.body || panel.querySelector("#noted").contains(document.activeElement);
  if (ours) kept();
  say(said);
  if (sent.id !== gone?.id) gone = null;
  one("undo").hidden = !gone;
  if (had && gone) (document.getElementById(at) ?? one("undo").firstElementChild).focus();
}

// ---- events ----

function onField(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && (event.target === field || event.ctrlKey || event.metaKey)) keep();
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onList(event) {
  const item = event.target.closest("[data-noted]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "u" && !one("undo").hidden) undo();
  else if (!item) return;
  else {
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (by) go(items().indexOf(item) + by);
    else if (event.key === "Delete" || event.key === "Backspace") drop(item);
    else if (event.key === "Enter" && event.target === item) "own" in item.dataset ? change(item) : go(items().indexOf(item));
    else if (event.key === "Escape") pane.focus({ preventScroll: true });
    else return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [popover]") || document.querySelector("dialog[open]")) return;
  if (event.key === "n") begin();
  else if (event.key === "+") bookmark();
  else return;
  event.preventDefault();
}

function onClick({ target }) {
  if (target.closest("[data-note-write]")) begin();
  else if (target.closest("[data-bookmark]")) bookmark();
  else if (target.closest("[data-noted-edit]")) change(target.closest("[data-noted]"));
  else if (target.closest("[data-notes-words] button")) about([]);
  else if (target.closest("[data-notes-undo]")) undo();
}

if (panel) {
  const bar = document.querySelector("[data-marking]");
  let soon = 0;
  writing.addEventListener("keydown", onField);
  panel.addEventListener("keydown", onList);
  panel.addEventListener("submit", (event) => {
    const item = event.target.closest("[data-noted]");
    if (item) drop(item);
    else if (writing.contains(event.target)) keep();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("selectionchange", () => {
    const { isCollapsed, anchorNode } = getSelection();
    bar.hidden = isCollapsed || !pane.contains(anchorNode) || !anchorNode.parentElement.closest("[data-at]");
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay selected
  document.addEventListener("codedesk:sent", done);
  document.addEventListener("codedesk:unsent", ({ detail }) => detail.ours && refused(detail.kind));
  document.addEventListener("codedesk:left", ({ detail }) => { // asked by sending.js when the page goes
    if (!field.readOnly && isTyped() && field.value.trim()) {
      detail.notes.push({ ...typed(), team: false, ...(note.digest ? { id: fresh(), digest: "" } : {}) });
    }
  });
  panel.addEventListener("htmx:after:swap", paint);
  new MutationObserver(() => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(paint);
  }).observe(pane, { childList: true, subtree: true });
  paint();
}
