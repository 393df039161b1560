// Every page works without this file; it only opens the facets where there is room and lets filters answer at once.
import "htmx.org";
import "./trace.js";
import { openFacets } from "./facets.js";
import "./suggest.js";
import "./tray.js";
import "./print.js";

const wide = window.matchMedia("(min-width: 48rem)");

function openFacets() {
  if (!wide.matches) return;
  for (const facet of document.querySelectorAll("details.facet:not([data-closed])")) facet.open = true;
}

openFacets();
