// Search of the chart: the words in the field are sought in the text of all documents as they are typed; texts that are not
// on the page yet are fetched as soon as somebody comes to the field (texts.js). Hits are marked in place, counted in the
// list and walked in reading order. What is sought is text, never a pattern; case, accents, blanks and dashes do not matter.

const SAID_MS = 400; // whoever types is told at the next pause
const AROUND = 40; // characters read out on either side of a hit
const search = document.querySelector("[data-search]");
const field = search?.querySelector("input");
const pane = document.querySelector("[data-pane=text]");
const one = (name) => search.querySelector(`[data-search-${name}]`);
const articles = [...document.querySelectorAll("[data-document]")];
let texts = null; // of each document: {article, text, pieces, starts, ends}; made when first needed
let missing = 0; // documents whose text is not on the page
let fetching = false;
let hits = []; // in reading order: {from, at, size}, `at` in the text of the document `from`
let kind = ""; // how short words were found
let present = -1;
let began = null; // where the reader was when the search began
let timer = 0;

// ---- texts as they are compared ----

const alike = new Map();

function folded(character) {
  let same = alike.get(character);
  if (same === undefined) {
    same = character.replace(/[‘’´]/, "'").replace(/[“”]/, '"').replace(/[\p{Pd}−]/u, "-").normalize("NFKD");
    same = same.replace(/[\p{M}\p{Cf}]/gu, "").replace(/\s+/g, " ").toUpperCase().toLowerCase(); // so ß is ss
    alike.set(character, same);
  }
  return same;
}

// Adds to `into` the text as it is compared, and of each of its characters where in `whole` it begins and ends.
function add(into, whole) {
  let at = 0;
  for (const character of whole) {
    const same = folded(character);
    const end = at + character.length;
    if (!same || (same === " " && into.blank)) {
      if (into.ends.length > into.from) into.ends[into.ends.length - 1] = end; // an accent, or one blank more
    } else {
      into.said.push(same);
      for (let unit = 0; unit < same.length; unit += 1) {
        into.starts.push(at);
        into.ends.push(end);
      }
      into.blank = same === " ";
    }
    at = end;
  }
}

function read(article) {
  const into = { said: [], starts: [], ends: [], blank: true, from: 0 };
  const pieces = [];
  for (const { firstChild: node } of article.querySelectorAll(".prose h3, .prose [data-at]")) {
    if (!node) continue;
    add(into, " "); // lines, cells and items follow each other like words
    into.from = into.ends.length;
    pieces.push({ node, at: into.from });
    add(into, node.data);
  }
  return { article, pieces, text: into.said.join(""), starts: into.starts, ends: into.ends };
}

function compared(words) {
  const into = { said: [], starts: [], ends: [], blank: true, from: 0 };
  add(into, words);
  return into.said.join("").trim();
}

// ---- what is found ----

const joins = (text, at) => /[\p{L}\p{N}]/u.test(text[at] ?? "");
const begins = (text, at) => !joins(text, at - 1);

function places(sought, fits) {
  const all = [];
  const size = sought.length;
  for (const from of texts) {
    for (let at = from.text.indexOf(sought); at >= 0; at = from.text.indexOf(sought, at + size)) {
      if (fits(from.text, at)) all.push({ from, at, size });
    }
  }
  return all;
}

// One or two letters are a word (MI, HF) where the documents have it, else the beginning of words, and only then a part.
function find(sought) {
  const short = /^[\p{L}\p{N}]{1,2}$/u.test(sought);
  const whole = (text, at) => begins(text, at) && !joins(text, at + sought.length);
  const kinds = short ? [[whole, " as a word"], [begins, " at the start of words"]] : [];
  for (const [fits, words] of [...kinds, [() => true, ""]]) {
    hits = sought ? places(sought, fits) : [];
    kind = words;
    if (hits.length) return;
  }
}

function nodeAt(pieces, at) {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pieces[middle].at <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low].node;
}

function placeOf({ from: { pieces, starts, ends }, at, size }) {
  const last = at + size - 1;
  return {
    startContainer: nodeAt(pieces, at), startOffset: starts[at], endContainer: nodeAt(pieces, last), endOffset: ends[last],
  };
}

function rangeOf(hit) {
  const { startContainer, startOffset, endContainer, endOffset } = placeOf(hit);
  const range = new Range();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}

// ---- what is seen of it ----

function paint() {
  const marks = new Highlight();
  for (const hit of hits) marks.add(new StaticRange(placeOf(hit)));
  CSS.highlights.set("found", marks);
}

function count() {
  const numbers = new Map(texts.map(({ article }) => [article.id, 0]));
  for (const { from } of hits) numbers.set(from.article.id, numbers.get(from.article.id) + 1);
  for (const [id, number] of numbers) {
    const link = document.querySelector(`[data-document-link][href="#${CSS.escape(id)}"]`);
    link.querySelector("[data-hits]")?.remove();
    const known = document.getElementById(id).querySelector("[data-version]");
    link.toggleAttribute("data-without", Boolean(field.value.trim() && known) && !number);
    if (!number) continue;
    const badge = Object.assign(document.createElement("span"), { className: "chip doc-link__hits", textContent: number });
    badge.dataset.hits = "";
    badge.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: number === 1 ? " hit" : " hits" }));
    link.firstElementChild.append(badge);
  }
}

