// What moves the page is done before it is first drawn, so that nothing jumps: filters where there is room, the tray.
import { openFacets } from "./facets.js";
import { countInHeader } from "./tray_count.js";

document.documentElement.classList.add("scripted");
openFacets();
countInHeader();
