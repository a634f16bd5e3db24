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
  if (open && of(open) !== of(link)) close();
  open?.setAttribute("aria-expanded", "false");
  open = link;
  link.setAttribute("aria-expanded", "true");
  of(link).querySelector(".prose").hidden = true;
  for (const button of room(link).querySelectorAll("[data-comparison-close]")) button.hidden = false;
  of(link).scrollIntoView({ block: "start" });
  (room(link).querySelector("[data-comparison-said]") ?? pane).focus({ preventScroll: true });
}

// The document in sight, as its link in the list says (documents.js).
function inSight() {
  const link = document.querySelector("[data-document-link][aria-current]");
  return link && document.getElementById(link.hash.slice(1));
}

async function next() {
  const article = inSight();
  if (!article) return;
  const opened = { articles: [article] };
  document.dispatchEvent(new CustomEvent("codedesk:open", { detail: opened })); // its links come with its text
  if (!article.querySelector("[data-version]") && !(await opened.there)) return;
  const links = [...article.querySelectorAll("[data-compare]")];
  const following = links[links.indexOf(open) + 1];
  if (following) return following.click();
  if (links.length) return back();
  const text = "There is nothing to compare this document with.";
  document.dispatchEvent(new CustomEvent("codedesk:said", { detail: { text, undoable: false } }));
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
  if (event.key === "v") next();
  else if (event.key === "Escape" && open) back();
  else return;
  event.preventDefault();
}

if (pane) {
  document.addEventListener("keydown", onKey);
  pane.addEventListener("click", (event) => {
    if (event.target.closest("[data-comparison-close]")) back();
  });
  document.addEventListener("click", (event) => {
    if (!open || event.target.closest("[data-compare]") !== open || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    back();
  }, { capture: true });
  for (const shown of ["codedesk:passage", "codedesk:bring"]) { // it stands in the text
    document.addEventListener(shown, close, { capture: true });
  }
  pane.addEventListener("htmx:before:response", (event) => { // signin.js keeps it from leading away
    const { response, sourceElement: link } = event.detail.ctx;
    const told = document.querySelector("[data-unsaved=signed_out]");
    if (response.status !== 401 || !link.matches("[data-compare]")) return;
    room(link).replaceChildren(told.content.cloneNode(true));
    show(link);
  });
  document.addEventListener("codedesk:signed-in", () => {
    if (!open || room(open).querySelector("[data-comparison]")) return;
    const again = open;
    close();
    again.click();
  });
  pane.addEventListener("htmx:after:swap", (event) => {
    const link = event.detail.ctx.sourceElement;
    if (link?.matches("[data-compare]")) show(link);
  });
}
