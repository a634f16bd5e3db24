// Codes suggested from the documents: s goes to them, j and k move, a adds the code as if it were typed, x and a digit
// reject it, h hides it, u offers the last one again, e shows the words it stands on. What is in the list of diagnoses
// is not suggested any longer; undo brings it back. Each decision is told to the server, which answers with the list.

const place = document.querySelector("[data-suggestions]");
const form = document.querySelector("form[data-codes]");
const diagnoses = form?.querySelector('[data-section="diagnoses"]');
const list = document.getElementById("suggestions");
let next = 0; // the passage that e shows next
let shownAt = performance.now();

const rows = () => [...place.querySelectorAll("[data-suggestion]")].filter((row) => !row.hidden);
const passages = (row) => [...row.querySelectorAll("[data-passage]")];
const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();

function settle() {
  const there = new Set([...diagnoses.querySelectorAll("[data-code]")].map((field) => bare(field.value ?? "")));
  for (const row of place.querySelectorAll("[data-suggestion]")) row.hidden = there.has(row.dataset.code);
  const none = place.querySelector("[data-suggestions-none]");
  if (none) none.hidden = rows().length > 0;
  place.querySelector("[data-suggestions-count]").textContent = rows().length || "";
}

function focus(row) {
  next = 0;
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function say(text) {
  place.querySelector("[data-suggestions-said]").textContent = text;
}

const facts = (row, verdict, reason = "") => ({
  code: row.dataset.code,
  verdict,
  reason,
  source: row.dataset.source,
  rank: rows().indexOf(row) + 1,
  ms: Math.round(performance.now() - shownAt),
});

// Whether the server has kept it; its new list takes the place of the old one.
async function tell(told) {
  try {
    const response = await fetch(list.dataset.from, {
      method: "POST",
      headers: { "HX-Request": "true", "X-CSRFToken": form.elements.csrf_token.value },
      body: new URLSearchParams(told),
      keepalive: true,
    });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const opened = list.querySelector("[data-suggestions-aside]")?.open;
    const focused = document.activeElement.closest?.("[data-suggestion]")?.dataset.code;
    list.innerHTML = await response.text();
    const aside = list.querySelector("[data-suggestions-aside]");
    if (aside && opened) aside.open = true;
    settle();
    if (focused) focus(rows().find((row) => row.dataset.code === focused));
    return true;
  } catch {
    say("That was not kept. Try again in a moment.");
    return false;
  }
}

async function refuse(row, verdict, reason = "") {
  const at = rows().indexOf(row);
  const code = row.querySelector(".code").textContent;
  if (!(await tell(facts(row, verdict, reason)))) return;
  say(`${code} is ${verdict}; u offers it again.`);
  focus(rows()[Math.min(at, rows().length - 1)]);
}

async function takeBack(button) {
  if (!button) return;
  const code = button.dataset.takeBack;
  if (!(await tell({ code, verdict: "offered" }))) return;
  say("");
  focus(rows().find((row) => row.dataset.code === code));
}

const last = () =>
  [...list.querySelectorAll("[data-take-back]")].sort((one, other) =>
    one.dataset.decidedAt < other.dataset.decidedAt ? 1 : -1,
  )[0];

function ask(row) {
  close();
  row.append(list.querySelector("template[data-reasons]").content.cloneNode(true));
  row.querySelector("[data-reject]").setAttribute("aria-expanded", "true");
  row.querySelector("[data-reason]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
}

function close() {
  const open = list.querySelector("[data-why]");
  const row = open?.closest("[data-suggestion]");
  open?.remove();
  row?.querySelector("[data-reject]").setAttribute("aria-expanded", "false");
  return row;
}

function answer(button) {
  const row = close();
  if (button.dataset.reason) refuse(row, "rejected", button.dataset.reason);
  else focus(row);
}

function accept(row) {
  const all = rows();
  const after = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  const told = facts(row, "accepted");
  const stood = passages(row).map((link) => JSON.parse(link.dataset.passage));
  const result = { system: "icd10cm", code: row.dataset.code, title: row.dataset.title, billable: true, valid: true };
  diagnoses.querySelector("[data-combobox]").dispatchEvent(
    new CustomEvent("codedesk:chosen", { detail: { result, poa: "", passages: stood }, bubbles: true }),
  );
  settle();
  focus(after);
  tell(told);
}

function onReasonKey(event, why) {
  const buttons = [...why.querySelectorAll("[data-reason]")];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") answer(buttons.at(-1));
  else if (/^[1-9]$/.test(event.key) && buttons[event.key - 1]?.dataset.reason) answer(buttons[event.key - 1]);
  else if (step) buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const why = event.target.closest("[data-why]");
  if (why) return onReasonKey(event, why);
  if (event.key === "u" && last()) {
    takeBack(last());
    return event.preventDefault();
  }
  const row = event.target.closest("[data-suggestion]");
  if (!row) return;
  const all = rows();
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (by) focus(all[Math.min(Math.max(all.indexOf(row) + by, 0), all.length - 1)]);
  else if (event.key === "a") accept(row);
  else if (event.key === "x") ask(row);
  else if (event.key === "h") refuse(row, "hidden");
  else if (event.key === "e") {
    const links = passages(row);
    if (links.length) links[next++ % links.length].click();
  } else return;
  event.preventDefault();
}

if (place && diagnoses) {
  place.addEventListener("keydown", onKey);
  place.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-accept], [data-reject], [data-hide], [data-reason], [data-take-back]");
    if (!pressed) return;
    event.preventDefault();
    const row = pressed.closest("[data-suggestion]");
    if (pressed.matches("[data-accept]")) accept(row);
    else if (pressed.matches("[data-reject]")) ask(row);
    else if (pressed.matches("[data-hide]")) refuse(row, "hidden");
    else if (pressed.matches("[data-reason]")) answer(pressed);
    else takeBack(pressed);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    place.open = true;
    document.querySelector('[data-tab="codes"]').click();
    focus(rows()[0]);
  });
  form.addEventListener("codedesk:settled", settle);
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target === list || event.detail?.ctx?.target === list) shownAt = performance.now();
    settle();
  });
}
