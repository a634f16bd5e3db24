// The text of a document is fetched when it is opened: when it comes near the view, or another script asks for it
// (codedesk:open). One request is under way at a time, for all that is wanted by then; codedesk:opened says what came.
// Where none came its place says why, and how to go on.

const NEAR = "60%"; // of the height of the screen, above and below it
const UNDER_BARS = Math.min(200, innerHeight / 4); // so far down the screen bars may lie over the text
const pane = document.querySelector("[data-pane=text]");
const loader = document.querySelector("[data-texts]"); // none where every text is on the page
const rooms = new Map([...document.querySelectorAll("[data-text]")].map((room) => [room.closest("[data-document]"), room]));
const articles = [...document.querySelectorAll("[data-document]")];
const wanted = new Set();
const failed = new Set();
let asked = []; // of the request that is under way
let held = null; // the document in view, and where it began
let waiting = []; // who wants to know when a request is over: {some, done}

const there = (room) => room.querySelector("[data-version]") !== null;
const listens = () => loader.hasAttribute("data-htmx-powered"); // htmx begins some time after the page's scripts
const isUnderWay = (room) => wanted.has(room) || asked.includes(room);

// Resolves when none of them is under way any longer: whether all are there.
function want(some) {
  for (const room of some) {
    if (there(room) || isUnderWay(room)) continue;
    wanted.add(room);
    room.setAttribute("aria-busy", "true");
    const link = room.querySelector("a[data-text-open]");
    if (link) link.textContent = "Opening the text…";
  }
  ask();
  return new Promise((done) => {
    waiting.push({ some, done });
    settle();
  });
}

function ask() {
  if (asked.length || !wanted.size || !listens()) return;
  asked = [...wanted];
  wanted.clear();
  loader.dispatchEvent(new CustomEvent("codedesk:fetch"));
}

function settle() {
  const over = waiting.filter(({ some }) => !some.some(isUnderWay));
  waiting = waiting.filter((one) => !over.includes(one));
  for (const { some, done } of over) done(some.every(there));
}

function prepare({ detail }) {
  for (const room of asked) {
    detail.ctx.request.body.append("place", room.dataset.text);
    detail.ctx.request.body.append("version", room.dataset.listed);
  }
}

// Ours is an answer that Codedesk gave.
const isOurs = (response) => response.headers.has("X-Request-Id");

function received(event) {
  if (!isOurs(event.detail.ctx.response)) event.preventDefault();
}

// What is read stays where it is while texts above it take their room. (A browser does the same by itself where it can,
// which is not where the very words in view are those that come.)
function hold() {
  const article = articles.find((one) => one.getBoundingClientRect().bottom > UNDER_BARS);
  held = article && { article, top: article.getBoundingClientRect().top };
}

function keep() {
  const moved = held ? held.article.getBoundingClientRect().top - held.top : 0;
  held = null;
  if (!moved) return;
  if (pane.scrollHeight > pane.clientHeight) pane.scrollBy(0, moved);
  else document.scrollingElement.scrollBy(0, moved);
}

const again = () => failed.size && want([...failed]);

function finished({ detail }) {
  const over = asked;
  const came = over.filter(there);
  asked = [];
  for (const room of over) room.removeAttribute("aria-busy");
  for (const room of came) failed.delete(room);
  if (came.length < over.length) explain(over.filter((room) => !there(room)), reasonOf(detail.ctx.response));
  const articles = came.map((room) => room.closest("[data-document]"));
  if (came.length) document.dispatchEvent(new CustomEvent("codedesk:opened", { detail: { articles } }));
  if (came.length === over.length) again(); // it can be reached again
  ask();
  settle();
}

function reasonOf(response) {
  if (!response?.status) return "away";
  if (response.status === 401) return "signed_out";
  return isOurs(response) && [403, 404].includes(response.status) ? "gone" : "busy";
}

function explain(some, reason) {
  for (const room of some) {
    room.replaceChildren(document.querySelector(`[data-unopened=${reason}]`).content.cloneNode(true));
    failed.add(room);
  }
}

if (loader) {
  const near = new IntersectionObserver((entries) => {
    want(entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target));
  }, { rootMargin: `${NEAR} 0px`, scrollMargin: `${NEAR} 0px` });
  const begin = () => { for (const room of rooms.values()) near.observe(room); };
  if (listens()) begin();
  else loader.addEventListener("htmx:after:init", () => {
    begin();
    ask(); // what was wanted meanwhile
  });
  loader.addEventListener("htmx:config:request", prepare);
  loader.addEventListener("htmx:before:response", received);
  loader.addEventListener("htmx:before:swap", hold);
  loader.addEventListener("htmx:after:swap", keep);
  loader.addEventListener("htmx:finally:request", finished);
  document.addEventListener("codedesk:open", ({ detail }) => {
    if (document.documentElement.classList.contains("is-apart")) return; // they are read in the other window
    detail.there = want(detail.articles.map((article) => rooms.get(article)).filter(Boolean));
  });
  document.addEventListener("click", (event) => {
    const room = event.target.closest("[data-text-open]")?.closest("[data-text]");
    if (!room || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    want([room]);
  });
  document.addEventListener("codedesk:signed-in", again);
  document.addEventListener("visibilitychange", () => document.hidden || again()); // who signed in in another tab
  addEventListener("online", again);
}
