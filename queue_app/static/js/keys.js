// Every page's keyboard: an element with data-key is focused or pressed by that key ("c", "?", "g d", "mod+enter"),
// j and k walk the rows of a list, and a form is sent once however often its button is pressed.

const CHORD_MS = 1200;
const sent = new WeakSet();
let opening = ""; // the first key of a chord, such as the g of "g d"
let timer = 0;

function typing(target) {
  return target.closest("input:not([type=checkbox], [type=radio], [type=file]), select, textarea, [contenteditable]");
}

function named(event) {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  return mod + (event.key.length === 1 && !mod ? event.key : event.key.toLowerCase());
}

const ready = (element) => !element.disabled && (element.dataset.dialog || element.checkVisibility());

// On a narrow screen it may be in a pane behind another one, which its tab brings forward.
function brought(element) {
  const pane = element.closest("[data-pane]");
  if (!pane || pane.checkVisibility()) return false;
  document.querySelector(`[data-tab="${pane.dataset.pane}"]`).click();
  return ready(element);
}

function target(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return all.find(ready) ?? all.find(brought);
}

function press(element) {
  if (element.dataset.dialog) {
    document.getElementById(element.dataset.dialog).showModal();
  } else if (element.matches("input")) {
    const picked = String(getSelection()).replace(/\s+/g, " ").trim();
    element.focus();
    if (!picked) return element.select();
    element.dispatchEvent(new CustomEvent("codedesk:ask", { detail: picked, bubbles: true }));
  } else {
    element.click();
  }
}

function walk(by) {
  const rows = [...document.querySelectorAll("a[data-row]")].filter((row) => row.checkVisibility());
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = named(event);
  if (document.querySelector("dialog[open]")) return;
  if (!key.startsWith("mod+") && (typing(event.target) || event.target.closest("[popover]"))) return;
  const chord = opening && target(`${opening} ${key}`);
  const element = chord || target(key);
  opening = "";
  clearTimeout(timer);
  if (element) {
    event.preventDefault();
    press(element);
  } else if ((key === "j" || key === "k") && walk(key === "j" ? 1 : -1)) {
    event.preventDefault();
  } else if (document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    opening = key;
    timer = setTimeout(() => (opening = ""), CHORD_MS);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dialog], [data-reload]");
  if (!button) return;
  if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  else location.assign(location.pathname.match(/^\/encounters\/[^/]+/)?.[0] ?? location.pathname);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-goes]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // a page from the browser's memory may be out of date
});
