// Undo and redo of the codes: every state that codes.js records is kept while the page is open, and told to it again with
// codedesk:back. Each change is told by codedesk:changed.

const form = document.querySelector("form[data-codes]");
let past = [];
let future = [];
let present = null; // the fields of every row, list by list

const tell = (name, detail) => form.dispatchEvent(new CustomEvent(`codedesk:${name}`, { detail, bubbles: true }));

function record({ state, said, undoable }) {
  const before = present;
  if (JSON.stringify(state) === JSON.stringify(before)) return;
  present = state;
  if (!before) return; // so the page was opened
  past.push(before);
  future = [];
  if (said) tell("said", { text: said, undoable });
  tell("changed");
}

function travel(from, to, nothing, done) {
  if (!from.length) return tell("said", { text: nothing, undoable: false });
  to.push(present);
  present = from.pop();
  tell("back", present);
  tell("changed");
  tell("said", { text: done, undoable: false });
}

const undo = () => travel(past, future, "Nothing to undo.", "Undone.");
const redo = () => travel(future, past, "Nothing to redo.", "Done again.");

// A field with text in it undoes its own typing first.
function onKey(event) {
  const key = event.key.toLowerCase();
  const typed = event.target.matches("input:not([type=date]), textarea") && event.target.value;
  if (!(event.ctrlKey || event.metaKey) || event.altKey || typed || (key !== "z" && key !== "y")) return;
  event.preventDefault();
  if (key === "y" || event.shiftKey) redo();
  else undo();
}

if (form) {
  form.addEventListener("codedesk:recorded", (event) => record(event.detail));
  document.addEventListener("codedesk:undo", undo);
  document.addEventListener("keydown", onKey);
}
