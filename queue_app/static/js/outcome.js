// Asks for the DRG or the HCCs when their drawer is opened, and again whenever codes were saved while it is open.

const drawer = document.querySelector("[data-outcome]");
const body = document.getElementById("outcome");
const form = document.querySelector("form[data-codes]");
const narrow = matchMedia("(width <= 60rem)"); // the bar of steps lies over the end of the page
let fresh = false; // opened just now

function ask() {
  if (drawer.open) body.dispatchEvent(new CustomEvent("codedesk:outcome"));
}

drawer.addEventListener("toggle", () => {
  fresh = drawer.open;
  ask();
});
body.addEventListener("htmx:after:swap", () => {
  if (fresh) drawer.scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  fresh = false;
});
form?.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx.response?.status === 200) ask();
});
