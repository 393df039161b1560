// Filters answer at once. What a reader has opened stays open when the counts change, and a narrow screen starts closed.
const wide = window.matchMedia("(min-width: 48rem)");
const BRANCHES = "details.facet[id], .facet-branch > details[id]";
const opened = new Map();

export function openFacets() {
  const panel = document.getElementById("filters");
  if (panel) panel.open = wide.matches;
  if (!wide.matches) return;
  for (const facet of document.querySelectorAll("details.facet:not([data-closed])")) facet.open = true;
}

function remember() {
  for (const each of document.querySelectorAll(BRANCHES)) opened.set(each.id, each.open);
}

function restore() {
  for (const each of document.querySelectorAll(BRANCHES)) if (opened.has(each.id)) each.open = opened.get(each.id);
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:oobAfterSwap", restore);
