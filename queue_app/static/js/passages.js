// Passages of documents: whoever presses an element with data-passage sees the words in place, and what is selected in the
// text becomes passages for the code that is chosen next. Offsets are code points of a section's text, as the server
// counts; every element with data-at holds a piece of that text without a gap (web/prose.py).

const pane = document.querySelector("[data-pane=text]");
let latest = null; // the passage that was last asked for
let marked = []; // what was selected when the last key was pressed or the last button touched

const points = (text) => [...text].length;
const units = (text, count) => [...text].slice(0, count).join("").length;
const plain = (text) => text.replace(/[\s•]/g, "");
const at = (piece) => Number(piece.dataset.at);

// Its place in the document as it is now, or null where the words are gone.
function rangeOf(passage) {
  const prose = document.getElementById(`doc-${passage.document}`)?.querySelector("[data-version]");
  if (!prose) return null;
  const found = Number(prose.dataset.version) === passage.version && placed(prose, passage);
  return found && plain(String(found)) === plain(passage.text) ? found : moved(prose, passage.text);
}

function placed(prose, { section, start, end }) {
  const pieces = [...prose.querySelectorAll(`[data-part="${section}"] [data-at]`)];
  const first = pieces.findLast((piece) => at(piece) <= start);
  const last = pieces.findLast((piece) => at(piece) < end);
  if (!first?.firstChild || !last?.firstChild) return null;
  return ranging(first, units(first.textContent, start - at(first)), last, units(last.textContent, end - at(last)));
}

// From so many characters of one piece to so many of another.
function ranging(first, start, last, end) {
  const range = new Range();
  range.setStart(...spot(first, start));
  range.setEnd(...spot(last, end));
  return range;
}

// Who translates pages or looks words up puts elements of their own into a piece.
function spot(piece, offset) {
  const texts = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  let left = offset;
  while (texts.nextNode() && left > texts.currentNode.length) left -= texts.currentNode.length;
  return [texts.currentNode, Math.min(left, texts.currentNode.length)];
}

function moved(prose, words) {
  const piece = [...prose.querySelectorAll("[data-at]")].find((each) => each.textContent.includes(words));
  if (!piece) return null;
  const start = piece.textContent.indexOf(words);
  return ranging(piece, start, piece, start + words.length);
}

async function show(passage) {
  const article = document.getElementById(`doc-${passage.document}`);
  if (!article) return;
  latest = passage;
  const opened = { articles: [article] };
  document.dispatchEvent(new CustomEvent("codedesk:open", { detail: opened })); // texts.js fetches what is not there
  if (opened.there && !article.querySelector("[data-version]")) {
    toTop(article);
    await opened.there;
    if (latest !== passage) return;
  }
  const found = rangeOf(passage);
  CSS.highlights?.delete("evidence");
  if (found) CSS.highlights?.set("evidence", new Highlight(found));
  if (found) return void document.dispatchEvent(new CustomEvent("codedesk:bring", { detail: found }));
  toTop(article);
}

function toTop(article) {
  forward();
  article.scrollIntoView({ block: "start" });
}

function forward() {
  const tab = document.querySelector('[data-tab="text"]');
  if (tab?.checkVisibility()) tab.click();
}

// The words themselves come to the middle, unless they are near it: their paragraph may be longer than the screen.
function bring(words) {
  words.startContainer.parentElement.scrollIntoView({ block: "nearest", inline: "nearest" }); // a table scrolls by itself
  const { top, bottom } = pane.getBoundingClientRect();
  const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  const { y, height } = words.getBoundingClientRect();
  const off = y + height / 2 - (from + to) / 2;
  if (Math.abs(off) < (to - from) * 0.3) return;
  pane.scrollBy(0, off);
  document.scrollingElement.scrollBy(0, words.getBoundingClientRect().y - y + off); // the narrow page scrolls as a whole
}

// A passage for each piece of the text that the selection touches, without blanks around.
function selected() {
  const selection = getSelection();
  if (!pane || selection.isCollapsed || !pane.contains(selection.anchorNode)) return [];
  const range = selection.getRangeAt(0);
  const pieces = [...pane.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece) && piece.checkVisibility());
  return pieces.map((piece) => within(piece, range)).filter(({ text }) => text);
}

function within(piece, range) {
  const [before, marked] = [new Range(), new Range()];
  for (const each of [before, marked]) each.selectNodeContents(piece);
  if (piece.contains(range.startContainer)) marked.setStart(range.startContainer, range.startOffset);
  if (piece.contains(range.endContainer)) marked.setEnd(range.endContainer, range.endOffset);
  before.setEnd(marked.startContainer, marked.startOffset);
  const words = String(marked);
  const text = words.trim();
  const start = at(piece) + points(String(before)) + points(words) - points(words.trimStart());
  const prose = piece.closest("[data-version]");
  return {
    document: prose.closest("[data-document]").id.slice("doc-".length),
    version: Number(prose.dataset.version),
    section: Number(piece.closest("[data-part]").dataset.part),
    start,
    end: start + points(text),
    text,
  };
}

if (pane) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-passage]");
    if (!link) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("codedesk:passage", { detail: JSON.parse(link.dataset.passage) }));
  });
  document.addEventListener("codedesk:passage", (event) => show(event.detail));
  document.addEventListener("codedesk:marked", (event) => (event.detail.passages = marked));
  document.addEventListener("codedesk:placed", ({ detail }) => (detail.ranges = detail.passages.map(rangeOf)));
  document.addEventListener("codedesk:bring", (event) => {
    forward();
    bring(event.detail);
  });
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      if (!event.target.closest("input, select, textarea")) marked = selected();
    }, { capture: true });
  }
  // The box that is asked for the selected words hands the passages on with what is chosen in it.
  document.addEventListener("codedesk:ask", (event) => (event.target.passages = marked));
  document.addEventListener("focusin", (event) => delete event.target.passages);
}
