// Codes suggested from the documents: s goes to them, j and k move, a adds the code as if it were typed, e shows
// the words it stands on. What is in the list of diagnoses is not suggested any longer; undo brings it back.

const place = document.querySelector("[data-suggestions]");
const form = document.querySelector("form[data-codes]");
const diagnoses = form?.querySelector('[data-section="diagnoses"]');
let next = 0; // the passage that e shows next

const rows = () => [...place.querySelectorAll("[data-suggestion]")].filter((row) => !row.hidden);
const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();

function settle() {
  const there = new Set([...diagnoses.querySelectorAll("[data-code]")].map((field) => bare(field.value ?? "")));
  for (const row of place.querySelectorAll("[data-suggestion]")) row.hidden = there.has(row.dataset.code);
  const none = place.querySelector("[data-suggestions-none]");
  if (none) none.hidden = rows().length > 0;
}

function focus(row) {
  next = 0;
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function accept(row) {
  const all = rows();
  const after = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  const result = { system: "icd10cm", code: row.dataset.code, title: row.dataset.title, billable: true, valid: true };
  diagnoses.querySelector("[data-combobox]").dispatchEvent(
    new CustomEvent("codedesk:chosen", { detail: { result, poa: "" }, bubbles: true }),
  );
  settle();
  focus(after);
}

// The words in the text of the document, as it stands on the page: blanks of any kind are one.
function range(article, words, nth) {
  const walker = document.createTreeWalker(article.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  const at = []; // of each character: the node and the place in it
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("h3")) continue;
    for (let index = 0; index < node.data.length; index++) {
      const blank = /\s/.test(node.data[index]);
      if (blank && text.endsWith(" ")) continue;
      text += blank ? " " : node.data[index];
      at.push([node, index]);
    }
    if (!text.endsWith(" ")) {
      text += " ";
      at.push([node, Math.max(0, node.data.length - 1)]);
    }
  }
  let start = -1;
  for (let count = 0; count <= nth; count++) {
    const found = text.indexOf(words, start + 1);
    if (found < 0) break;
    start = found;
  }
  if (start < 0) return null;
  const whole = new Range();
  whole.setStart(...at[start]);
  const [node, index] = at[start + words.length - 1];
  whole.setEnd(node, index + 1);
  return whole;
}

function show(link) {
  const article = document.getElementById(`doc-${link.dataset.documentId}`);
  if (!article) return;
  document.querySelector('[data-tab="text"]')?.checkVisibility() && document.querySelector('[data-tab="text"]').click();
  const found = range(article, link.dataset.words, Number(link.dataset.nth));
  if (found && CSS.highlights) CSS.highlights.set("evidence", new Highlight(found));
  (found?.startContainer.parentElement ?? article).scrollIntoView({ block: "center" });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest("[data-suggestion]");
  if (!row) return;
  const all = rows();
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (by) focus(all[Math.min(Math.max(all.indexOf(row) + by, 0), all.length - 1)]);
  else if (event.key === "a") accept(row);
  else if (event.key === "e") {
    const links = row.querySelectorAll("[data-evidence]");
    if (links.length) show(links[next++ % links.length]);
  } else return;
  event.preventDefault();
}

if (place && diagnoses) {
  place.addEventListener("keydown", onKey);
  place.addEventListener("click", (event) => {
    const link = event.target.closest("[data-evidence]");
    if (link) {
      event.preventDefault();
      show(link);
    } else if (event.target.closest("[data-accept]")) {
      accept(event.target.closest("[data-suggestion]"));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    place.open = true;
    focus(rows()[0]);
  });
  form.addEventListener("codedesk:settled", settle);
  document.addEventListener("htmx:after:swap", settle);
}
