// Turns the textarea of the query form into an editor; it is large, and fetched by sparql.js when somebody begins to write.
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
import { completion } from "./terms.js";

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
    sparql(), autocompletion({ override: [completion(form.dataset.complete)], activateOnTypingDelay: 150, icons: false }), syntaxHighlighting(colours), look,
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

// Put in place of the textarea of the form, once; what was selected there stays selected.
export function start(form, area) {
  const selection = { anchor: area.selectionStart, head: area.selectionEnd };
  const focused = document.activeElement === area;
  const doc = area.value;
  const view = new EditorView({ state: EditorState.create({ doc, selection, extensions: extensions(form, area) }) });
  area.before(view.dom);
  area.hidden = true;
  area.labels?.[0]?.addEventListener("click", () => view.focus());
  if (form.dataset.line) goTo(view, form.dataset);
  else if (focused) view.focus();
}
