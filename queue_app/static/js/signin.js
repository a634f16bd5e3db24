// Signing in again on the page of an encounter, so that what is typed there is not left: the form of _unsaved.html. Who
// wants to go on asks with codedesk:who {person}; `told` becomes "", or which of _unsaved.html says why that cannot be.
// What an element with data-fetched would have shown it asks for again, by codedesk:again, once somebody signed in.

const SIGNED_OUT = "You were signed out.";

async function signIn(form) {
  const page = await (await fetch("/sign-in", { headers: { Accept: "text/html" } })).text();
  const token = new DOMParser().parseFromString(page, "text/html").querySelector("input[name=csrf_token]").value;
  const body = new URLSearchParams([...new FormData(form), ["csrf_token", token]]);
  const headers = { Accept: "application/json" };
  const answer = await fetch("/sign-in", { method: "POST", redirect: "manual", headers, body });
  return answer.type === "opaqueredirect" ? "" : (await answer.json()).detail;
}

// The page goes on with the session and the token of who is signed in now, if it is the same person.
async function goOn(person) {
  const response = await fetch("/signed-in", { headers: { Accept: "application/json", "X-Poll": "1" } });
  if (response.status === 401) return "signed_out";
  if (response.status === 403) return "password";
  const { person: present, csrf_token: token } = await response.json();
  if (present !== person) return "somebody";
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  return "";
}

document.addEventListener("htmx:before:response", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  if (response.status !== 401) return;
  event.preventDefault(); // it would lead to the sign-in page
  if (sourceElement.matches("[data-fetched]")) sourceElement.textContent = SIGNED_OUT;
});
document.addEventListener("codedesk:signed-in", () => {
  for (const element of document.querySelectorAll("[data-fetched]")) {
    if (element.textContent === SIGNED_OUT) element.dispatchEvent(new CustomEvent("codedesk:again"));
  }
});
document.addEventListener("codedesk:who", ({ detail }) => (detail.told = goOn(detail.person)));
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
