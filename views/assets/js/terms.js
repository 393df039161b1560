// Completion from the ontology's own terms: label and comment are shown, and a missing PREFIX is added.
let terms = [];

export async function loadTerms(address) {
  const inline = document.getElementById("terms");
  if (inline) { terms = JSON.parse(inline.textContent); return; }
  if (!address) return;
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok) terms = await response.json();
  } catch {
    terms = []; // writing by hand still works
  }
}

function insertion(term, declared) {
  return (view, _completion, from, to) => {
    const prefix = term.curie.split(":")[0];
    const changes = [{ from, to, insert: term.curie }];
    const head = declared.has(prefix) ? "" : `PREFIX ${prefix}: <${term.ns}>\n`;
    if (head) changes.unshift({ from: 0, insert: head });
    view.dispatch({ changes, selection: { anchor: from + head.length + term.curie.length } });
  };
}

function variables(text, typed) {
  const names = new Set(text.match(/[?$]\w+/g));
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}

export function completeTerms(context) {
  const word = context.matchBefore(/[?$]?[\w:-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const text = context.state.doc.toString();
  if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(text, word.text) };
  const wantsClass = /(\ba|rdf:type)\s+$/.test(text.slice(Math.max(0, word.from - 40), word.from));
  const declared = new Set([...text.matchAll(/prefix\s+([\w-]*):/gi)].map((match) => match[1]));
  const options = terms
    .filter((term) => !wantsClass || term.kind === "class")
    .map((term) => ({
      label: term.curie, detail: term.label, info: term.comment || undefined,
      type: term.kind === "class" ? "class" : "property", apply: insertion(term, declared),
    }));
  return { from: word.from, options, validFor: /^[\w:-]*$/ };
}
