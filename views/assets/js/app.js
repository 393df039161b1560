// Every page works without this file; it only opens sections that are linked to, and lets filters answer at once.
import "htmx.org";
import "./trace.js";
import { openLinked } from "./fold.js";
import "./suggest.js";
import "./tray.js";
import "./language.js";
import "./print.js";
import "./contribute.js";
import "./work.js";

openLinked();
