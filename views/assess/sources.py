"""The sources that a page cites, by number."""

from __future__ import annotations

from typing import Any

from views.shown.values import Hyperlink


class Sources:
    """The sources of a page, numbered in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        """The number of a source; 0 for none."""
        return self._numbers.setdefault(source, len(self._numbers) + 1) if source else 0

    def listed(self) -> list[dict[str, Any]]:
        """Every source with its number."""
        return [{"number": number, "parts": _parts(source)} for source, number in self._numbers.items()]


def _parts(source: str) -> list[Hyperlink]:
    return [
        Hyperlink(part, part if part.startswith(("https://", "http://")) else "") for part in source.split("; ") if part
    ]
