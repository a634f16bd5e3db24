// Type-ahead over /codes/search, or what data-from says, for every <input data-combobox="systems">, after the ARIA pattern.
// A choice is told by codedesk:chosen {result, poa}; the field is then empty again. The right arrow tells codedesk:book {system,
// code}: the book opens there. An empty box tells codedesk:empty {asks, offer}: who knows what is usual offers it. What was found
// is told by codedesk:found {text, results}, so that sets stand among it, what is listed by codedesk:listed [items], each with
// data-name "system/code".

const WAIT_MS = 80;
const REST_MS = 250; // an empty box offers what is usual when nothing was typed for this long
const LIMIT = 20;
const CODE = /^[a-z]?\d[0-9a-z.]{1,7}$/i;
const POA = /^([a-z]\d[0-9a-z.]{1,7})\s+([ynuw])$/i;
const answers = new Map(); // query → results, the last hundred

const bare = (code) => code.replace(/[\s.]/g, "").toUpperCase();

function query(input, more = {}) {
  const systems = input.dataset.combobox.split(" ").map((system) => ["system", system]);
  return new URLSearchParams([...systems, ...new URLSearchParams(input.dataset.asks), ...Object.entries(more)]);
}

async function ask(input, text, signal) {
  const place = `${input.dataset.from || "/codes/search"}?${query(input, { q: text, limit: LIMIT })}`;
  if (!answers.has(place)) {
    const response = await fetch(place, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.status === 401 ? "You were signed out." : "The search cannot be reached.");
    answers.set(place, (await response.json()).results);
    if (answers.size > 100) answers.delete(answers.keys().next().value);
  }
  return answers.get(place);
}

function marked(text, words) {
  const starts = words.filter((word) => word.length > 1).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const parts = starts.length ? text.split(new RegExp(`((?<![\\p{L}\\p{N}])(?:${starts.join("|")}))`, "giu")) : [text];
  const whole = document.createElement("span");
  whole.append(...parts.map((part, index) => (index % 2 ? made("mark", "", part) : part)));
  return whole;
}

function shown(code, system) {
  return system === "icd10cm" && code.length > 3 && !code.includes(".") ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
}

// Why a code cannot be taken as it stands: it ended, it begins later, or it needs more characters.
function flaw({ valid, billable, valid_from, valid_to }, on) {
  if (!valid) return valid_to && valid_to < on ? `ended ${day(valid_to)}` : valid_from > on ? `begins ${day(valid_from)}` : "not valid then";
  return billable ? "" : "more…";
}

const day = (iso) => new Date(iso).toLocaleDateString("en-US", { month: "short", day: "numeric", year: "numeric", timeZone: "UTC" });

const made = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });

function option(result, id, words, on) {
  const item = Object.assign(made("li", "option", ""), { id, role: "option", ariaSelected: "false" });
  item.dataset.name = `${result.system}/${result.code}`;
  const title = marked(result.title || (result.system === "cpt" ? "CPT by number: no descriptor is loaded" : "no title is loaded"), words);
  const now = result.successors?.length ? `since then ${result.successors.map((code) => shown(code, result.system)).join(", ")}` : "";
  const why = now || result.matched?.replaceAll(" > ", " › ");
  if (why && ![result.title, result.code].some((known) => known?.toLowerCase() === why.toLowerCase())) {
    const small = document.createElement("small");
    small.append(marked(why, words));
    title.append(small);
  }
  const badges = made("span", "option__badges", "");
  badges.dataset.badges = "";
  if (result.level) badges.append(made("span", `chip ${result.level === "MCC" ? "chip--info" : ""}`, result.level));
  if (result.hcc?.length) badges.append(made("span", "chip chip--hcc", `HCC ${result.hcc.join(", ")}`));
  const wrong = flaw(result, on);
  if (wrong) badges.append(made("span", result.valid ? "chip" : "chip chip--error", wrong));
  item.append(made("b", "code", shown(result.code, result.system)), title, badges);
  return item;
}

const note = (text) => Object.assign(made("li", "options__note", text), { role: "presentation" });

