// Keeps the number of codes beside each heading, and the sum of the charges, in step with the rows.

const form = document.querySelector("form[data-codes]");
const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

function count(part) {
  const rows = part.querySelector("[data-rows]").childElementCount;
  const limit = Number(part.dataset.limit);
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
}

if (form?.matches(".codes--quick")) show();
for (const name of ["codedesk:settled", "input"]) form?.addEventListener(name, show);
