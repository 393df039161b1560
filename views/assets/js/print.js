// A button that prints the page, beside its permanent address; a browser without scripts has its own.
import { text } from "./texts.js";

for (const place of document.querySelectorAll(".permanent")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-primary";
  button.textContent = text("Print");
  button.addEventListener("click", () => window.print());
  place.append(button);
}
