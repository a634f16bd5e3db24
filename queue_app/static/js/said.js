// Says for a moment what was just done to the codes, with a way back where there is one.

const SHOWN_MS = 8000;
const bar = document.querySelector("[data-undo]");
let timer = 0;

if (bar) {
  const button = bar.querySelector("[data-undo-do]");
  document.addEventListener("codedesk:said", (event) => {
    bar.querySelector("[data-undo-said]").textContent = event.detail.text;
    button.hidden = !event.detail.undoable;
    bar.dataset.shown = "";
    clearTimeout(timer);
    timer = setTimeout(() => delete bar.dataset.shown, SHOWN_MS);
  });
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("codedesk:undo")));
}
