// Suggestions under a search box, by the combobox pattern of the ARIA Authoring Practices (list autocomplete, manual
// selection). Without this file the box is a plain form field. The last thing written wins: older answers are dropped.
import { counted, text } from "./texts.js";

const WAIT_MS = 120, MOST_KEPT = 50;
let boxes = 0;

function make(name, attributes, words) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (words) element.textContent = words;
  return element;
}

function option(id, each) {
  const item = make("li", { id, role: "option", "aria-selected": "false", class: "suggest-option" });
  const label = make("span", { class: "suggest-label" }, each.label);
  if (each.lang && each.lang !== "en") label.lang = each.lang;
  const kind = make("span", { class: "suggest-kind" }, each.context ? `${each.kind} · ${each.context}` : each.kind);
  item.append(label, kind);
  // A reason that only says the name again tells nothing.
  const again = each.why.endsWith(`${text("Name")}: ${each.label}`) || each.why === text("Has exactly this name");
  if (!again) item.append(make("span", { class: "suggest-why" }, each.why));
  return item;
}

function combobox(holder) {
  const input = holder.querySelector("input[type=search]");
  const form = input.form;
  const number = ++boxes;
  const list = make("ul", { id: `suggest-${number}`, role: "listbox", "aria-label": text("Suggestions"), class: "suggest-list" });
  const status = make("div", { role: "status", class: "visually-hidden" });
  const known = new Map();
  let timer = 0, asked = 0, running = null, chosen = -1, offers = [];

  list.hidden = true;
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(key, value);
  holder.classList.add("suggest");
  holder.append(list, status);

  function close() {
    clearTimeout(timer);
    asked += 1;
    running?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(next) {
    const items = list.children;
    if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
    chosen = next;
    if (chosen < 0) { input.removeAttribute("aria-activedescendant"); return; }
    items[chosen].setAttribute("aria-selected", "true");
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function show(found) {
    offers = found;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((each, place) => option(`suggest-${number}-${place}`, each)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = found.length
      ? counted(found.length, "%(number)s suggestion. Use the arrow keys.", "%(number)s suggestions. Use the arrow keys.")
      : text("No suggestions.");
  }

  function follow(place) {
    const address = new URL(offers[place].address, location.href);
    // Only pages of this site are ever offered; anything else would be a fault of ours.
    if (address.origin === location.origin) location.assign(address);
  }

  async function ask() {
    const sought = input.value.trimStart();
    const mine = ++asked;
    running?.abort();
    if (!sought.trim()) { close(); return; }
    if (known.has(sought)) { show(known.get(sought)); return; }
    running = new AbortController();
    const address = new URL(holder.dataset.suggest, location.href);
    address.searchParams.set("q", sought);
    for (const name of ["on", "revision"]) {
      const value = new URLSearchParams(location.search).get(name);
      if (value) address.searchParams.set(name, value);
    }
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: running.signal });
      if (!response.ok) return;
      const found = (await response.json()).suggestions;
      if (mine !== asked) return;
      if (known.size >= MOST_KEPT) known.clear();
      known.set(sought, found);
      if (document.activeElement === input) show(found);
    } catch {
      // Given up for a newer question, or no answer: the form still works.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      const down = event.key === "ArrowDown";
      choose(down ? (chosen >= last ? -1 : chosen + 1) : (chosen < 0 ? last : chosen - 1));
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      follow(chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // A press must not take the focus from the box before it is a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) follow([...list.children].indexOf(item));
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
}

for (const holder of document.querySelectorAll("[data-suggest]")) combobox(holder);
