// Polling that is polite: not while nobody looks, at once when somebody looks again, and with a word when it fails.
// Each poll names the answer it has, so that the server can say that nothing changed (204).

const tags = new Map(); // address → ETag of the last answer

const polled = () => document.querySelectorAll("[hx-trigger^=every]");

document.addEventListener("htmx:before:request", (event) => {
  if (document.hidden && event.target.matches("[hx-trigger^=every]")) event.preventDefault();
});

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  const tag = tags.get(request.action);
  if (tag && request.method === "GET") request.headers["If-None-Match"] = tag;
});

document.addEventListener("htmx:finally:request", (event) => {
  const { request, response } = event.detail.ctx;
  const status = response?.status ?? 0;
  if (status === 200) tags.set(request.action, response.headers.get("ETag"));
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
