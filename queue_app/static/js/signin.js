// Signing in again on the page of an encounter, so that what is typed there is not left: the form of _unsaved.html.

async function signIn(form) {
  const page = await (await fetch("/sign-in", { headers: { Accept: "text/html" } })).text();
  const token = new DOMParser().parseFromString(page, "text/html").querySelector("input[name=csrf_token]").value;
  const body = new URLSearchParams([...new FormData(form), ["csrf_token", token]]);
  const headers = { Accept: "application/json" };
  const answer = await fetch("/sign-in", { method: "POST", redirect: "manual", headers, body });
  return answer.type === "opaqueredirect" ? "" : (await answer.json()).detail;
}

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-sign-in]")) return;
  event.preventDefault();
  const form = event.target;
  let refusal = "Codedesk cannot be reached. Try again in a moment.";
  try {
    refusal = await signIn(form);
  } catch {} // it is said below
  form.querySelector("[data-said]").textContent = refusal;
  if (refusal) form.elements.password.select();
  else document.dispatchEvent(new CustomEvent("codedesk:signed-in"));
});
