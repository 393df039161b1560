"""What is wrong with the facts, said so that a curator can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MAX_SHOWN_VALUE = 80


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where it is (file, line from 1, column), the value found, what is wrong and how to mend it."""

    file: str
    line: int
    column: str
    value: str
    message: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        if self.column:
            place += f", column {self.column}"
        value = f" Found: {_shorten(self.value)!r}." if self.value else ""
        return f"{place}: {self.message}{value} {self.mend}".rstrip()


def nearest(value: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the known word closest to `value`, or nothing when none is close."""
    words = list(known)
    close = difflib.get_close_matches(value, words, n=1, cutoff=0.6)
    if not close:
        folded = {word.casefold(): word for word in words}
        close = [folded[m] for m in difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)]
    return f" Did you mean {close[0]!r}?" if close else ""


def report(findings: Iterable[Finding], max_findings: int = 100) -> str:
    """Return findings as text, one a line in file order; says how many are left out past `max_findings`."""
    ordered = sorted(findings)
    lines = [str(finding) for finding in ordered[:max_findings]]
    if len(ordered) > max_findings:
        lines.append(f"… and {len(ordered) - max_findings} more.")
    return "\n".join(lines)


def _shorten(value: str) -> str:
    return value if len(value) <= MAX_SHOWN_VALUE else value[: MAX_SHOWN_VALUE - 1] + "…"
