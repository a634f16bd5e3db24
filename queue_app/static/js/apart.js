// The documents in a window of their own, for another screen. While it is open both windows are in step: a document gone to
// or a passage shown in one is so in the other, a key for a box of codes that is pressed over selected words there asks here,
// and it follows to the next encounter. Nothing is stored: the windows talk while both are open.

const workspace = document.querySelector("[data-encounter]");
const button = document.querySelector("[data-apart-open]");
const apart = workspace?.hasAttribute("data-apart");
const encounter = workspace?.dataset.encounter;
const channel = workspace && new BroadcastChannel("codedesk documents");
const LATER = 1500; // ms after which a window that went away is missed: it may only be loading
let missed = 0;

const tell = (message) => channel.postMessage({ encounter, ...message });
const dispatch = (name, detail, at = document) => at.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

// Here the text makes room for the codes while it is on the other screen.
function beside(open) {
  clearTimeout(missed);
  document.documentElement.classList.toggle("is-apart", open);
}

// There nobody must read on in documents whose codes are no longer open.
function left(gone) {
  clearTimeout(missed);
  document.querySelector("[data-apart-left]").hidden = !gone;
  document.querySelector(".panes").hidden = gone;
}

function ask({ key, words, passages }) {
  const box = document.querySelector(`[data-combobox][data-key="${CSS.escape(key)}"]`);
  if (!box) return;
  window.focus();
  box.focus();
  dispatch("codedesk:ask", words, box);
  box.passages = passages;
}

function hear({ data }) {
  if (apart && data.who && data.encounter !== encounter) location.assign(`/encounters/${data.encounter}/documents`);
  if (data.encounter !== encounter) return;
  if (data.passage) dispatch("codedesk:passage", { ...data.passage, told: true });
  else if (data.noted) dispatch("codedesk:noted", { told: true });
  else if (data.reading) dispatch("codedesk:reading", { ...data.reading, told: true });
  else if (apart && data.who) {
    left(false);
    tell({ here: true });
  } else if (apart && data.gone) missed = setTimeout(() => left(true), LATER);
  else if (!apart && data.here) beside(true);
  else if (!apart && data.gone) missed = setTimeout(() => beside(false), LATER);
  else if (!apart && data.key) ask(data);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !["/", "2", "3"].includes(event.key)) return;
  if (event.target.closest("input, select, textarea") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const marked = { passages: [] };
  dispatch("codedesk:marked", marked); // passages.js says which they are
  tell({ key: event.key, words: String(getSelection()).replace(/\s+/g, " ").trim(), passages: marked.passages });
  window.opener?.focus();
}

if (channel) {
  channel.addEventListener("message", hear);
  document.addEventListener("codedesk:passage", ({ detail }) => detail.told || tell({ passage: detail }));
  document.addEventListener("codedesk:reading", ({ detail }) => detail.told || tell({ reading: detail }));
  document.addEventListener("codedesk:noted", ({ detail }) => detail.told || tell({ noted: true }));
  addEventListener("pagehide", () => tell({ gone: true }));
  tell(apart ? { here: true } : { who: true });
  if (apart) document.addEventListener("keydown", onKey);
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    window.open(button.href, "documents", "popup,width=900,height=1000");
  });
}
