// Offers what the charge master takes, times the units, in a blank charge. What a person typed there is never touched.

const form = document.querySelector("form[data-codes]");
const CHARGE = "[data-field=charge_dollars]";
const prices = new Map(); // code → cents a unit

// An offer follows the code and the units until somebody types in its field.
function offer(row) {
  const field = row.querySelector(CHARGE);
  const offered = field.dataset.offered ?? "";
  if ("typed" in field.dataset || field.value !== offered || field === document.activeElement) return false;
  const units = Number(row.querySelector("[data-field=units]").value || 1);
  const cents = prices.get(row.querySelector("[data-code]").value) * units;
  field.value = field.dataset.offered = units > 0 && Number.isSafeInteger(cents) ? (cents / 100).toFixed(2) : "";
  return field.value !== offered;
}

function offerAll() {
  for (const item of document.querySelectorAll("#facts [data-charge]")) prices.set(item.dataset.code, Number(item.dataset.charge));
  const rows = [...form.querySelectorAll("[data-section=lines] [data-rows] > [data-row]")];
  if (rows.map(offer).includes(true)) form.dispatchEvent(new CustomEvent("codedesk:changed", { bubbles: true }));
}

if (form) {
  form.addEventListener("codedesk:chosen", (event) => { // heard before codes.js adds the row
    const { code, charge } = event.detail.result;
    if (charge) prices.set(code, charge);
  }, true);
  form.addEventListener("codedesk:put", (event) => {
    for (const { result } of event.detail.rows) if (result.charge) prices.set(result.code, result.charge);
  }, true);
  form.addEventListener("codedesk:settled", offerAll);
  form.addEventListener("input", (event) => {
    if (event.target.matches(CHARGE)) event.target.dataset.typed = "";
  });
  form.addEventListener("focusout", (event) => event.target.matches(CHARGE) && offerAll());
}
