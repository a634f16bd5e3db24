// What a box for codes offers before anything is typed (favourites, submitted last, most used), and the favourites among
// whatever it lists: Alt+S makes the marked code one, or no longer. The box itself is combobox.js.

const GROUPS = { favourites: "Favourites", recent: "Submitted last", used: "Most used for such work" };
const stars = new Set(); // "system/code" of favourites, as far as they were told

async function tell(event) {
  const { asks, offer } = event.detail;
  try {
    const response = await fetch(`/codes/usual?${asks}`, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const { notes, ...groups } = await response.json();
    for (const each of groups.favourites) stars.add(`${each.system}/${each.code}`);
    offer(Object.entries(GROUPS).map(([name, title]) => [title, groups[name]]).filter(([, each]) => each.length), notes);
  } catch {
    // nothing is offered; the search says what is wrong
  }
}

function show(item) {
  const starred = stars.has(item.dataset.name);
  const there = item.querySelector("[data-starred]");
  if (!starred) there?.remove();
  else if (!there) {
    const star = Object.assign(document.createElement("span"), { title: "Favourite", textContent: "★" });
    star.dataset.starred = "";
    item.querySelector("[data-badges]").append(star);
  }
}

async function toggle(input) {
  const item = document.getElementById(input.getAttribute("aria-activedescendant"));
  if (!item || item.dataset.name.startsWith("set/")) return; // sets are kept as it is
  const { name } = item.dataset;
  const [system, code] = name.split("/");
  const starred = !stars.has(name);
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  let text = `${code} is ${starred ? "a favourite" : "no favourite any more"}.`;
  try {
    const response = await fetch("/codes/favourites", {
      method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({ system, code, starred }),
    });
    if (!response.ok) throw new Error();
    stars[starred ? "add" : "delete"](name);
    show(item);
  } catch {
    text = "It could not be made a favourite. Open the page again.";
  }
  input.dispatchEvent(new CustomEvent("codedesk:said", { detail: { text, undoable: false }, bubbles: true }));
}

document.addEventListener("codedesk:empty", tell);
document.addEventListener("codedesk:listed", (event) => event.detail.forEach(show));
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyS" || !event.target.matches("[data-combobox]")) return;
  event.preventDefault();
  toggle(event.target);
});
