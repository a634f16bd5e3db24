// The grid of codes: rows are added from the boxes, moved, removed and changed from the keyboard.
// The form's own fields stay the only place where codes are kept, so that it is posted as it stands. What they are after
// each change is told by codedesk:recorded {state, said, undoable}; undo.js answers with codedesk:back {state}.

const form = document.querySelector("form[data-codes]");
const facts = new Map(); // "section code" → {title, billable, valid, exempt, level, hcc}
const blanks = new Map(); // list → the row that new ones are made from
const SECTIONS = { icd10cm: "diagnoses", icd10pcs: "procedures", cpt: "lines", hcpcs: "lines" };
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();
const one = (within, name) => within.querySelector(`[data-${name}]`);

const shown = (part, code) =>
  part.dataset.section === "diagnoses" && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
const chip = (textContent, kind = "chip--error") =>
  Object.assign(document.createElement("span"), { className: `chip ${kind}`, textContent });

// What the server said of the codes on the page, at first and after every save.
function learn() {
  for (const item of document.querySelectorAll("#facts [data-code]")) {
    const { system, code, billable, valid, exempt, level, hcc } = item.dataset;
    facts.set(`${SECTIONS[system]} ${code}`, {
      title: item.textContent, billable: billable === "true", valid: valid === "true", exempt: exempt === "true",
      level, hcc: hcc?.split(" ").filter(Boolean),
    });
  }
}

// ---- rows ----

const parts = () => [...form.querySelectorAll("[data-section]")];
const rowsOf = (part) => [...one(part, "rows").children];
const partOf = (element) => element.closest("[data-section]");
const box = (part) => part.querySelector("[data-combobox]");

const lists = () => [...form.querySelectorAll("[data-rows]")]; // of codes, of answers to warnings, of evidence, of the abstract
const named = (row) => [...row.querySelectorAll("[name]")].map((field) => [field.name.split(".").at(-1), field]);

const make = (list, given) => fill(blanks.get(list).cloneNode(true), given);

function fill(row, given) {
  for (const [name, field] of named(row)) if (name in given) field.value = given[name];
  return row;
}

function paint(part, row, index, looked) {
  const section = part.dataset.section;
  const code = bare(one(row, "code").value);
  const fact = facts.get(`${section} ${code}`);
  row.id = `${section}-${index}`;
  one(row, "code").hidden = true;
  one(row, "code").value = code;
  if (!one(row, "remove")) row.append(one(form, "tools").content.cloneNode(true));
  const handle = one(row, "handle");
  handle.hidden = false;
  handle.textContent = shown(part, code);
  handle.setAttribute("aria-keyshortcuts", "Enter Delete Alt+ArrowUp Alt+ArrowDown");
  const title = one(row, "title");
  if (fact) {
    title.replaceChildren(fact.title);
    if (fact.level) title.append(" ", chip(fact.level, `chip--level ${fact.level === "MCC" ? "chip--info" : ""}`));
    if (fact.hcc?.length) title.append(" ", chip(`HCC ${fact.hcc.join(", ")}`, "chip--hcc"));
    if (!fact.billable) title.append(" ", chip("not billable"));
    if (!fact.valid) title.append(" ", chip("not valid then"));
  } else if (looked) {
    title.replaceChildren(chip("not in the tables"));
  }
  const poa = row.querySelector("[data-field=poa]");
  if (poa) {
    poa.setAttribute("aria-label", `Present on admission of ${handle.textContent}`);
    poa.options[0].textContent = fact?.exempt ? "exempt" : "POA";
    poa.toggleAttribute("data-empty", !poa.value && !fact?.exempt);
  }
  for (const button of row.querySelectorAll(".row__tools button")) {
    button.setAttribute("aria-label", `${button.title.split(" (")[0]} ${handle.textContent}`);
  }
}

// After a save the facts are complete: a code without one does not exist.
function settle(looked = false) {
  for (const part of parts()) rowsOf(part).forEach((row, index) => paint(part, row, index, looked));
  form.dispatchEvent(new CustomEvent("codedesk:settled", { bubbles: true }));
  for (const list of lists()) [...list.children].forEach((row, index) => number(row, index));
}

function number(row, index) {
  for (const [, field] of named(row)) field.name = field.name.replace(/\[[^\]]*\]/, `[${index}]`);
}

