// Zoom for the drawing of a trace: buttons that work by mouse, touch and keyboard. Without them it scrolls.
import { text } from "./texts.js";

const STEP = 1.25, LEAST = 0.4, MOST = 3;

function zoomable(region) {
  const picture = region.querySelector("svg");
  const box = picture.viewBox.baseVal;
  const bar = document.createElement("div");
  bar.className = "trace-zoom";
  let scale = picture.getBoundingClientRect().width / box.width;
  const first = scale;

  function show(next) {
    const middle = (region.scrollLeft + region.clientWidth / 2) / (box.width * scale);
    scale = Math.min(MOST, Math.max(LEAST, next));
    picture.classList.remove("trace-fits");
    picture.setAttribute("width", box.width * scale);
    picture.setAttribute("height", box.height * scale);
    region.scrollLeft = middle * box.width * scale - region.clientWidth / 2;
  }

  for (const [label, next] of [[text("Larger"), () => scale * STEP], [text("Smaller"), () => scale / STEP], [text("As at first"), () => first]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-primary";
    button.textContent = label;
    button.addEventListener("click", () => show(next()));
    bar.append(button);
  }
  region.before(bar);
}

for (const region of document.querySelectorAll("[data-zoom]")) zoomable(region);
