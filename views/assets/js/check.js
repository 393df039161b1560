// Asks the server whether the query parses; answers with marks for the editor.
export function place(doc, line, column) {
  if (!line || line > doc.lines) return { from: 0, to: Math.min(1, doc.length) };
  const row = doc.line(line);
  const from = Math.min(row.from + Math.max(0, (column || 1) - 1), row.to);
  return { from, to: Math.min(from + 1, doc.length) };
}

function findings(answer) {
  if (Array.isArray(answer.problems)) {
    const hints = (answer.hints ?? []).map((hint) => ({ ...hint, severity: hint.code === "inferred-too" ? "info" : "warning" }));
    return [...answer.problems, ...hints];
  }
  return answer.detail ? [{ ...answer, message: answer.detail }] : [];
}

export async function problemsOf(view, address) {
  const { doc } = view.state;
  if (!doc.toString().trim()) return [];
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams({ query: doc.toString() }) });
    if (response.status >= 500) return []; // that the server is busy says nothing of the query
    return findings(await response.json()).map(({ line, column, length, message, severity = "error" }) => {
      const at = place(doc, line, column);
      return { from: at.from, to: Math.min(at.from + Math.max(length || 1, at.to - at.from), doc.length), severity, message };
    });
  } catch {
    return []; // no answer is no finding
  }
}