function record(said = "", undoable = false) {
  settle();
  const state = lists().map((list) => [...list.children].map(values));
  form.dispatchEvent(new CustomEvent("codedesk:recorded", { detail: { state, said, undoable } }));
}

const values = (row) => Object.fromEntries(named(row).map(([name, field]) => [name, field.value]));

function back(state) {
  const focused = document.activeElement?.closest?.("[data-row]");
  const part = focused && partOf(focused);
  const index = focused ? rowsOf(part).indexOf(focused) : 0;
  lists().forEach((list, at) => {
    if ("standing" in list.dataset) fill(list.firstElementChild, state[at][0]);
    else list.replaceChildren(...state[at].map((given) => make(list, given)));
  });
  settle();
  if (part) focusRow(part, index);
}

const tell = (text, undoable) =>
  form.dispatchEvent(new CustomEvent("codedesk:said", { detail: { text, undoable }, bubbles: true }));

// ---- what the hands do ----

function focusRow(part, index) {
  const rows = rowsOf(part);
  const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
  (row ? one(row, "handle") : box(part)).focus();
}

// Lines point at diagnoses by place: when diagnoses move, or become another, the pointers move with them.
function keepingPointers(part, act, became = (row) => row) {
  const before = rowsOf(part);
  act();
  if (part.dataset.section !== "diagnoses") return;
  const after = rowsOf(part);
  for (const field of form.querySelectorAll("[data-field=pointers]")) {
    if (!/^[a-z\d\s,]+$/i.test(field.value)) continue;
    const places = field.value.toUpperCase().match(/[A-Z]|\d+/g) ?? [];
    const rows = places.map((place) => before[/\d/.test(place) ? Number(place) - 1 : LETTERS.indexOf(place)]);
    field.value = [...new Set(rows.map((row) => LETTERS[after.indexOf(became(row))]))].filter(Boolean).join(" ");
  }
}

function remove(row) {
  const part = partOf(row);
  const index = rowsOf(part).indexOf(row);
  const code = one(row, "handle").textContent;
  keepingPointers(part, () => row.remove());
  record(`Removed ${code}.`, true);
  focusRow(part, index);
}

function move(row, to) {
  const part = partOf(row);
  const rows = rowsOf(part);
  const place = Math.min(Math.max(to, 0), rows.length - 1);
  const from = rows.indexOf(row);
  if (place === from) return;
  keepingPointers(part, () => (place < from ? rows[place].before(row) : rows[place].after(row)));
  record(`${one(row, "handle").textContent} is now number ${place + 1}.`, true);
  one(row, "handle").focus();
  row.scrollIntoView({ block: "nearest" });
}

function setPoa(row, letter) {
  const field = row.querySelector("[data-field=poa]");
  if (!field) return false;
  const letters = [...field.options].map((each) => each.value);
  const value = letter === "P" ? letters[(letters.indexOf(field.value) + 1) % letters.length] : letter;
  if (!letters.includes(value)) return false;
  field.value = value;
  record(`${one(row, "handle").textContent}: present on admission ${value || "left blank"}.`, true);
  return true;
}

// The row's code goes into the box, and what is chosen next takes its place.
function replace(row) {
  const input = box(partOf(row));
  parts().forEach((part) => rowsOf(part).forEach((each) => each.toggleAttribute("data-replacing", each === row)));
  input.focus();
  input.dispatchEvent(new CustomEvent("codedesk:ask", { detail: one(row, "handle").textContent, bubbles: true }));
  input.select();
}

// A service is for the only diagnosis there is.
function point(row) {
  const pointers = row.querySelector("[data-field=pointers]");
  if (pointers && form.querySelectorAll("#diagnoses [data-row]").length === 1) pointers.value ||= "A";
}

