// Type-ahead over /codes/search for every <input data-combobox="systems">, after the ARIA combobox pattern.
// A choice is told by the event codedesk:chosen {result, poa}; the field is then empty again.

const WAIT_MS = 80;
const LIMIT = 20;
const CODE = /^[a-z]?\d[0-9a-z.]{1,7}$/i;
const POA = /^([a-z]\d[0-9a-z.]{1,7})\s+([ynuw])$/i;
const answers = new Map(); // query → results, the last hundred
let spoken = null;

function say(text) {
  if (!spoken) {
    spoken = document.createElement("p");
    spoken.className = "unseen";
    spoken.setAttribute("role", "status");
    document.body.append(spoken);
  }
  spoken.textContent = text;
}

// Also for the eyes: what keeps a code from being added.
function complain(input, text) {
  say(text);
  input.dispatchEvent(new CustomEvent("codedesk:said", { detail: { text, undoable: false }, bubbles: true }));
}

const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();

async function ask(input, text, signal) {
  const query = new URLSearchParams(input.dataset.combobox.split(" ").map((system) => ["system", system]));
  query.set("q", text);
  query.set("on", input.dataset.on);
  query.set("limit", LIMIT);
  const place = `/codes/search?${query}`;
  if (!answers.has(place)) {
    const response = await fetch(place, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status === 401 ? "You were signed out." : "The search cannot be reached.");
    answers.set(place, (await response.json()).results);
    if (answers.size > 100) answers.delete(answers.keys().next().value);
  }
  return answers.get(place);
}

function marked(text, words) {
  const whole = document.createElement("span");
  const starts = words.filter((word) => word.length > 1).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
  if (!starts.length) {
    whole.textContent = text;
    return whole;
  }
  for (const part of text.split(new RegExp(`((?<![\\p{L}\\p{N}])(?:${starts.join("|")}))`, "giu"))) {
    const hit = starts.some((start) => new RegExp(`^${start}$`, "iu").test(part));
    const node = hit ? document.createElement("mark") : document.createTextNode(part);
    if (hit) node.textContent = part;
    whole.append(node);
  }
  return whole;
}

function shown(code, system) {
  return system === "icd10cm" && code.length > 3 && !code.includes(".") ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
}

function option(result, id, words) {
  const item = document.createElement("li");
  item.id = id;
  item.className = "option";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const code = document.createElement("b");
  code.className = "code";
  code.textContent = shown(result.code, result.system);
  const title = marked(result.title || `${result.system.toUpperCase()} code`, words);
  if (result.matched && result.matched.toLowerCase() !== (result.title || "").toLowerCase()) {
    const why = document.createElement("small");
    why.append(marked(result.matched, words));
    title.append(why);
  }
  item.append(code, title);
  const flaw = !result.valid ? "not valid then" : !result.billable ? "more…" : "";
  if (flaw) {
    const chip = document.createElement("span");
    chip.className = result.valid ? "chip" : "chip chip--error";
    chip.textContent = flaw;
    item.append(chip);
  }
  return item;
}

