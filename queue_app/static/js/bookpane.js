// Opens the book beside the codes: by the links to it, and from a box at the code that is marked there.
// The book's own script and sheet are fetched when it is first opened.

const pane = document.querySelector("[data-book-pane]");
let script = null;

function styled(href) {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const loaded = new Promise((done) => { sheet.onload = sheet.onerror = done; });
  document.head.append(sheet);
  return loaded;
}

function fetched() {
  if (!script) {
    script = Promise.all([import(pane.dataset.script), styled(pane.dataset.sheet)]);
    script.catch(() => { script = null; });
  }
  return script;
}

async function open(href, from) {
  try {
    const [book] = await fetched();
    book.openBook(href, from);
  } catch {
    location.assign(href); // then it is read as a page of its own
  }
}

if (pane) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-book-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.getAttribute("href"), link.closest("[data-section]")?.querySelector("[data-combobox]") ?? link);
  });
  document.addEventListener("codedesk:book", (event) => { // from a box, at a code
    const link = event.target.closest("[data-section]").querySelector("a[data-book-open]");
    const place = new URL(link.href);
    const { system, code } = event.detail;
    open(`/codes/book/${system}/${encodeURIComponent(code)}${place.search}`, event.target);
  });
}
