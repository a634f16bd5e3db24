// What the source charged beside the codes: 4 goes there, the arrows move, a adds what is charged and not coded as a service
// line, with its units, charge and day. The answer to the save that follows says what is left.

const form = document.querySelector("form[data-codes]");
const lines = form?.querySelector("[data-section=lines]");
let place = -1; // of the row that has the focus

const rows = () => [...document.querySelectorAll("[data-charge]")];

function focus(at) {
  const all = rows();
  const row = all[Math.min(Math.max(at, 0), all.length - 1)];
  (row ?? lines.querySelector("[data-combobox]")).focus();
  row?.scrollIntoView({ block: "nearest" });
}

function add(button) {
  const { chargeAdd: code, units, dollars, on, title } = button.dataset;
  const at = rows().indexOf(button.closest("[data-charge]"));
  const result = { code, title: title || null, billable: true, valid: true };
  const given = { units, charge_dollars: dollars, on };
  button.closest("[data-charge]").remove();
  const chosen = new CustomEvent("codedesk:chosen", { detail: { result, given, passages: [] }, bubbles: true });
  lines.querySelector("[data-combobox]").dispatchEvent(chosen);
  focus(at);
}

function onKey(event) {
  const row = event.target.closest("[data-charge]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = rows().indexOf(row);
  const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const button = row.querySelector("[data-charge-add]");
  if (by) focus(at + by);
  else if (event.key === "a" && button) add(button);
  else if (event.key === "Escape") lines.querySelector("[data-combobox]").focus();
  else return;
  event.preventDefault();
}

function show() {
  for (const button of document.querySelectorAll("[data-charge-add]")) button.hidden = false;
  if (place >= 0 && document.activeElement === document.body) focus(place); // it was swapped under the hands
}

if (lines) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", ({ target }) => (place = rows().indexOf(target.closest("[data-charge]"))));
  document.addEventListener("click", ({ target, detail }) => {
    const button = target.closest("[data-charge-add]");
    if (button) add(button);
    else if (target.matches("[data-charged]") && !detail) focus(0); // the key presses it, no pointer does
  });
  document.addEventListener("htmx:after:swap", show);
  show();
}
