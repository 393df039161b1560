// Every page works without this file; it only opens the facets where there is room and lets filters answer at once.
import "htmx.org";
import "./trace.js";
import { openFacets } from "./facets.js";
import "./suggest.js";
import "./tray.js";
import "./language.js";
import "./print.js";

openFacets();
