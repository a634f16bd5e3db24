// Comparisons of a document with an older one, in the place of its text: v opens what the document in sight offers, and
// after the last one the text again; Escape or a passage that is shown brings the text back too.

const pane = document.querySelector("[data-pane=text]");
let open = null; // the link whose comparison is on the screen

const of = (link) => link.closest("[data-document]");
const room = (link) => of(link).querySelector("[data-compared]");

function close() {
  if (!open) return;
  const closed = open;
  open = null;
  closed.setAttribute("aria-expanded", "false");
  room(closed).replaceChildren();
  of(closed).querySelector(".prose").hidden = false;
}

function back() {
  const article = of(open);
  close();
  article.scrollIntoView({ block: "start" });
  pane.focus({ preventScroll: true });
}

function show(link) {
  if (open !== link) {
    if (open && of(open) !== of(link)) close();
    open?.setAttribute("aria-expanded", "false");
  }
  open = link;
  link.setAttribute("aria-expanded", "true");
  of(link).querySelector(".prose").hidden = true;
  room(link).querySelector("[data-comparison-close]").hidden = false;
  of(link).scrollIntoView({ block: "start" });
  room(link).querySelector("[data-comparison-said]").focus({ preventScroll: true });
}

// The document in sight, as its link in the list says (documents.js).
function inSight() {
  const link = document.querySelector("[data-document-link][aria-current]");
  return link && document.getElementById(link.hash.slice(1));
}

function next() {
  const links = [...(inSight()?.querySelectorAll("[data-compare]") ?? [])];
  const following = links[links.indexOf(open) + 1];
  if (following) following.click();
  else if (links.includes(open)) back();
  return links.length > 0;
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
  if (event.key === "v" ? next() : event.key === "Escape" && open) {
    if (event.key === "Escape") back();
    event.preventDefault();
  }
}

if (pane) {
  document.addEventListener("keydown", onKey);
  pane.addEventListener("click", (event) => {
    if (event.target.closest("[data-comparison-close]")) back();
  });
  document.addEventListener("click", (event) => { // a passage stands in the text
    if (event.target.closest("[data-passage]")) close();
  }, { capture: true });
  pane.addEventListener("htmx:after:swap", (event) => {
    const link = event.detail.ctx.sourceElement;
    if (link?.matches("[data-compare]")) show(link);
  });
}
