// Turns the textarea of the query form into an editor; without it the form is sent as it is.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, linter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { place, problemsOf } from "./check.js";
import { colours, look } from "./look.js";
import { text } from "./texts.js";
import { completeTerms, loadTerms } from "./terms.js";

function nonce() {
  return document.querySelector('meta[name="csp-nonce"]')?.content ?? "";
}

function extensions(form, area) {
  const run = () => { form.requestSubmit(); return true; };
  const check = form.dataset.check;
  return [
    EditorView.cspNonce.of(nonce()),
    keymap.of([{ key: "Mod-Enter", run }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
    sparql(), autocompletion({ override: [completeTerms] }), syntaxHighlighting(colours), look,
    check ? [linter((view) => problemsOf(view, check), { delay: 700 }), lintGutter()] : [],
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": area.labels?.[0]?.textContent ?? text("SPARQL query"),
      "aria-describedby": area.getAttribute("aria-describedby") ?? "",
    }),
    EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
  ];
}

function goTo(view, { line, column }) {
  if (!line) return;
  const { from } = place(view.state.doc, Number(line), Number(column));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}

function start(form) {
  const area = form.querySelector('textarea[name="query"]');
  if (!area) return;
  loadTerms(form.dataset.terms);
  const view = new EditorView({ state: EditorState.create({ doc: area.value, extensions: extensions(form, area) }) });
  area.before(view.dom);
  area.hidden = true;
  area.labels?.[0]?.addEventListener("click", () => view.focus());
  goTo(view, form.dataset);
}

const form = document.getElementById("sparql-form");
if (form) start(form);
