// The sections of the document in view, under its place in the list: the one that is read is marked, ] and [ go to the
// next and to the one before, and on into the next document or the one before.

const STILL_MS = 150; // the pane scrolls for so long to where it was sent
const pane = document.querySelector("[data-pane=text]");
const said = document.querySelector("[data-outline-said]");
let article = null;
let link = null;
let entries = []; // of each section with a title: {section, entry}
let present = null; // the entry that is marked
let sent = 0; // when the pane was last sent somewhere

function build() {
  link?.parentElement.querySelector("[data-outline]")?.remove();
  entries = [];
  present = null;
  if (!article) return;
  const titled = [...article.querySelectorAll(".prose [data-part]")].filter((section) => section.querySelector("h3"));
  if (titled.length < 2) return;
  const list = Object.assign(document.createElement("ol"), { className: "outline" });
  list.dataset.outline = "";
  list.setAttribute("aria-label", `Sections of ${article.querySelector("h2").textContent}`);
  entries = titled.map((section) => {
    const title = section.querySelector("h3").textContent;
    const place = Object.assign(document.createElement("a"), { href: `#${section.id}`, textContent: title, title, className: "clip" });
    const item = document.createElement("li");
    item.append(place);
    list.append(item);
    return { section, entry: place };
  });
  link.after(list);
  sent = 0; // it was sent within another document
  follow();
}

const bottomOf = (header) => header.getBoundingClientRect().bottom + 4;
const inSight = () => entries.filter(({ section }) => section.checkVisibility()); // a comparison hides them

function mark(one) {
  if (one?.entry === present) return;
  present?.removeAttribute("aria-current");
  present = one?.entry ?? null;
  present?.setAttribute("aria-current", "location");
  present?.scrollIntoView({ block: "nearest" });
}

function follow() {
  if (!entries.length || Date.now() - sent < STILL_MS) return;
  const line = bottomOf(article.querySelector("header"));
  const every = inSight();
  mark(every.findLast(({ section }) => section.getBoundingClientRect().top <= line) ?? every[0]);
}

function see(one) {
  document.querySelector('[data-tab="text"]').click();
  sent = Date.now();
  one.section.scrollIntoView({ block: "start" });
  pane.focus({ preventScroll: true });
  mark(one);
  said.textContent = one.entry.textContent;
}

// Beyond the last section comes the next document, before the first one the one before.
function go(by) {
  const every = inSight();
  const at = every.findIndex(({ entry }) => entry === present);
  const next = every[at + by];
  if (next && at + by >= 0) return see(next);
  const links = [...document.querySelectorAll("[data-document-link]")];
  links[links.indexOf(link) + by]?.click();
}

function onKey(event) {
  const typed = event.getModifierState("AltGraph"); // on keyboards that have them there
  if (event.defaultPrevented || (!typed && (event.ctrlKey || event.metaKey || event.altKey))) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
  const by = { "]": 1, "[": -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  go(by);
}

if (pane && said) {
  document.addEventListener("codedesk:at", ({ detail }) => {
    link?.parentElement.querySelector("[data-outline]")?.remove();
    ({ article, link } = detail);
    build();
  });
  document.addEventListener("codedesk:opened", ({ detail }) => detail.articles.includes(article) && build());
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const one = entries.find(({ entry }) => entry === event.target.closest("[data-outline] a"));
    if (!one) return;
    event.preventDefault();
    see(one);
  });
  for (const scrolled of [pane, document]) scrolled.addEventListener("scroll", follow, { passive: true });
}
