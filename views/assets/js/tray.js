// Collecting for a comparison without leaving the page. Without this file each button leads to the tray.
import { text } from "./texts.js";

const SHOWN_MS = 8000;
const LABELS = { add: text("Add to comparison"), remove: text("Take out of comparison") };

function collected() {
  const found = document.cookie.split("; ").find((each) => each.startsWith("tray="));
  return found ? decodeURIComponent(found.slice(5)).split("|").filter(Boolean) : [];
}

function trayAddress() {
  return new URL("compare/tray", document.querySelector(".site-header .brand").href);
}

function told(said, lang = "") {
  let place = document.querySelector("#tray-told");
  if (!place) {
    place = document.createElement("div");
    place.id = "tray-told";
    place.className = "tray-told";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  const way = document.createElement("a");
  way.href = trayAddress();
  way.textContent = text("See the comparison");
  const words = document.createElement("span");
  words.textContent = said;
  if (lang) words.lang = lang;
  place.replaceChildren(words, " ", way);
  clearTimeout(told.ending);
  told.ending = setTimeout(() => { place.replaceChildren(); }, SHOWN_MS);
}

function countInHeader(count) {
  const brand = document.querySelector(".site-header .brand");
  if (!brand) return;
  let link = document.querySelector(".tray-link");
  if (!count) return link?.remove();
  if (!link) {
    link = document.createElement("a");
    link.className = "tray-link";
    link.href = trayAddress();
    brand.after(link);
  }
  link.textContent = text("Comparison (%(count)s)", { count });
}

export function refresh() {
  const paths = collected();
  for (const button of document.querySelectorAll("button[data-collect]")) {
    button.name = paths.includes(button.value) ? "remove" : "add";
    button.querySelector("span").textContent = LABELS[button.name];
  }
  countInHeader(paths.length);
}

async function change(button) {
  const { name, value } = button;
  const answer = await fetch(button.form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams([[name, value]]),
  });
  const body = await answer.json();
  refresh();
  const count = body.tray?.length;
  // What a program is refused is told in English.
  if (!answer.ok) told(body.detail.replace(`${body.field}: `, ""), "en");
  else if (name === "add") told(text("Added to the comparison: %(count)s collected.", { count }));
  else told(text("Taken out of the comparison: %(count)s collected.", { count }));
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("button[data-collect]")) return;
  event.preventDefault();
  change(button).catch(() => button.form.submit());
});
document.addEventListener("htmx:afterSettle", refresh);
window.addEventListener("pageshow", refresh);
refresh();