function attach(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  let results = [];
  let resultsOf = ""; // the text they were found for
  let at = -1;
  let moved = false; // with the arrows, so that Enter means the marked one
  let waiting = null; // the request under way
  let chooseWhenHere = false;
  let timer = 0;
  const on = new URLSearchParams(input.dataset.asks).get("on") ?? "";
  const options = () => list.querySelectorAll("[role=option]");
  const spoken = input.closest("[data-box]").querySelector("[role=status]");
  const say = (text) => void (spoken.textContent = text);
  const draw = (result, index, words) => option(result, `${list.id}-${index}`, words, on);
  const complain = (text) => tellOf("said", { text, undoable: false });
  const tellOf = (name, detail) => input.dispatchEvent(new CustomEvent(`codedesk:${name}`, { detail, bubbles: true }));

  const typed = () => {
    const [text, code = text, poa = ""] = input.value.trim().match(POA) ?? [input.value.trim()];
    return { text: code, poa: input.hasAttribute("data-poa") ? poa.toUpperCase() : "" }; // out of habit it is typed anywhere
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
    item.ariaSelected = "true";
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

  function fill(found, text, lines) {
    results = found;
    resultsOf = text;
    moved = false;
    at = -1;
    list.replaceChildren(...lines);
    list.role = found.length ? "listbox" : "group"; // with the releases alone it is nothing to choose from
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (!lines.length) return list.matches(":popover-open") && list.hidePopover();
    if (!list.matches(":popover-open")) list.showPopover();
    list.scrollTop = 0;
    place();
    tellOf("listed", [...options()]);
  }

  function open(found, text) {
    const readAs = found.find((each) => each.read_as)?.read_as;
    const words = `${text} ${readAs ?? ""}`.trim().split(/\s+/);
    const rows = found.map((result, index) => draw(result, index, words));
    fill(found, text, readAs ? [note(`Read as “${readAs}”`), ...rows] : rows);
    mark(found.length ? 0 : -1);
    if (found.length) say(`${found.length} found${readAs ? `, read as ${readAs}` : ""}.`);
    else complain(`Nothing found for “${text}”.`);
  }

  // Groups of codes for an empty box, with the releases they are from; nothing is marked until an arrow is pressed.
  function offer(groups, notes) {
    if (input.value || moved || document.activeElement !== input) return; // a late answer takes no choice away
    let index = 0;
    fill(groups.flatMap(([, each]) => each), "", [...groups.map(([name, each]) => {
      const group = Object.assign(made("li", "options__group", ""), { role: "group", ariaLabel: name });
      const head = Object.assign(made("p", "", name), { ariaHidden: "true" });
      group.append(head, ...each.map((result) => draw(result, index++, [])));
      return group;
    }), ...notes.map(note)]);
    mark(-1);
  }

  const empty = () => tellOf("empty", { asks: query(input), offer });

  function rest() {
    clearTimeout(timer);
    if (!input.value) timer = setTimeout(empty, REST_MS);
  }

  async function look() {
    const { text } = typed();
    if (text.length < 2) return close();
    waiting?.abort();
    const mine = (waiting = new AbortController());
    try {
      const found = { text, results: [...(await ask(input, text, mine.signal))] };
      if (mine.signal.aborted) return;
      waiting = null;
      tellOf("found", found);
      open(found.results, text);
      if (chooseWhenHere) choose();
    } catch (problem) {
      if (mine.signal.aborted) return;
      waiting = null;
      if (chooseWhenHere) choose();
      else complain(problem.message);
    }
  }

  function tell(result, poa) {
    input.value = "";
    close();
    tellOf("chosen", { result, poa });
  }

  // Enter: the marked one, or the exact code that was typed; a header opens its codes; an unknown code is taken as typed.
  function choose() {
    const { text, poa } = typed();
    chooseWhenHere = false;
    if (!text) return moved && results[at] && tell(results[at], poa); // of what an empty box offers
    const exact = results.find((result) => bare(result.code) === bare(text));
    const result = (moved ? null : exact) ?? results[at];
    if (result?.billable) {
      tell(result, poa);
    } else if (result && bare(result.code) === bare(text)) {
      complain(`${text} needs more characters: choose one of the list.`);
    } else if (result) {
      input.value = shown(result.code, result.system);
      look();
    } else if (CODE.test(text)) {
      tell({ system: input.dataset.combobox.split(" ")[0], code: bare(text), title: null }, poa);
    } else {
      complain(`Nothing found for “${text}”.`);
    }
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
    input.value = event.detail.length <= input.maxLength ? event.detail : ""; // what is longer is no question, but may be evidence
    if (input.value) look();
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step && results.length && (at >= 0 || step > 0)) {
      event.preventDefault();
      moved = true;
      const next = at + step;
      mark(Math.abs(step) === 1 ? (next + results.length) % results.length : Math.min(Math.max(next, 0), results.length - 1));
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      clearTimeout(timer);
      if (input.value) look();
      else empty();
    } else if (event.key === "ArrowRight" && at >= 0 && input.selectionEnd === input.value.length) {
      event.preventDefault();
      const { system, code } = results[at];
      close();
      tellOf("book", { system, code });
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      const { text } = typed();
      chooseWhenHere = resultsOf !== text;
      if (!chooseWhenHere) return choose();
      if (input.dataset.from || !CODE.test(text)) return look();
      results = []; // a whole code needs no list, and whoever types fast does not wait for one
      choose();
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
    choose();
  });
  input.addEventListener("blur", close);
  addEventListener("resize", place);
  addEventListener("scroll", place, true);
  if (document.activeElement === input) input.value ? look() : rest();
}

document.querySelectorAll("[data-combobox]").forEach(attach);
