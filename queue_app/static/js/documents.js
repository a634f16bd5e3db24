// The documents of an encounter: j/k move between them, the list follows the reading (codedesk:at), and the server is told
// what was read, so that it is read the next time too. On narrow screens the panes become tabs.

const READ_MS = 900;
const TELL_MS = 1500;
const UNDER_BARS = Math.min(200, innerHeight / 4); // so far down the screen bars and titles may lie over the text
const pane = document.querySelector("[data-pane=text]");
const articles = [...document.querySelectorAll("[data-document]")];
const links = new Map([...document.querySelectorAll("[data-document-link]")].map((link) => [link.hash.slice(1), link]));
const counter = document.querySelector("[data-read-count]");
const read = new Set(articles.map(({ id }) => id).filter((id) => "read" in links.get(id).dataset));
const untold = new Set();
const timers = new Map();
let current = null;
let going = null; // the document that was asked for, while the pane scrolls there
let arriving = 0;

function count() {
  counter.textContent = read.size ? `${read.size} of ${articles.length} read` : String(articles.length);
}

function point(article) {
  if (!article || article === current) return;
  links.get(current?.id)?.removeAttribute("aria-current");
  current = article;
  const link = links.get(article.id);
  link.setAttribute("aria-current", "true");
  link.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("codedesk:at", { detail: { article, link } }));
}

function follow() {
  const atEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 4;
  const seen = articles.filter((article) => article.getBoundingClientRect().top <= UNDER_BARS);
  if (going) return;
  point(atEnd && seen.length < articles.length && pane.scrollTop > 0 ? current ?? articles.at(-1) : seen.at(-1) ?? articles[0]);
}

function go(article, told = false) {
  if (!article) return;
  document.dispatchEvent(new CustomEvent("codedesk:reading", { detail: { id: article.id, told } }));
  show("text");
  arrive(article);
  article.scrollIntoView({ block: "start" });
  pane.focus({ preventScroll: true });
}

// Who comes back goes on where they stopped: there the server has put the text.
function begin() {
  const first = articles.find(({ id }) => !read.has(id));
  if (first && first !== articles[0] && !location.hash && pane.scrollHeight > pane.clientHeight) {
    arrive(first);
    pane.scrollTop = first.offsetTop;
  } else follow();
}

function arrive(article) {
  going = article;
  point(article);
  clearTimeout(arriving);
  arriving = setTimeout(() => (going = null), 150);
}

// A document counts as read when its text is there and its end has been in sight for a moment.
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const article = target.closest("[data-document]");
    clearTimeout(timers.get(article));
    if (!isIntersecting || read.has(article.id)) continue;
    timers.set(article, setTimeout(() => {
      read.add(article.id);
      links.get(article.id).dataset.read = "";
      count();
      untold.add(`${article.id.slice("doc-".length)}/${article.querySelector("[data-version]").dataset.version}`);
      setTimeout(tell, TELL_MS);
    }, READ_MS));
  }
}, { rootMargin: `-${UNDER_BARS}px 0px 0px` });

function watchEnd(article) {
  if (article.querySelector("[data-version]")) watch.observe(article.querySelector("[data-end]"));
}

// Several at once; what did not arrive is told with the next.
async function tell() {
  const told = [...untold];
  if (!told.length) return;
  untold.clear();
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const body = new URLSearchParams({ read: told.join("\n") });
  const how = { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual", keepalive: true }; // signed out: not told
  const answer = await fetch(pane.dataset.told, { ...how, body }).catch(() => null);
  if (!answer?.ok) for (const one of told) untold.add(one);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
  const by = { j: 1, k: -1 }[event.key];
  const at = articles.indexOf(current);
  if (by) go(articles[Math.min(Math.max(at + by, 0), articles.length - 1)]);
  else if (event.key === "u") go([...articles.slice(at + 1), ...articles].find((article) => !read.has(article.id)));
  else return;
  event.preventDefault();
}

// ---- tabs of the narrow layout ----

const workspace = document.querySelector("[data-tabs]");

function show(tab) {
  workspace.dataset.tabs = tab;
  for (const link of workspace.querySelectorAll("[data-tab]")) {
    if (link.dataset.tab === tab) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

if (workspace) {
  workspace.classList.add("workspace--tabbed");
  show("text");
  workspace.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    const link = event.target.closest("[data-document-link]");
    if (!tab && !link) return;
    event.preventDefault();
    if (tab) show(tab.dataset.tab);
    else go(document.getElementById(link.hash.slice(1)));
  });
  workspace.addEventListener("focusin", (event) => {
    const name = event.target.closest("[data-pane]")?.dataset.pane;
    if (name && name !== workspace.dataset.tabs) show(name);
  });
}

if (articles.length) {
  articles.forEach(watchEnd);
  document.addEventListener("codedesk:opened", ({ detail }) => {
    detail.articles.forEach(watchEnd);
    follow();
  });
  for (const scrolled of [pane, document]) scrolled.addEventListener("scroll", follow, { passive: true });
  document.addEventListener("keydown", onKey);
  document.addEventListener("codedesk:bring", (event) => {
    arrive(event.detail.startContainer.parentElement.closest("[data-document]"));
  });
  document.documentElement.classList.add("reads");
  addEventListener("pagehide", tell);
  document.addEventListener("codedesk:reading", ({ detail: { id, told } }) => { // in the other window
    if (told && id !== current?.id) go(document.getElementById(id), true);
  });
  count();
  begin();
}
