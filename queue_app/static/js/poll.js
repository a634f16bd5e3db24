// Polling that is polite: not while nobody looks, at once when somebody looks again, and with a word when it fails.

const polled = () => document.querySelectorAll("[hx-trigger^=every]");

document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.target.matches("[hx-trigger^=every]")) event.preventDefault();
});

document.addEventListener("htmx:finally:request", (event) => {
  const status = event.detail.ctx.response?.status ?? 0;
  for (const sign of document.querySelectorAll("[data-live]")) {
    const away = status === 0 || status >= 400;
    sign.textContent = away ? "not reachable, trying again" : "live";
    sign.dataset.live = away ? "no" : "yes";
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const element of polled()) element.dispatchEvent(new CustomEvent("every"));
});
