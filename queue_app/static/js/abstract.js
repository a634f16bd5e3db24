// What the claim tells of the stay, and who did a procedure or a line. The fields are those of the form of codes; here they
// are shown: providers and diagnoses as buttons, for which one box of each kind comes to where something is picked, and what
// is not as the source says, also in the line to which the section closes. m opens it, and in a row that row's own.

const form = document.querySelector("form[data-codes]");
const section = form?.querySelector("[data-abstract]");
const home = form?.querySelector("[data-pick-home]");
const boxes = new Map(); // kind → its box
const names = new Map(); // id of a provider, or bare code → what it is called
let open = null; // {pick, index, box} of what is being picked

const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();
const dotted = (code) => (code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code);
const made = (tag, facts) => Object.assign(document.createElement(tag), facts);
const fieldOf = (pick) => pick.querySelector("[data-field]");
const buttons = (pick) => [...pick.querySelectorAll("[data-pick-open]")];
const single = (pick) => pick.dataset.most === "1";

function picked(pick) {
  const { value } = fieldOf(pick);
  if (pick.dataset.pick === "provider") return value ? [value] : [];
  return value.split(/[\s,]+/).map(bare).filter(Boolean);
}

function said(pick, one) {
  if (pick.dataset.pick === "provider") return names.get(one) ?? one;
  return `${dotted(one)} ${names.get(one) ?? ""}`.trim();
}

function tell(name, detail) {
  form.dispatchEvent(new CustomEvent(`codedesk:${name}`, { detail, bubbles: true }));
}

// ---- what is seen ----

function button(pick, index, text, source) {
  const one = made("button", { type: "button", className: source ? "pick__one pick__one--source" : "pick__one", textContent: text });
  one.dataset.pickOpen = index;
  if (pick.dataset.id && !index) one.id = pick.dataset.id;
  one.title = source ? "Enter: pick another" : "Enter: pick another; Delete: as before";
  one.setAttribute("aria-label", `${pick.dataset.label}: ${text}`);
  return one;
}

function paintPick(pick) {
  const values = picked(pick);
  const focused = buttons(pick).indexOf(document.activeElement);
  const { most, sourceSays, id } = pick.dataset;
  if (id) fieldOf(pick).removeAttribute("id");
  const all = values.map((one, index) => button(pick, index, said(pick, one), false));
  if (!values.length) all.push(button(pick, 0, sourceSays, true));
  else if (values.length < Number(most)) all.push(button(pick, values.length, "add", true));
  const same = buttons(pick).map((one) => one.outerHTML).join() === all.map((one) => one.outerHTML).join();
  if (same) return;
  buttons(pick).forEach((one) => one.remove());
  pick.append(...all);
  if (focused >= 0) all[Math.min(focused, all.length - 1)].focus();
}

function wordsOf(field) {
  const pick = field.querySelector("[data-pick]");
  if (pick) return picked(pick).map((one) => said(pick, one)).join(", ");
  const control = field.querySelector("[data-field]");
  return control.matches("select") ? control.value && control.selectedOptions[0].textContent : control.value;
}

function paint() {
  for (const item of document.querySelectorAll("#facts [data-system=icd10cm]")) names.set(item.dataset.code, item.textContent);
  form.querySelectorAll("[data-pick]").forEach(paintPick);
  const line = [];
  let changed = 0;
  for (const field of section.querySelectorAll("[data-abstract-field]")) {
    const { value } = field.querySelector("[data-field]");
    const { source, sourceSays } = field.dataset;
    const differs = Boolean(value) && value !== source;
    changed += differs;
    field.toggleAttribute("data-differs", differs);
    field.querySelector("[data-source-note]").textContent = differs && source ? `source: ${sourceSays}` : "";
    const label = field.firstElementChild.textContent;
    if (differs) line.push(made("b", { textContent: `${label} ${wordsOf(field)}` }));
    else if (source) line.push(sourceSays);
  }
  const begin = changed ? "" : "as the source says: ";
  section.querySelector("[data-abstract-said]").replaceChildren(begin, ...line.flatMap((one, index) => (index ? [" · ", one] : [one])));
  for (const row of form.querySelectorAll("[data-row]:has([data-elsewhere])")) {
    const filled = [...row.querySelectorAll("[data-elsewhere] [data-field]")].some((field) => field.value);
    row.toggleAttribute("data-elsewhere-said", filled);
  }
}

// ---- picking ----

function seek(pick, index) {
  close();
  const box = boxes.get(pick.dataset.pick);
  open = { pick, index, box };
  pick.append(box);
  box.querySelector("input").value = "";
  box.querySelector("input").focus();
}

