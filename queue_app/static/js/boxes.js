// Fetches the type-ahead of the boxes for codes when one of them is first gone to. What is typed or asked for until it is
// there stands in the box, and combobox.js begins with it.

const boxes = document.querySelector("[data-boxes]");
let scripts = null;

function gone(event) {
  if (!event.target.matches("[data-combobox]")) return;
  if (event.type === "codedesk:ask") event.target.value = event.detail;
  scripts ??= boxes.dataset.boxes.split(" ").map((script) => import(script));
}

if (boxes) for (const type of ["focusin", "codedesk:ask"]) document.addEventListener(type, gone);
