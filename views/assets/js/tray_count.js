// What is in the tray, counted in the header, where it leads to the comparison.
import { text } from "./texts.js";

export function collected() {
  const found = document.cookie.split("; ").find((each) => each.startsWith("tray="));
  return found ? decodeURIComponent(found.slice(5)).split("|").filter(Boolean) : [];
}

export function trayAddress() {
  return new URL("compare/tray", document.querySelector(".site-header .brand").href);
}

export function countInHeader(count = collected().length) {
  const brand = document.querySelector(".site-header .brand");
  if (!brand) return;
  let link = document.querySelector(".tray-link");
  if (!count || location.pathname === trayAddress().pathname) return link?.remove();
  if (!link) {
    link = document.createElement("a");
    link.className = "tray-link";
    link.href = trayAddress();
    brand.after(link);
  }
  link.textContent = text("Comparison (%(count)s)", { count });
}