function close() {
  if (!open) return;
  const { box } = open;
  open = null;
  home.append(box);
}

function set(pick, values, text) {
  fieldOf(pick).value = values.join(" ");
  tell("answered", text);
}

function choose({ result }) {
  const { pick, index } = open;
  const provider = pick.dataset.pick === "provider";
  if (provider && result.title === null) return tell("said", { text: "Choose one of the list.", undoable: false });
  const one = provider ? result.code : bare(result.code);
  if (result.title) names.set(one, result.title);
  const values = picked(pick);
  if (!values.includes(one)) values[index] = one;
  close();
  set(pick, values, `${pick.dataset.label}: ${said(pick, one)}.`);
  (buttons(pick)[index] ?? buttons(pick)[0]).focus();
}

function drop(pick, index) {
  const values = picked(pick);
  if (index >= values.length) return;
  const [gone] = values.splice(index, 1);
  set(pick, values, `${pick.dataset.label}: no longer ${said(pick, gone)}.`);
}

// Before anything is typed: who is named already, and the diagnoses of the encounter, the first of all first.
function offer(event) {
  const result = (system, code, title) => ({ system, code, title, billable: true, valid: true });
  const provider = open.pick.dataset.pick === "provider";
  const people = () => [...home.querySelectorAll("[data-person-id]")].map((one) => one.dataset.personId);
  const listed = () => [...form.querySelectorAll("#diagnoses [data-code]")].map((field) => bare(field.value));
  const known = provider ? people().map((id) => result("provider", id, names.get(id))) :
    listed().map((code) => result("icd10cm", code, names.get(code) ?? ""));
  event.detail.offer([[provider ? "Named here" : "Diagnoses of this encounter", known]].filter(([, each]) => each.length), []);
}

// ---- events ----

function onBoxKey(event) {
  if (event.key === "Escape" && !event.defaultPrevented && !event.target.value) {
    const { pick, index } = open;
    close();
    (buttons(pick)[index] ?? buttons(pick)[0]).focus();
    event.preventDefault();
  }
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}

function elsewhere(row) {
  row.toggleAttribute("data-opened", true);
  row.querySelector("[data-elsewhere] input:not([hidden], .pick input), [data-pick-open]")?.focus();
}

// What was opened in a row closes when the row is left.
function leave(event) {
  const row = event.target.closest("[data-opened]");
  if (row) setTimeout(() => row.toggleAttribute("data-opened", row.contains(document.activeElement)));
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target, key } = event;
  if (key === "m" && target.matches("[data-handle]") && target.closest("[data-row]").querySelector("[data-pick]")) {
    elsewhere(target.closest("[data-row]"));
  } else if (target.matches("[data-pick-open]") && (key === "Delete" || key === "Backspace")) {
    drop(target.closest("[data-pick]"), Number(target.dataset.pickOpen));
  } else if (key === "Escape" && target.closest("[data-row]") && target.closest("[data-elsewhere], [data-pick]")) {
    target.closest("[data-row]").querySelector("[data-handle]").focus();
  } else if (key === "Escape" && section.contains(target)) {
    section.open = false;
    section.querySelector("summary").focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function start() {
  for (const box of home.querySelectorAll("[data-pick-box]")) {
    boxes.set(box.dataset.pickBox, box);
    box.addEventListener("keydown", onBoxKey);
    box.addEventListener("codedesk:chosen", (event) => { event.stopPropagation(); choose(event.detail); });
    box.addEventListener("codedesk:empty", (event) => { event.stopPropagation(); offer(event); });
    box.addEventListener("codedesk:book", (event) => event.stopPropagation());
    box.addEventListener("focusout", () => setTimeout(() => box.contains(document.activeElement) || close()));
  }
  for (const one of home.querySelectorAll("[data-person-id]")) names.set(one.dataset.personId, one.textContent);
  form.addEventListener("codedesk:settled", paint);
  form.addEventListener("focusout", leave);
  form.addEventListener("click", (event) => {
    const one = event.target.closest("[data-pick-open]");
    if (event.target.closest("[data-more]")) elsewhere(event.target.closest("[data-row]"));
    else if (one) seek(one.closest("[data-pick]"), Number(one.dataset.pickOpen));
  });
  form.addEventListener("keydown", (event) => event.target.closest("[data-box]") || onKey(event), { capture: true });
  section.querySelector("summary").addEventListener("click", () => {
    if (!section.open) setTimeout(() => section.querySelector("select, [data-pick-open], input").focus());
  });
  paint();
}

if (section) start();
