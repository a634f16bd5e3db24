// Counts down how long an encounter stays with its coder: <span data-lease-until data-now> in the server's time.

const SOON_S = 5 * 60;
const skews = new WeakMap(); // how far this machine's clock is ahead of the server's, by element

function said(seconds) {
  if (seconds <= 0) return "no longer: save to keep it";
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 120) return `${Math.floor(minutes / 60)} h`;
  if (minutes >= 5) return `${minutes} min`;
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function tick() {
  for (const element of document.querySelectorAll("[data-lease-until]")) {
    if (!skews.has(element)) skews.set(element, Date.now() - Date.parse(element.dataset.now));
    const left = (Date.parse(element.dataset.leaseUntil) + skews.get(element) - Date.now()) / 1000;
    const text = said(left);
    if (element.textContent !== text) element.textContent = text;
    element.classList.toggle("chip", left < SOON_S);
    element.classList.toggle("chip--warning", left < SOON_S);
  }
}

document.addEventListener("htmx:after:swap", tick);
setInterval(tick, 1000);
tick();