function add(part, { result, poa, given, instead = [] }) {
  const code = bare(result.code);
  const section = part.dataset.section;
  if (result.title !== null) facts.set(`${section} ${code}`, { exempt: facts.get(`${section} ${code}`)?.exempt, ...result });
  const [old, ...others] = instead.map((code) => rowsOf(part).find((row) => one(row, "code").value === code)).filter(Boolean);
  const replaced = old ?? part.querySelector("[data-replacing]");
  const there = section === "diagnoses" && rowsOf(part).find((row) => one(row, "code").value === code && row !== replaced);
  if (there) {
    tell(`${shown(part, code)} is already there.`, false);
    return there.animate?.([{ background: "var(--picked)" }, {}], 900);
  }
  if (replaced) {
    const before = one(replaced, "handle").textContent;
    keepingPointers(part, () => others.forEach((row) => row.remove()), (row) => (others.includes(row) ? replaced : row));
    one(replaced, "code").value = code;
    replaced.removeAttribute("data-replacing");
    one(replaced, "title").textContent = result.title ?? "";
    record(`${before} became ${shown(part, code)}.`, true);
    return one(replaced, "handle").focus();
  }
  const row = make(one(part, "rows"), { code, ...(poa && { poa }), ...given });
  one(part, "rows").append(row);
  const date = section === "procedures" && row.querySelector("[data-field=on]");
  if (date) date.value = date.min === date.max ? date.min : rowsOf(part).at(-2)?.querySelector("[data-field=on]").value ?? "";
  point(row);
  record(`Added ${shown(part, code)}.`, false);
  row.scrollIntoView({ block: "nearest" });
  if (section === "lines" || (date && !date.value)) one(row, "field").focus();
}

// Several codes at once, as one step to undo.
function put({ rows, said }) {
  const added = rows.map(({ section, result, given }) => {
    const list = one(document.getElementById(section), "rows");
    const key = `${section} ${given.code}`;
    if (result.title) facts.set(key, { exempt: facts.get(key)?.exempt, ...result });
    list.append(make(list, given));
    return list.lastElementChild;
  });
  added.forEach(point);
  record(said, true);
  added.at(-1).scrollIntoView({ block: "nearest" });
}

// ---- events ----

function onHandle(event, row) {
  const part = partOf(row);
  const index = rowsOf(part).indexOf(row);
  const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.altKey && down) move(row, index + down);
  else if (event.altKey || event.ctrlKey || event.metaKey) return false;
  else if (down) index + down >= rowsOf(part).length ? box(part).focus() : focusRow(part, index + down);
  else if (event.key === "Delete" || event.key === "Backspace") remove(row);
  else if (event.key === "Enter" || event.key === "F2") replace(row);
  else if (event.key === "1") move(row, 0);
  else if (event.key === "Escape") box(part).focus();
  else return /^[pynuw]$/i.test(event.key) && setPoa(row, event.key.toUpperCase());
  return true;
}

function onBox(event, part) {
  if (event.defaultPrevented || event.target.value) return false;
  if (event.key === "ArrowUp" || event.key === "Backspace") focusRow(part, Infinity);
  else if (event.key === "Escape") document.querySelector("[data-pane=text]").focus();
  else return event.key === "Enter";
  return true;
}

function onKey(event) {
  const row = event.target.closest("[data-row]");
  let done = false;
  if (event.target.matches("[data-handle]")) {
    done = onHandle(event, row);
  } else if (event.target.matches("[data-combobox]")) {
    done = onBox(event, partOf(event.target));
  } else if (row && event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    done = event.target.matches("input, select");
    if (done) box(partOf(row)).focus();
  }
  if (done) event.preventDefault();
}

function start() {
  learn();
  for (const part of parts()) {
    one(part, "box").hidden = false;
    blanks.set(one(part, "rows"), rowsOf(part).at(-1).cloneNode(true)); // without scripts the last rows are blank
    for (const row of rowsOf(part)) if (!one(row, "code").value.trim()) row.remove();
  }
  for (const blank of form.querySelectorAll("template[data-blank]")) {
    blanks.set(one(form, blank.dataset.blank), blank.content.firstElementChild);
  }
  form.classList.add("codes--quick");
  record();
  form.addEventListener("codedesk:chosen", (event) => add(partOf(event.target), event.detail));
  form.addEventListener("codedesk:put", (event) => put(event.detail));
  form.addEventListener("codedesk:answered", (event) => record(event.detail, true));
  form.addEventListener("codedesk:back", (event) => back(event.detail));
  form.addEventListener("change", (event) => event.target.matches("[data-field]") && record());
  form.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-combobox]")) one(form, "replacing")?.removeAttribute("data-replacing");
  });
  form.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const by = event.target.closest("[data-move]");
    if (by) move(row, rowsOf(partOf(row)).indexOf(row) + Number(by.dataset.move));
    else if (event.target.closest("[data-remove]")) remove(row);
    else if (event.target.closest("[data-handle]")) replace(row);
  });
  form.addEventListener("keydown", onKey);
  document.addEventListener("htmx:after:swap", (event) => {
    learn();
    settle(event.detail.ctx.response?.status === 200);
  });
}

if (form) start();