function attach(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let results = [];
  let resultsOf = ""; // the text they were found for
  let at = -1;
  let moved = false; // with the arrows, so that Enter means the marked one
  let waiting = null; // the request under way
  let chooseWhenHere = false;
  let timer = 0;

  const typed = () => {
    const poa = input.hasAttribute("data-poa") && input.value.trim().match(POA);
    return poa ? { text: poa[1], poa: poa[2].toUpperCase() } : { text: input.value.trim(), poa: "" };
  };

  function place() {
    if (!list.matches(":popover-open")) return;
    const box = input.getBoundingClientRect();
    const below = innerHeight - box.bottom - 12;
    const above = box.top - 12;
    const up = below < 240 && above > below;
    const width = Math.min(Math.max(box.width, 34 * 16), innerWidth - 16);
    Object.assign(list.style, {
      width: `${width}px`,
      left: `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`,
      top: up ? "auto" : `${box.bottom + 4}px`,
      bottom: up ? `${innerHeight - box.top + 4}px` : "auto",
      maxHeight: `${Math.min(up ? above : below, 420)}px`,
    });
  }

  function mark(index) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = index;
    const item = list.children[at];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function close() {
    clearTimeout(timer);
    waiting?.abort();
    waiting = null;
    chooseWhenHere = moved = false;
    results = [];
    resultsOf = "";
    if (list.matches(":popover-open")) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function open(found, text) {
    results = found;
    resultsOf = text;
    moved = false;
    const words = text.split(/\s+/);
    list.replaceChildren(...found.map((result, index) => option(result, `${list.id}-${index}`, words)));
    mark(found.length ? 0 : -1);
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (!found.length) {
      if (list.matches(":popover-open")) list.hidePopover();
      return complain(input, `Nothing found for “${text}”.`);
    }
    if (!list.matches(":popover-open")) list.showPopover();
    list.scrollTop = 0;
    place();
    say(`${found.length} found.`);
  }

  async function look() {
    const { text } = typed();
    if (text.length < 2) return close();
    waiting?.abort();
    const mine = (waiting = new AbortController());
    try {
      const found = await ask(input, text, mine.signal);
      if (mine.signal.aborted) return;
      waiting = null;
      open(found, text);
      if (chooseWhenHere) choose();
    } catch (problem) {
      if (mine.signal.aborted) return;
      waiting = null;
      if (chooseWhenHere) choose();
      else complain(input, problem.message);
    }
  }

  function tell(result, poa) {
    input.value = "";
    close();
    input.dispatchEvent(new CustomEvent("codedesk:chosen", { detail: { result, poa }, bubbles: true }));
  }

  // Enter: the marked one, or the exact code that was typed; a header opens its codes; an unknown code is taken as typed.
  function choose() {
    const { text, poa } = typed();
    chooseWhenHere = false;
    const exact = results.find((result) => bare(result.code) === bare(text));
    const result = (moved ? null : exact) ?? results[at];
    if (result?.billable) {
      tell(result, poa);
    } else if (result && bare(result.code) === bare(text)) {
      complain(input, `${text} needs more characters: choose one of the list.`);
    } else if (result) {
      input.value = shown(result.code, result.system);
      look();
    } else if (CODE.test(text)) {
      tell({ system: input.dataset.combobox.split(" ")[0], code: bare(text), title: null }, poa);
    } else if (text) {
      complain(input, `Nothing found for “${text}”.`);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    waiting?.abort();
    waiting = null;
    timer = setTimeout(look, WAIT_MS);
  });

  input.addEventListener("codedesk:ask", (event) => {
    input.value = event.detail;
    look();
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && results.length) {
      event.preventDefault();
      moved = true;
      const next = at + step;
      mark(Math.abs(step) === 1 ? (next + results.length) % results.length : Math.min(Math.max(next, 0), results.length - 1));
    } else if (event.key === "ArrowDown" && input.value) {
      event.preventDefault();
      look();
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      if (!typed().text) return;
      if (resultsOf !== typed().text && CODE.test(typed().text)) {
        results = []; // a whole code needs no list, and whoever types fast does not wait for one
        choose();
      } else if (resultsOf !== typed().text) {
        chooseWhenHere = true;
        look();
      } else {
        choose();
      }
    } else if (event.key === "Escape" && (results.length || input.value)) {
      event.preventDefault();
      if (results.length) close();
      else input.value = "";
    } else if (event.key === "Tab") {
      close();
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item) return;
    mark([...list.children].indexOf(item));
    moved = true;
    choose();
  });
  input.addEventListener("blur", close);
  addEventListener("resize", place);
  addEventListener("scroll", place, true);
}

document.querySelectorAll("[data-combobox]").forEach(attach);
