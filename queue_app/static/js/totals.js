// Keeps the number of codes beside each heading and in the tab, what is beyond the claim's limit, and the sum of the charges
// in step with the rows.

const form = document.querySelector("form[data-codes]");
const tab = document.querySelector("[data-tab=codes] small");
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

function count(part) {
  const all = [...part.querySelector("[data-rows]").children];
  const rows = all.length;
  const limit = Number(part.dataset.limit);
  all.forEach((row, index) => row.toggleAttribute("data-beyond", index >= limit));
  const shown = part.querySelector("[data-count]");
  shown.textContent = limit <= 50 ? `${rows} of ${limit}` : String(rows);
  shown.classList.toggle("over", rows > limit);
}

function sum(part) {
  const charges = [...part.querySelectorAll("[data-rows] [data-field=charge_dollars]")];
  const total = charges.reduce((sofar, field) => sofar + (Number(field.value.replace(/[$,\s]/g, "")) || 0), 0);
  part.querySelector("[data-total]").textContent = total ? dollars.format(total) : "";
}

function show() {
  form.querySelectorAll("[data-section]").forEach(count);
  form.querySelectorAll("[data-section=lines]").forEach(sum);
  tab.textContent = form.querySelectorAll("[data-section] [data-rows] > *").length;
}

if (form?.matches(".codes--quick")) show();
for (const name of ["codedesk:settled", "input"]) form?.addEventListener(name, show);
