// The book's keyboard, and opening its places without loading a page: as a page of its own, and as a pane beside the codes.
// Everything in it is a plain link or form, so that without this script it is read page by page.

const LINES = ":is(.terms, .said) :is(li, tr)"; // of what is printed at a place
const FOLLOW_MS = 180; // rest on a line this long, and what is printed there is shown
const home = document.querySelector("[data-book-home]");
const pane = home.closest("[data-book-pane]"); // null on the page of its own
const past = []; // addresses that were open before, in the pane
let future = [];
let here = pane ? "" : location.pathname + location.search;
let request = null;
let typed = ""; // keys that came while a column was on its way
let timer = 0;

const book = () => home.querySelector("[data-book]");
const items = () => [...home.querySelectorAll("[data-item]")];
const current = () => home.querySelector("[data-item][aria-current]") ?? items()[0];

async function fetched(href) {
  request?.abort();
  const mine = (request = new AbortController());
  const answer = await fetch(href, { signal: mine.signal, headers: { "HX-Request": "true", Accept: "text/html" } });
  if (answer.status === 401) throw new Error("You were signed out. Sign in again in another tab.");
  const text = await answer.text();
  return new DOMParser().parseFromString(text, "text/html").querySelector("[data-book]");
}

function complain(problem) {
  if (problem.name === "AbortError") return;
  home.querySelector("[data-trouble]")?.remove();
  const said = Object.assign(document.createElement("p"), { className: "book__trouble", textContent: problem.message || "The book cannot be reached." });
  said.setAttribute("role", "alert");
  said.dataset.trouble = "";
  (book() ?? home).prepend(said);
  typed = "";
}

// Opens a place; `focus` says which line gets the focus there.
async function open(href, { focus = current, keep = true } = {}) {
  clearTimeout(timer);
  home.setAttribute("aria-busy", "true");
  try {
    const fresh = await fetched(href);
    if (!fresh) throw new Error("The book cannot be read. Open the page again.");
    const scrolled = fresh.dataset.of === book()?.dataset.of ? home.querySelector(".book__tree")?.scrollTop : undefined;
    home.replaceChildren(fresh);
    if (keep && here && here !== href) {
      past.push(here);
      future = [];
      if (!pane) history.pushState(null, "", href);
    }
    here = href;
    home.removeAttribute("aria-busy");
    arrange(focus, scrolled);
  } catch (problem) {
    if (problem.name !== "AbortError") home.removeAttribute("aria-busy"); // else another place is on its way
    complain(problem);
  }
}

// One line is in the tab order, and scrolled to; a book that can add codes shows that it can.
function arrange(focus, scrolled) {
  for (const button of home.querySelectorAll("[data-add]")) button.hidden = !pane || !box();
  for (const item of items()) item.tabIndex = -1;
  const focused = focus();
  const first = focused?.matches?.("[data-item]") ? focused : current();
  if (first) first.tabIndex = 0;
  const tree = home.querySelector(".book__tree");
  if (tree && scrolled !== undefined) tree.scrollTop = scrolled; // the eye finds its place again
  focused?.focus({ preventScroll: true });
  (focused?.matches?.("[data-item]") ? focused : first)?.scrollIntoView({ block: scrolled === undefined ? "center" : "nearest" });
  home.querySelector(".book__books [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (typed && home.querySelector("[data-builder]")) {
    const key = typed[0];
    typed = typed.slice(1);
    build(key);
  }
}

// The box that takes the codes of the open list, in the page beside.
function box() {
  const system = book()?.dataset.of;
  return pane && document.querySelector(`[data-combobox~="${CSS.escape(system)}"]`);
}

function add(from) {
  const into = box();
  const { code, title } = from.dataset;
  if (!into || !("billable" in from.dataset)) return false;
  const system = book().dataset.of;
  close();
  into.dispatchEvent(new CustomEvent("codedesk:chosen", {
    detail: { result: { system, code, title, billable: true, valid: true }, poa: "" }, bubbles: true,
  }));
  return true;
}

async function star(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("It could not be made a favourite. Open the page again.");
    const focused = document.activeElement?.closest("[data-item]");
    await open(here, { focus: () => (focused ? current() : home.querySelector("[data-star]")), keep: false });
  } catch (problem) {
    complain(problem);
  }
}

// ---- the tree and the lists ----

function step(by) {
  const all = items();
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next) return;
  for (const item of all) item.tabIndex = item === next ? 0 : -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  clearTimeout(timer);
  if (home.querySelector("[data-detail]")) timer = setTimeout(() => follow(next), FOLLOW_MS);
}

// What is printed at the line one rests on, while the tree stays as it is.
async function follow(item) {
  try {
    const fresh = await fetched(item.href);
    const detail = fresh?.querySelector("[data-detail]");
    if (!detail || document.activeElement !== item) return;
    home.querySelector("[data-detail]").replaceWith(detail);
    home.querySelector("[data-item][aria-current]")?.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    arrange(() => item, home.querySelector(".book__tree").scrollTop);
  } catch (problem) {
    complain(problem);
  }
}

function into(item) {
  if (item.getAttribute("aria-expanded") === "true") return step(1);
  if (item.getAttribute("aria-expanded") !== "false") return home.querySelector(`[data-detail] ${LINES} a`)?.focus();
  const level = Number(item.getAttribute("aria-level")) + 1;
  open(item.href, {
    focus: () => home.querySelector(`[aria-current] + [role=group] [aria-level="${level}"]`) ?? current(),
  });
}

