// Ties each finding to its culprit in the grid: the row is marked, and a click, or f for the next one, goes there.

const panel = document.querySelector("[data-findings]");
const form = document.querySelector("form[data-codes]");
let next = 0;

const links = () => [...panel.querySelectorAll("[data-where]")];

// "lines.1.charge" → that field, which may say its measure too; "lines.1" → the row's code; "lines" → the box where lines are added.
function culprit(where) {
  const [section, index, field] = where.split(".");
  const part = form?.querySelector(`[data-section="${CSS.escape(section)}"]`);
  if (!part) return document.getElementById(`${section}-${index}`);
  const row = part.querySelector("[data-rows]").children[index];
  if (!row) return part.querySelector("[data-combobox]");
  return (field && row.querySelector(`[data-field^="${CSS.escape(field)}"]:not([type=hidden])`)) || row.querySelector("[data-handle]");
}

function mark() {
  for (const row of form?.querySelectorAll("[data-row][data-severity]") ?? []) row.removeAttribute("data-severity");
  for (const field of form?.querySelectorAll("[aria-invalid], [aria-describedby^=finding]") ?? []) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  links().reverse().forEach((link, index) => { // the gravest are first, and so have the last word
    const element = culprit(link.dataset.where);
    const row = element?.closest("[data-row]");
    if (!row) return;
    link.id = `finding-${index}`;
    row.dataset.severity = link.dataset.severity;
    element.setAttribute("aria-describedby", link.id);
    if (element.matches("input, select")) element.setAttribute("aria-invalid", String(link.dataset.severity === "error"));
  });
}

function go(link) {
  const element = culprit(link.dataset.where);
  element?.focus();
  element?.scrollIntoView({ block: "center" });
}

if (panel) {
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("[data-where]");
    if (!link || !form) return;
    event.preventDefault();
    go(link);
  });
  document.addEventListener("codedesk:next-finding", () => {
    const all = links();
    if (all.length) go(all[next++ % all.length]);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || event.target.closest("input, select, textarea, [popover], dialog")) return;
    document.dispatchEvent(new CustomEvent("codedesk:next-finding"));
  });
  document.addEventListener("htmx:after:swap", mark);
  document.addEventListener("codedesk:changed", mark);
  mark();
}
