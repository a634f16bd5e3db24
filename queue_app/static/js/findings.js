// Ties each finding to its culprit in the grid, and lets it be answered by one key. f goes to the findings: there the
// arrows move, Enter goes to the culprit, a letter takes a code that is proposed, a digit says why a warning stands.
// F8 goes from culprit to culprit, also from within a field.

const panel = document.querySelector("[data-findings]");
const form = document.querySelector("form[data-codes]");
const diagnoses = form?.querySelector('[data-section="diagnoses"]');
let next = 0; // the culprit that F8 goes to
let place = -1; // of the finding that has the focus

const links = () => [...panel.querySelectorAll("[data-where]")];
const rows = () => [...panel.querySelectorAll("[data-finding]")];
const overrides = () => form.querySelectorAll("[data-overrides] > *");
const told = (override, name) => override.querySelector(`[name$=".${name}"]`).value;

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
  links().reverse().forEach((link) => { // the gravest are first, and so have the last word
    const element = culprit(link.dataset.where);
    const row = element?.closest("[data-row]");
    if (!row) return;
    row.dataset.severity = link.dataset.severity;
    element.setAttribute("aria-describedby", link.closest("[data-finding]").id);
    if (element.matches("input, select")) element.setAttribute("aria-invalid", String(link.dataset.severity === "error"));
  });
}

// On a narrow screen the pane of codes may be behind another one.
const forward = () => document.querySelector('[data-tab="codes"]').click();

function go(link) {
  forward();
  const element = link && culprit(link.dataset.where);
  element?.closest("details")?.setAttribute("open", "");
  element?.focus();
  element?.scrollIntoView({ block: "center" });
}

function focus(index) {
  const all = rows();
  const row = all[Math.min(Math.max(index, 0), all.length - 1)];
  forward();
  (row ?? panel).focus();
  unfold(row);
  row?.scrollIntoView({ block: "nearest" });
}

// The next error or unanswered warning, from there on and around; where none is left, the next of any kind.
function focusWaiting(from) {
  const all = rows();
  const waiting = all.filter((row) => row.hasAttribute("data-waits"));
  const row = waiting.find((each) => all.indexOf(each) >= from) ?? waiting[0];
  focus(row ? all.indexOf(row) : from % all.length || 0);
}

// Only by the keyboard: under a pointer nothing may move.
function unfold(row) {
  for (const each of panel.querySelectorAll("details")) each.open = Boolean(row?.contains(each));
}

function highlight(row) {
  for (const each of document.querySelectorAll("[data-spoken-of]")) each.removeAttribute("data-spoken-of");
  const link = row?.querySelector("[data-where]");
  if (link) culprit(link.dataset.where)?.closest("[data-row]")?.setAttribute("data-spoken-of", "");
}

// As if it were typed into the box of diagnoses.
function take(button) {
  const { propose: code, instead, title } = button.dataset;
  const result = { system: "icd10cm", code, title: title || null, billable: true, valid: true };
  const detail = { result, poa: "", instead: instead.split(" ").filter(Boolean) };
  diagnoses.querySelector("[data-combobox]").dispatchEvent(new CustomEvent("codedesk:chosen", { detail, bubbles: true }));
  focus(rows().indexOf(button.closest("[data-finding]")));
}

// Why a warning stands is a field of the form of codes; a blank reason takes it back.
function answer(row, reason) {
  const given = { rule: row.dataset.rule, about: row.dataset.about, reason };
  row.removeAttribute("data-waits"); // as the server will say in a moment
  for (const other of overrides()) {
    if (told(other, "rule") === given.rule && told(other, "about") === given.about) other.remove();
  }
  if (reason) {
    const override = form.querySelector('[data-blank="overrides"]').content.firstElementChild.cloneNode(true);
    for (const [name, value] of Object.entries(given)) override.querySelector(`[name$=".${name}"]`).value = value;
    form.querySelector("[data-overrides]").append(override);
  }
  const said = reason ? "The warning stands, with your reason." : "The reason is taken back.";
  form.dispatchEvent(new CustomEvent("codedesk:answered", { detail: said }));
  focusWaiting(rows().indexOf(row) + (reason ? 1 : 0));
}

// A reason goes with the codes it is about.
function forget() {
  const listed = new Set([...form.querySelectorAll("[data-code]")].map((field) => field.value));
  for (const override of overrides()) {
    const about = told(override, "about");
    if (about && !about.split("+").every((code) => listed.has(code))) override.remove();
  }
}

function press(row, key) {
  const button = row.querySelector(`[data-press="${CSS.escape(key)}"]`) ?? (key === "t" && row.querySelector("[data-reason='']"));
  if (!button) return false;
  if (button.matches("input")) {
    button.closest("details").open = true;
    button.focus();
  } else button.click();
  return true;
}

function onKey(event) {
  const row = event.target.closest("[data-finding]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = rows().indexOf(row);
  if (event.target.matches("[data-words]")) {
    if (event.key === "Enter" && event.target.value.trim()) answer(row, event.target.value.trim());
    else if (event.key === "Escape") row.focus();
    else return;
  } else if (!press(row, event.key.toLowerCase())) {
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (by) focus(at + by);
    else if (event.key === "f") focusWaiting(at + 1);
    else if (event.key === "Enter" && event.target === row) go(row.querySelector("[data-where]"));
    else if (event.key === "Escape") diagnoses?.querySelector("[data-combobox]").focus();
    else return;
  }
  event.preventDefault();
}

function onClick(event) {
  const { target } = event;
  const link = target.closest("[data-where]");
  const reason = target.closest("[data-reason]");
  const proposal = target.closest("[data-propose]");
  if (!form || !(link || reason || proposal)) return;
  event.preventDefault();
  if (link) go(link);
  else if (proposal) take(proposal);
  else answer(reason.closest("[data-finding]"), reason.dataset.reason);
}

// What was in focus may be mended and gone: then the one that took its place has it.
function settled() {
  mark();
  if (place >= 0 && document.activeElement === document.body) focus(place);
  else if (document.activeElement.matches("[data-finding]")) unfold(document.activeElement);
}

if (panel) {
  panel.toggleAttribute("data-quick", Boolean(form));
  panel.addEventListener("click", onClick);
  panel.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-finding]");
    place = row ? rows().indexOf(row) : -1;
    highlight(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const all = links();
    if (event.key === "F8" && all.length) {
      event.preventDefault();
      go(all[next++ % all.length]);
    } else if (event.key === "f" && !event.target.closest("input, select, textarea, [popover]")) {
      event.preventDefault();
      focusWaiting(0);
    }
  });
  document.addEventListener("htmx:after:swap", settled);
  document.addEventListener("codedesk:changed", mark);
  form?.addEventListener("codedesk:settled", forget);
  mark();
}
