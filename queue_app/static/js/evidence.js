// What codes stand on. A code that is chosen for selected words, or from a suggestion, keeps them; e in a row opens its
// passages: there the arrows move and show the words in place, Delete takes one away, Escape goes back to the code.
// They are fields of the form of codes, so that they are saved, undone and submitted with them.

const form = document.querySelector("form[data-codes]");
const kept = form?.querySelector("[data-founded]");
const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();
const told = (row, name) => row.querySelector(`[name$=".${name}"]`).value;
let gained = false; // whether the code that is chosen now has words that it had not
const NUMBERS = ["version", "section", "start", "end"];

const of = (code) => [...kept.children].filter((row) => told(row, "about") === code);
const codeOf = (row) => bare(row.querySelector("[data-code]").value);

function passage(row) {
  const numbers = NUMBERS.map((name) => [name, Number(told(row, name))]);
  return { document: told(row, "document"), text: told(row, "text"), ...Object.fromEntries(numbers) };
}

function keep(about, passages) {
  const { longest, most } = kept.dataset; // as the server takes them
  const before = kept.children.length;
  const there = new Set(of(about).map((row) => JSON.stringify(passage(row))));
  for (const one of passages) {
    const { document, version, section, start, end, text } = one;
    const row = form.querySelector('[data-blank="founded"]').content.firstElementChild.cloneNode(true);
    const given = { about, document, version, section, start, end, text };
    for (const [name, value] of Object.entries(given)) row.querySelector(`[name$=".${name}"]`).value = value;
    const fits = [...text].length <= Number(longest) && kept.children.length < Number(most);
    if (fits && !there.has(JSON.stringify(passage(row)))) kept.append(row);
  }
  gained = kept.children.length > before;
}

function recorded(said) {
  form.dispatchEvent(new CustomEvent("codedesk:answered", { detail: said }));
}

// ---- what is seen of it ----

function paint() {
  for (const row of form.querySelectorAll("[data-row]")) {
    const passages = of(codeOf(row));
    let button = row.querySelector("[data-founded-open]");
    if (!passages.length) {
      button?.remove();
      row.querySelector("[data-founded-list]")?.remove();
      continue;
    }
    if (!button) {
      button = form.querySelector("[data-founded-button]").content.firstElementChild.cloneNode(true);
      row.querySelector("[data-title]").after(button);
    }
    button.querySelector("span").textContent = passages.length;
    button.setAttribute("aria-label", `What ${row.querySelector("[data-handle]").textContent} stands on: ${passages.length}`);
    if (row.querySelector("[data-founded-list]")) list(row);
  }
}

function list(row) {
  const open = row.querySelector("[data-founded-list]") ?? document.createElement("ul");
  const fields = of(codeOf(row));
  const passages = fields.map((field) => JSON.stringify(passage(field)));
  const links = () => [...open.querySelectorAll("a")];
  if (links().map((link) => link.dataset.passage).join() === passages.join()) return links(); // one may have the focus
  open.className = "founded";
  open.dataset.foundedList = "";
  open.replaceChildren(...fields.map((field, index) => {
    const item = form.querySelector("[data-founded-item]").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = `#doc-${told(field, "document")}`;
    link.dataset.passage = passages[index];
    link.firstElementChild.textContent = told(field, "text");
    const title = document.getElementById(`doc-${told(field, "document")}-title`)?.textContent ?? "";
    item.querySelector("small").textContent = title;
    return item;
  }));
  row.append(open);
  row.querySelector("[data-founded-open]").setAttribute("aria-expanded", "true");
  return links();
}

function close(row) {
  row.querySelector("[data-founded-list]")?.remove();
  row.querySelector("[data-founded-open]")?.setAttribute("aria-expanded", "false");
}

function see(links, index) {
  const link = links[(index + links.length) % links.length];
  link.focus();
  link.click();
}

function drop(link) {
  const row = link.closest("[data-row]");
  const index = [...row.querySelectorAll("[data-founded-list] a")].indexOf(link);
  of(codeOf(row))[index].remove();
  recorded(`${row.querySelector("[data-handle]").textContent} stands no longer on “${link.textContent}”.`);
  const links = [...row.querySelectorAll("[data-founded-list] a")];
  if (links.length) links[Math.min(index, links.length - 1)].focus();
  else row.querySelector("[data-handle]").focus();
}

// ---- events ----

function onKey(event) {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("[data-handle]") && event.key === "e" && of(codeOf(row)).length) {
    see(list(row), 0);
  } else if (event.target.closest("[data-founded-list]")) {
    const links = [...row.querySelectorAll("[data-founded-list] a")];
    const by = { ArrowDown: 1, j: 1, e: 1, ArrowUp: -1, k: -1 }[event.key];
    if (by) see(links, links.indexOf(event.target) + by);
    else if (event.key === "Delete" || event.key === "Backspace") drop(event.target.closest("li").querySelector("a"));
    else if (event.key === "Escape") {
      close(row);
      row.querySelector("[data-handle]").focus();
    } else return;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function onClick(event) {
  const row = event.target.closest("[data-row]");
  if (event.target.closest("[data-founded-open]")) {
    if (row.querySelector("[data-founded-list]")) close(row);
    else see(list(row), 0);
  } else if (event.target.closest("[data-founded-drop]")) drop(event.target.closest("li").querySelector("a"));
}

if (kept) {
  // Before codes.js adds the code, so that both are one step to undo; after it for a code that was there already.
  form.addEventListener("codedesk:chosen", ({ detail, target }) => {
    keep(bare(detail.result.code), detail.passages ?? target.passages ?? []);
    delete target.passages;
  }, { capture: true });
  document.addEventListener("codedesk:chosen", () => gained && recorded("Its words are kept with the code."));
  form.addEventListener("codedesk:settled", paint);
  form.addEventListener("keydown", onKey, { capture: true });
  form.addEventListener("click", onClick);
  paint();
}
