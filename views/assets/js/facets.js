// Filters answer at once. What a reader has opened stays open when the counts change. A narrow screen shows them as a
// sheet over the page, which any step out of it closes.
const wide = window.matchMedia("(min-width: 48rem)");
const BRANCHES = "details.facet[id], .facet-branch > details[id]";
const opened = new Map();
let scrolled = 0, besides = false;

const panel = () => document.getElementById("filters");
const isSheet = () => !wide.matches && panel()?.open;

export function openFacets() {
  // Where the style of a closed panel cannot show it, it has to be open.
  if (panel()) panel().open = wide.matches;
  if (!wide.matches) return;
  for (const facet of document.querySelectorAll("details.facet:not([data-closed])")) facet.open = true;
}

function close(target) {
  panel().open = false;
  target?.focus();
}

function remember() {
  for (const each of document.querySelectorAll(BRANCHES)) opened.set(each.id, each.open);
  scrolled = document.getElementById("facets")?.scrollTop ?? 0;
}

function restore() {
  for (const each of document.querySelectorAll(BRANCHES)) if (opened.has(each.id)) each.open = opened.get(each.id);
  if (isSheet()) document.getElementById("facets").scrollTop = scrolled;
}

document.addEventListener("pointerdown", (event) => { besides = isSheet() && !event.target.closest("#filters"); });
document.addEventListener("click", (event) => {
  if (besides) {
    // What lies under the shade is not meant.
    event.preventDefault();
    besides = false;
    close(panel().querySelector("summary"));
  } else if (isSheet() && event.target.closest(".facets-show")) {
    const results = document.getElementById("results");
    results.tabIndex = -1;
    close(results);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isSheet()) close(panel().querySelector("summary"));
});
document.addEventListener("focusin", (event) => {
  if (isSheet() && !event.target.closest("#filters")) close();
});
wide.addEventListener("change", () => { if (panel()) panel().open = wide.matches; });
document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:oobAfterSwap", restore);