function around(hit) {
  const { startContainer, startOffset, endContainer, endOffset } = placeOf(hit);
  const before = startContainer.data.slice(Math.max(startOffset - AROUND, 0), startOffset);
  const after = endContainer.data.slice(endOffset, endOffset + AROUND);
  return `${before}${rangeOf(hit)}${after}`.trim();
}

function tell(whole) {
  const hit = hits[present];
  const sought = field.value.trim();
  const of = `${present + 1} of ${hits.length}${kind}`;
  const none = sought ? `No document ${missing ? "that is here " : ""}has “${sought}”.` : "";
  const left = sought && missing ? `${missing} more ${fetching ? "are being fetched…" : "could not be fetched."}` : "";
  one("told").textContent = [hit ? of : none, left].filter(Boolean).join(" · ");
  one("ways").hidden = !hit;
  one("again").hidden = !left || fetching;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const title = hit && document.getElementById(`${hit.from.article.id}-title`).textContent;
    const documents = new Set(hits.map(({ from }) => from)).size;
    const sum = whole ? `Found in ${documents} of ${texts.length} documents. ` : "";
    one("said").textContent = `${left} ${hit ? `${sum}${of}: ${title}, ${around(hit)}` : none}`.trim();
  }, SAID_MS);
}

// The hit with that number is the present one, and comes in sight where the text is.
function see(number, lead) {
  present = hits.length ? (number + hits.length) % hits.length : -1;
  CSS.highlights?.delete("found-here");
  if (present < 0) return;
  const range = rangeOf(hits[present]);
  const mark = CSS.highlights && new Highlight(range);
  if (mark) mark.priority = 1;
  CSS.highlights?.set("found-here", mark);
  if (lead || pane.checkVisibility()) document.dispatchEvent(new CustomEvent("codedesk:bring", { detail: range }));
}

// ---- what is done ----

function reading() {
  const top = pane.getBoundingClientRect().top;
  const below = (element) => element.getBoundingClientRect().bottom > Math.max(top, 0);
  const from = Math.max(texts.findIndex(({ article }) => below(article)), 0);
  const piece = texts[from].pieces.find(({ node }) => below(node.parentElement));
  return { from, at: piece?.at ?? 0 };
}

function prepare() {
  texts ??= articles.map(read);
  missing = articles.filter((article) => !article.querySelector("[data-version]")).length;
}

// Whoever seeks has something to read meanwhile: what is there is sought at once, the rest when it came.
async function fetchAll() {
  prepare();
  if (fetching || !missing) return;
  const opened = { articles };
  document.dispatchEvent(new CustomEvent("codedesk:open", { detail: opened }));
  fetching = Boolean(opened.there);
  await opened.there;
  fetching = false;
  prepare();
  if (field.value.trim()) tell(true);
}

function opened(came) {
  if (!texts) return;
  for (const article of came) texts[articles.indexOf(article)] = read(article);
  if (field.value.trim()) seek();
}

function seek() {
  prepare();
  const sought = compared(field.value);
  began = sought ? (began ?? reading()) : null;
  find(sought);
  if (CSS.highlights) paint();
  count();
  const order = new Map(texts.map((text, index) => [text, index]));
  const next = hits.findIndex(({ from, at }) => {
    const by = order.get(from) - began.from;
    return by > 0 || (by === 0 && at >= began.at);
  });
  see(Math.max(next, 0), false);
  tell(true);
}

function go(by) {
  if (!hits.length) return;
  see(present + (pane.checkVisibility() ? by : 0), true); // what was typed beside a hidden text is not seen yet
  const { from, at } = hits[present];
  began = { from: texts.indexOf(from), at };
  tell(false);
}

function clear() {
  field.value = "";
  if (texts) seek();
}

// The words of the present hit stay selected, so that they can be asked for as a code, and be its evidence.
function leave() {
  const hit = hits[present];
  clear();
  document.querySelector('[data-tab="text"]').click();
  pane.focus({ preventScroll: true });
  if (!hit) return;
  getSelection().removeAllRanges();
  getSelection().addRange(rangeOf(hit));
}

function onKey(event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
  else if (event.key === "Escape") leave();
  else return;
  event.preventDefault();
}

if (search) {
  field.addEventListener("focus", fetchAll);
  field.addEventListener("input", seek);
  document.addEventListener("codedesk:opened", ({ detail }) => opened(detail.articles));
  field.addEventListener("keydown", onKey);
  if (document.activeElement === field) fetchAll(); // somebody was quicker than this script
  if (field.value) seek();
  field.addEventListener("codedesk:ask", (event) => {
    if (event.detail) field.value = event.detail;
    field.select();
    if (event.detail) seek();
  });
  search.addEventListener("click", (event) => {
    const button = event.target.closest("[data-by]");
    if (button) go(Number(button.dataset.by));
    if (!event.target.closest("[data-search-again]")) return;
    field.focus();
    fetchAll();
    tell(true);
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    clear();
  });
  document.addEventListener("click", (event) => { // a document of the list is read from its first hit on
    const link = hits.length && event.target.closest("[data-document-link]");
    const first = link ? hits.findIndex(({ from }) => `#${from.article.id}` === link.hash) : -1;
    if (first >= 0) go(first - present);
  });
}
