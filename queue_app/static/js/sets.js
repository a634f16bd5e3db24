// Named sets of codes. The boxes find them by their names among the codes; 5 opens a window that lists them all and keeps
// codes of the page as another one; the dot adds again what was added last, here or in another encounter. What a set adds
// goes to codes.js as codedesk:put {rows: [{section, result, given}], said}: one step to undo.

const form = document.querySelector("form[data-codes]");
const dialog = document.querySelector("[data-sets]");
const SECTIONS = { icd10cm: "diagnoses", icd10pcs: "procedures", cpt: "lines", hcpcs: "lines" };
let sets = [];
let asked = null; // what is under way, or done
let last = null; // a set, or a row of one
let told = ""; // what the server knows to be the last

const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();
const shown = ({ system, code }) => (system === "icd10cm" && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code);
const listed = (rows) => rows.map((row) => [shown(row), ...row.modifiers].join("-")).join(" · ");
const nameOf = (one) => (one.rows ? `set/${one.id}` : `${one.system}/${bare(one.code)}`);
const inDialog = (name) => dialog.querySelector(`[data-sets-${name}]`);
const say = (text) => form.dispatchEvent(new CustomEvent("codedesk:said", { detail: { text, undoable: false }, bubbles: true }));

async function send(place, body, more = {}) {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const headers = { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" };
  const response = await fetch(place, { method: "POST", headers, body: JSON.stringify(body), ...more });
  if (!response.ok) throw new Error((await response.json()).detail);
}

async function fetched() {
  const response = await fetch(dialog.dataset.sets, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.status === 401 ? "You were signed out." : "The sets cannot be reached.");
  const { again, ...found } = await response.json();
  sets = found.sets;
  if (!last && again) told = nameOf((last = again));
}

// Asked for once, when somebody comes near; again when the window opens, since they may have been changed elsewhere.
async function load(anew = false) {
  if (anew) asked = null;
  asked ??= fetched();
  try {
    await asked;
  } catch (problem) {
    asked = null;
    return problem.message;
  }
}

// ---- adding ----

// What cannot stand twice: a code, of a service with its modifiers.
function there(section, row) {
  const part = form.querySelector(`[data-section=${section}]`);
  const modifiers = (field) => (field?.value ?? "").toUpperCase().split(/[\s,]+/).filter(Boolean).join(" ");
  return [...part.querySelectorAll("[data-row]")].some(
    (each) => each.querySelector("[data-code]").value === bare(row.code) &&
      modifiers(each.querySelector("[data-field=modifiers]")) === row.modifiers.join(" "),
  );
}

function given({ code, modifiers, units }, section) {
  return section === "lines" ? { code: bare(code), modifiers: modifiers.join(" "), units: String(units) } : { code: bare(code) };
}

function add(one) {
  const rows = one.rows ?? [one];
  const fit = rows.filter(({ system }) => form.querySelector(`[data-section=${SECTIONS[system]}]`));
  const fresh = fit.filter((row) => (!one.rows && SECTIONS[row.system] === "lines") || !there(SECTIONS[row.system], row));
  const put = fresh.map((row) => ({ section: SECTIONS[row.system], result: row, given: given(row, SECTIONS[row.system]) }));
  const name = one.name ?? shown(one);
  const already = fit.filter((row) => !fresh.includes(row)).map(shown);
  const said = [`${name}: ${put.length === 1 ? "one code" : `${put.length} codes`} added`];
  if (already.length) said.push(`${already.join(", ")} ${already.length === 1 ? "was" : "were"} there already`);
  if (fit.length < rows.length) said.push("this encounter has no procedures");
  last = one;
  if (!put.length) return say(`${said.slice(1).join("; ")}.`);
  form.dispatchEvent(new CustomEvent("codedesk:put", { detail: { rows: put, said: `${said.join("; ")}.` } }));
}

async function again() {
  const problem = await load();
  if (last) add(last);
  else say(problem ?? "Nothing was added yet.");
}

// Not every code tells the server: the page does when it goes.
function tell() {
  if (!last || nameOf(last) === told) return;
  told = nameOf(last);
  send("/sets/again", { what: told }, { keepalive: true }).catch(() => {});
}

// ---- in the boxes ----

// A set of that very name leads; others follow the likeliest code, so that nobody takes one unawares.
function among({ target, detail }) {
  const systems = target.dataset.combobox.split(" ");
  const text = detail.text.toLowerCase();
  const words = text.split(/\s+/);
  const found = sets.filter(({ name, rows }) => {
    const those = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return rows.some((row) => systems.includes(row.system)) && words.every((word) => those.some((each) => each.startsWith(word)));
  });
  const results = found.map((set) => ({ system: "set", code: "Set", title: set.name, matched: listed(set.rows), billable: true, valid: true, set }));
  const leads = found.some(({ name }) => name.toLowerCase() === text) || !detail.results.length;
  detail.results.splice(leads ? 0 : 1, 0, ...results);
}

function chosen(event) {
  const { set, ...result } = event.detail.result;
  if (!set) return void (last = { modifiers: [], units: 1, billable: true, valid: true, ...result });
  event.stopImmediatePropagation();
  delete event.target.passages; // selected words stand for one code, not for all of these
  add(set);
}

// ---- the window ----

function fillSets() {
  inDialog("none").hidden = sets.length > 0;
  inDialog("list").replaceChildren(...sets.map((set) => {
    const item = inDialog("item").content.firstElementChild.cloneNode(true);
    item.querySelector(".set__name").textContent = set.name;
    item.querySelector("small").textContent = `${listed(set.rows)}${set.shared ? " · shared" : ""}`;
    item.querySelector("button").addEventListener("click", () => {
      dialog.close();
      add(set);
    });
    return item;
  }));
}

// What is on the page, ticked; each knows what it is kept as.
function fillCodes() {
  const items = [...form.querySelectorAll("[data-section] [data-row]")].filter((row) => row.querySelector("[data-code]").value).map((row) => {
    const item = inDialog("code").content.firstElementChild.cloneNode(true);
    const field = (name) => row.querySelector(`[data-field=${name}]`)?.value ?? "";
    item.querySelector(".code").textContent = [row.querySelector("[data-handle]").textContent, ...field("modifiers").split(/\s+/)].filter(Boolean).join("-");
    item.querySelector("small").textContent = row.querySelector("[data-title]").firstChild?.textContent.trim() ?? "";
    Object.assign(item.querySelector("input").dataset, {
      section: row.closest("[data-section]").dataset.section, code: row.querySelector("[data-code]").value,
      modifiers: field("modifiers"), units: field("units"),
    });
    return item;
  });
  inDialog("codes").replaceChildren(...items);
  inDialog("keep").hidden = !items.length;
}

async function open() {
  inDialog("said").textContent = "";
  fillCodes();
  fillSets();
  dialog.showModal();
  inDialog("said").textContent = (await load(true)) ?? "";
  fillSets();
  (inDialog("list").querySelector("button") ?? inDialog("keep").elements.name).focus();
}

async function keep(event) {
  event.preventDefault();
  const { name, shared, work_type: workType } = inDialog("keep").elements;
  const codes = { diagnoses: [], procedures: [], lines: [] };
  for (const { dataset } of inDialog("codes").querySelectorAll("input:checked")) {
    const { section, code, modifiers, units } = dataset;
    codes[section].push(section === "lines" ? { code, modifiers, units } : { code });
  }
  try {
    await send("/sets", { name: name.value, codes, ...(shared?.checked && { shared: true, work_type: workType.value }) });
    const problem = await load(true);
    fillSets();
    inDialog("said").textContent = problem ?? `Kept as ${name.value}.`;
    name.value = "";
  } catch (problem) {
    inDialog("said").textContent = problem.message;
  }
}

function onKey(event) {
  const buttons = [...inDialog("list").querySelectorAll("button")];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = buttons.indexOf(event.target);
  if (!by || at < 0) return;
  event.preventDefault();
  buttons[(at + by + buttons.length) % buttons.length].focus();
}

if (form && dialog) {
  form.addEventListener("focusin", (event) => event.target.matches("[data-combobox]") && load());
  form.addEventListener("codedesk:found", among);
  document.addEventListener("codedesk:chosen", chosen, { capture: true });
  document.addEventListener("codedesk:book", (event) => {
    if (event.detail.system !== "set") return;
    event.stopImmediatePropagation();
    say("A set has no place in the book.");
  }, { capture: true });
  document.querySelector("[data-sets-open]").addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
  document.querySelector("[data-again]").addEventListener("click", again);
  inDialog("keep").addEventListener("submit", keep);
  dialog.addEventListener("keydown", onKey);
  addEventListener("pagehide", tell);
}