function out() {
  const item = document.activeElement;
  const above = item.closest("[role=group]")?.previousElementSibling;
  const up = home.querySelector("[data-up]");
  if (above && home.contains(above)) open(above.href);
  else if (!item.matches("[data-item]") && current()) current().focus();
  else if (up) open(up.href);
}

// What is printed: up and down from line to line, left and right along the term, its references and its codes.
function alongLine(event) {
  const line = event.target.closest(LINES);
  const [down, right] = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [];
  if (!line || down === undefined) return false;
  const linked = [...home.querySelectorAll(LINES)].filter((one) => one.querySelector("a")?.checkVisibility());
  const links = [...line.querySelectorAll("a")];
  const at = links.indexOf(event.target) + right;
  if (at < 0) return false;
  const there = down ? [...(linked[linked.indexOf(line) + down] ?? line).querySelectorAll("a")] : links;
  const next = there[Math.min(at, there.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

// ---- the columns of a procedure code ----

function build(key) {
  if (home.hasAttribute("aria-busy")) return void (typed += key);
  const value = home.querySelector(`[data-builder] [data-value="${CSS.escape(key.toUpperCase())}"]`);
  if (value) open(value.href, { focus: firstValue });
  else complain(new Error(`No code goes on with ${key.toUpperCase()} here.`));
}

function firstValue() {
  return items()[0] ?? home.querySelector("[data-add]:not([hidden])") ?? home.querySelector("[data-builder]");
}

// Where the keys go when a place was opened.
const start = () => (home.querySelector("[data-builder]") ? firstValue() : current());

function onBuilder(event, columns) {
  if (event.key === "Backspace" || event.key === "ArrowLeft") {
    const up = home.querySelector("[data-up]");
    typed = "";
    if (up) open(up.href, { focus: firstValue });
  } else if (event.key === "Enter" || event.key === "ArrowRight") {
    if (add(columns)) return true;
    const item = document.activeElement.closest("[data-item]") ?? items()[0];
    if (item) build(item.dataset.value);
  } else if (event.key === "/") {
    home.querySelector("[data-book-find]").select();
  } else if (event.key.toLowerCase() === "s" && columns.dataset.code) {
    home.querySelector("[data-star]")?.click();
  } else if (/^[0-9a-z]$/i.test(event.key)) {
    build(event.key);
  } else {
    return walked(event);
  }
  return true;
}

// ---- keys ----

function walked(event) {
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -1e6, End: 1e6 }[event.key];
  if (by) step(by);
  return Boolean(by);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.altKey) return void (travel(event.key) && event.preventDefault());
  if (event.target.matches("input")) {
    if (event.key !== "Escape" && event.key !== "ArrowDown") return;
    event.preventDefault();
    event.stopPropagation();
    return current()?.focus();
  }
  const columns = home.querySelector("[data-builder]");
  const item = event.target.closest("[data-item]");
  let done = true;
  if (event.key === "Escape" && pane) close();
  else if (event.target.closest("button, summary") && (event.key === "Enter" || event.key === " ")) done = false;
  else if (columns) done = onBuilder(event, columns);
  else if (alongLine(event)) done = true;
  else if (event.key === "f") home.querySelector("[data-book-find]").select();
  else if (event.key === "s" || event.key === "S") home.querySelector("[data-star]")?.click();
  else if (event.key === "Backspace" || (event.key === "ArrowLeft")) out();
  else if (item && event.key === "ArrowRight") into(item);
  else if (item && event.key === "Enter") add(item) || open(item.href);
  else done = walked(event);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation(); // these keys mean other things on the page beside
}

// Alt with an arrow: the pane goes back by itself, a page lets the browser do it.
function travel(key) {
  const [from, to] = key === "ArrowLeft" ? [past, future] : key === "ArrowRight" ? [future, past] : [];
  if (!pane || !from) return false;
  if (from.length) {
    to.push(here);
    open(from.pop(), { keep: false });
  }
  return true;
}

home.addEventListener("keydown", onKey);
home.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (event.target.closest("[data-add]")) return void add(home.querySelector("[data-builder]") ?? current());
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.getAttribute("href"), { focus: start });
});
home.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches("[data-star-form]")) return void star(form);
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  open(`${form.getAttribute("action")}?${query}`, { focus: () => items()[0] ?? home.querySelector("[data-book-find]") });
});
home.addEventListener("focusin", (event) => {
  if (!event.target.matches("[data-item]")) return;
  for (const item of items()) item.tabIndex = item === event.target ? 0 : -1;
});

// ---- the pane beside the codes ----

let cameFrom = null;

function close() {
  pane.hidden = true;
  cameFrom?.focus();
}

export function openBook(href, from) {
  cameFrom = from;
  pane.hidden = false;
  open(href, { focus: start });
}

if (pane) {
  pane.addEventListener("click", (event) => {
    if (event.target.closest("[data-book-close]")) close();
    const way = event.target.closest("[data-book-travel]");
    if (way) travel(way.dataset.bookTravel);
  });
} else {
  addEventListener("popstate", () => open(location.pathname + location.search, { keep: false }));
  arrange(() => (document.activeElement === document.body ? start() : null));
}
