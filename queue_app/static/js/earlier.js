// Earlier encounters of the patient: o opens them, j and k move between their diagnoses, a carries one forward into the
// codes, Escape goes back to their heading. What was carried is a hidden row of the form of codes, beside the code and gone
// with it, so that it is saved, undone and submitted with it; the edits ask for the words of a present document.

const drawer = document.querySelector("[data-earlier]");
const form = document.querySelector("form[data-codes]");
const body = document.getElementById("earlier");
const kept = form?.querySelector("[data-carried]");
const diagnoses = form?.querySelector("[data-section=diagnoses]");

const rows = () => [...body.querySelectorAll("[data-carry]")];
const codeOf = (row) => row.querySelector("[data-code]").value;
const listed = () => new Map([...diagnoses.querySelectorAll("[data-row]")].map((row) => [codeOf(row), row]));
const about = (row) => row.querySelector('[name$=".about"]').value;

function focus(row) {
  (row ?? body).focus();
  row?.scrollIntoView({ block: "nearest" });
}

// A code that went takes along that it was carried; the mark stands in its row and, in the list, what is coded already.
function settle() {
  const there = listed();
  for (const row of [...kept.children]) if (!there.has(about(row))) row.remove();
  const carried = new Set([...kept.children].map(about));
  for (const [code, row] of there) {
    const mark = row.querySelector("[data-carried-mark]");
    if (!carried.has(code)) mark?.remove();
    else if (!mark) {
      const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: "carried forward" });
      chip.dataset.carriedMark = "";
      row.querySelector("[data-title]").after(chip);
    }
  }
  for (const row of rows()) row.toggleAttribute("data-there", there.has(row.dataset.code));
}

function carry(row) {
  const { code, title, billable, valid, encounter } = row.dataset;
  if (!listed().has(code)) {
    const field = form.querySelector('[data-blank="carried"]').content.firstElementChild.cloneNode(true);
    for (const [name, value] of Object.entries({ about: code, encounter })) field.querySelector(`[name$=".${name}"]`).value = value;
    kept.append(field);
  }
  const result = { system: "icd10cm", code, title, billable: billable === "true", valid: valid === "true" };
  diagnoses.querySelector("[data-combobox]").dispatchEvent(
    new CustomEvent("codedesk:chosen", { detail: { result, poa: "", passages: [] }, bubbles: true }),
  );
  focus(row);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest("[data-carry]");
  const all = rows();
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (by && all.length) focus(all[Math.min(Math.max(all.indexOf(row) + by, 0), all.length - 1)]);
  else if (row && event.key === "a") carry(row);
  else if (event.key === "Escape") drawer.querySelector("summary").focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

if (drawer) {
  drawer.addEventListener("toggle", () => drawer.open && body.dispatchEvent(new CustomEvent("codedesk:earlier")));
  drawer.addEventListener("keydown", onKey);
  body.addEventListener("htmx:after:swap", () => {
    if (kept) settle();
    focus(rows()[0]);
    drawer.scrollIntoView({ block: "nearest" });
  });
}
if (drawer && kept) {
  form.addEventListener("codedesk:settled", settle);
  body.addEventListener("click", (event) => {
    const row = event.target.closest("[data-carry]");
    if (row) carry(row);
  });
  settle();
}
