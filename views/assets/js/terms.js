// Completion by position: the server is told what stands before and after the cursor, and says what may be written there.
const TYPES = { prefix: "namespace", thing: "constant", value: "enum" };
const MOST_KEPT = 100;
const kept = new Map();

function inserted(offer) {
  return (view, _completion, from, to) => {
    const head = offer.prefix ? `PREFIX ${offer.prefix}: <${offer.namespace}>\n` : "";
    const changes = [{ from, to, insert: offer.insert }];
    if (head) changes.unshift({ from: 0, insert: head });
    view.dispatch({ changes, selection: { anchor: from + head.length + offer.insert.length }, userEvent: "input.complete" });
  };
}

async function asked(address, before, after, signal) {
  const key = `${before}\0${after}`;
  if (kept.has(key)) return kept.get(key);
  const body = new URLSearchParams({ before, after });
  const response = await fetch(address, { method: "POST", body, signal, headers: { Accept: "application/json" } });
  if (!response.ok) return null;
  const found = await response.json();
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, found);
  return found;
}

export function completion(address) {
  return async (context) => {
    const before = context.state.sliceDoc(0, context.pos);
    // A list comes up by itself for what is being written, and after what asks for a property or a value.
    if (!context.explicit && !/[\w:?$<\-]$|(?:\ba|[;/^=])\s*$/.test(before)) return null;
    const given = new AbortController();
    context.addEventListener("abort", () => given.abort());
    try {
      const found = await asked(address, before, context.state.sliceDoc(context.pos), given.signal);
      if (!found?.offers.length) return null;
      const options = found.offers.map((offer) => ({
        label: offer.label, detail: offer.detail || undefined, info: offer.info || undefined,
        type: TYPES[offer.sort] ?? offer.sort, apply: inserted(offer),
      }));
      return { from: context.pos - found.typed, options, filter: false };
    } catch {
      return null; // writing by hand still works
    }
  };
}
