// Type-ahead over /codes/search for every <input data-combobox="systems">, after the ARIA combobox pattern; while it is
// empty it offers what is usual. A choice is told by the event codedesk:chosen {result, poa}; the field is then empty
// again. The right arrow tells codedesk:book {system, code}: the book opens there.

const WAIT_MS = 80;
const REST_MS = 250; // an empty box offers what is usual when nothing was typed for this long
const USUAL = { favourites: "Favourites", recent: "Submitted last", used: "Most used for such work" };
const LIMIT = 20;
const CODE = /^[a-z]?\d[0-9a-z.]{1,7}$/i;
const POA = /^([a-z]\d[0-9a-z.]{1,7})\s+([ynuw])$/i;
const answers = new Map(); // query → results, the last hundred
const stars = new Set(); // "system/code" of favourites, as far as they were told
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

async function got(place, signal) {
  const response = await fetch(place, { signal, headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.status === 401 ? "You were signed out." : "The search cannot be reached.");
  return response.json();
}

function query(input, more = {}) {
  const systems = input.dataset.combobox.split(" ").map((system) => ["system", system]);
  return new URLSearchParams([...systems, ...new URLSearchParams(input.dataset.asks), ...Object.entries(more)]);
}

async function ask(input, text, signal) {
  const place = `/codes/search?${query(input, { q: text, limit: LIMIT })}`;
  if (!answers.has(place)) {
    answers.set(place, (await got(place, signal)).results);
    if (answers.size > 100) answers.delete(answers.keys().next().value);
  }
  return answers.get(place);
}

async function star(result) {
  const name = `${result.system}/${result.code}`;
  const starred = !stars.has(name);
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const response = await fetch("/codes/favourites", {
    method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ system: result.system, code: result.code, starred }),
  });
  if (!response.ok) throw new Error("It could not be made a favourite.");
  if (starred) stars.add(name);
  else stars.delete(name);
  return starred;
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
  const title = marked(result.title || (result.system === "cpt" ? "CPT by number: no descriptor is loaded" : "no title is loaded"), words);
  if (result.matched && result.matched.toLowerCase() !== (result.title || "").toLowerCase()) {
    const why = document.createElement("small");
    why.append(marked(result.matched, words));
    title.append(why);
  }
  item.append(code, title);
  if (result.level || result.hcc?.length || stars.has(`${result.system}/${result.code}`)) item.append(badges(result));
  const flaw = !result.valid ? "not valid then" : !result.billable ? "more…" : "";
  if (flaw) {
    const chip = document.createElement("span");
    chip.className = result.valid ? "chip" : "chip chip--error";
    chip.textContent = flaw;
    item.append(chip);
  }
  return item;
}

function badges(result) {
  const make = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });
  const all = make("option__badges", "");
  if (result.level) all.append(make(`chip ${result.level === "MCC" ? "chip--info" : ""}`, result.level));
  if (result.hcc?.length) all.append(make("chip chip--hcc", `HCC ${result.hcc.join(", ")}`));
  if (stars.has(`${result.system}/${result.code}`)) all.append(Object.assign(make("", "★"), { title: "Favourite" }));
  return all;
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
  const options = () => list.querySelectorAll("[role=option]");

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
    options()[at]?.setAttribute("aria-selected", "false");
    at = index;
    const item = options()[at];
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
    at = -1;
    mark(found.length ? 0 : -1);
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (!found.length) {
      if (list.matches(":popover-open")) list.hidePopover();
      return complain(input, `Nothing found for “${text}”.`);
    }
    unfold();
    say(`${found.length} found.`);
  }

  function unfold() {
    if (!list.matches(":popover-open")) list.showPopover();
    list.scrollTop = 0;
    place();
  }

  // What is usual, in groups, with the releases it is from; nothing is marked until an arrow is pressed.
  async function offer() {
    clearTimeout(timer);
    try {
      const { notes, ...groups } = await got(`/codes/usual?${query(input)}`);
      for (const each of groups.favourites) stars.add(`${each.system}/${each.code}`);
      if (input.value || document.activeElement !== input) return;
      const shown = Object.keys(USUAL).filter((name) => groups[name].length);
      results = shown.flatMap((name) => groups[name]);
      resultsOf = "";
      at = -1;
      moved = false;
      let index = 0;
      list.replaceChildren(...shown.map((name) => {
        const group = Object.assign(document.createElement("li"), { className: "options__group" });
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", USUAL[name]);
        const head = Object.assign(document.createElement("p"), { textContent: USUAL[name] });
        head.setAttribute("aria-hidden", "true");
        group.append(head, ...groups[name].map((each) => option(each, `${list.id}-${index++}`, [])));
        return group;
      }), ...notes.map((note) => {
        const line = Object.assign(document.createElement("li"), { className: "options__note", textContent: note });
        line.setAttribute("role", "presentation");
        return line;
      }));
      input.setAttribute("aria-expanded", String(results.length > 0));
      if (results.length) unfold();
    } catch {
      // nothing is offered; the search says what is wrong
    }
  }

  function rest() {
    clearTimeout(timer);
    if (!input.value) timer = setTimeout(offer, REST_MS);
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

  // A favourite or no longer; the option says so at once.
  async function toggle() {
    const result = results[at];
    if (!result) return;
    try {
      const starred = await star(result);
      const fresh = option(result, options()[at].id, typed().text.split(/\s+/).filter(Boolean));
      options()[at].replaceWith(fresh);
      mark(at);
      say(`${shown(result.code, result.system)} is ${starred ? "a favourite" : "no favourite any more"}.`);
    } catch (problem) {
      complain(input, problem.message);
    }
  }

  function openBook() {
    const { system, code } = results[at];
    close();
    input.dispatchEvent(new CustomEvent("codedesk:book", { detail: { system, code }, bubbles: true }));
  }

  input.addEventListener("focus", rest);
  input.addEventListener("click", () => results.length || rest());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    waiting?.abort();
    waiting = null;
    if (!input.value) {
      close(); // what was found for other words is not marked any more
      return rest();
    }
    timer = setTimeout(look, WAIT_MS);
  });

  input.addEventListener("codedesk:ask", (event) => {
    input.value = event.detail;
    look();
  });

  input.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyS" && at >= 0) {
      event.preventDefault();
      return void toggle();
    }
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && results.length && (at >= 0 || step > 0)) {
      event.preventDefault();
      moved = true;
      const next = at + step;
      mark(Math.abs(step) === 1 ? (next + results.length) % results.length : Math.min(Math.max(next, 0), results.length - 1));
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      if (input.value) look();
      else offer();
    } else if (event.key === "ArrowRight" && at >= 0 && input.selectionEnd === input.value.length) {
      event.preventDefault();
      openBook();
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      if (!typed().text) return void (moved && results[at] && tell(results[at], ""));
      if (resultsOf !== typed().text && CODE.test(typed().text)) {
        results = []; // a whole code needs no list, and whoever types fast does not wait for one
        choose();
      } else if (resultsOf !== typed().text) {
        chooseWhenHere = true;
        look();
      } else {
        choose();
      }
    } else if (event.key === "Escape" && !input.value) {
      close(); // and whoever else listens moves the focus on
    } else if (event.key === "Escape") {
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
    mark([...options()].indexOf(item));
    moved = true;
    if (!typed().text) return tell(results[at], "");
    choose();
  });
  input.addEventListener("blur", close);
  addEventListener("resize", place);
  addEventListener("scroll", place, true);
}

document.querySelectorAll("[data-combobox]").forEach(attach);
