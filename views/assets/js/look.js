// The editor takes its colours from the page's tokens, so light and dark need no second theme.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--op-code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.url], color: "var(--op-code-string)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--op-code-number)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--op-code-variable)" },
  { tag: [tags.namespace, tags.typeName, tags.propertyName], color: "var(--op-code-name)" },
  { tag: tags.comment, color: "var(--op-muted)", fontStyle: "italic" },
]);

const panel = { backgroundColor: "var(--op-surface)", color: "var(--op-ink)", border: "1px solid var(--op-rule)", borderRadius: "4px" };

export const look = EditorView.theme({
  "&": { backgroundColor: "var(--op-field)", color: "var(--op-ink)", border: "1px solid var(--op-field-rule)", borderRadius: "4px", fontSize: "0.9rem" },
  "&.cm-focused": { outline: "3px solid var(--op-focus-inner)", outlineOffset: "0", boxShadow: "0 0 0 6px var(--op-focus)" },
  ".cm-scroller": { fontFamily: "var(--bs-font-monospace)", lineHeight: "1.55", minHeight: "16rem", maxHeight: "34rem" },
  ".cm-content": { caretColor: "var(--op-ink)", padding: "0.6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--op-ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--op-surface)", color: "var(--op-muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--op-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--op-selection)" },
  ".cm-tooltip": panel,
  ".cm-tooltip.cm-completionInfo": { padding: "0.4rem 0.7rem", maxWidth: "24rem", fontFamily: "var(--bs-body-font-family)" },
  // On a phone it would cover the list.
  "@media (max-width: 48rem)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
  ".cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--op-brand)", color: "var(--op-on-brand)" },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--bs-body-font-family)", color: "var(--op-muted)", marginLeft: "1rem" },
  "[aria-selected] > .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { fontWeight: "700" },
});
