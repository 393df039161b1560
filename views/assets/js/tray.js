// Collecting for a comparison without leaving the page. Without this file each button leads to the tray.
import { text } from "./texts.js";
import { collected, countInHeader, trayAddress } from "./tray_count.js";

const SHOWN_MS = 8000;
const LABELS = { add: text("Add to comparison"), remove: text("Take out of comparison") };

function told(said) {
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
  place.replaceChildren(words, " ", way);
  clearTimeout(told.ending);
  told.ending = setTimeout(() => { place.replaceChildren(); }, SHOWN_MS);
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
  if (!answer.ok && answer.status !== 400) throw new Error(answer.statusText);
  const body = await answer.json();
  refresh();
  const count = body.tray?.length;
  if (answer.status === 400) told(text("The comparison is full. Take something out of it first."));
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
