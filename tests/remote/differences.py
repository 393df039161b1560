"""What a store does differently, by the name that docs/stores.md explains it under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

KINDS = ["memory", "disk", "oxigraph", "virtuoso"]

_VIRTUOSO = {
    "booleans": [
        ("value", "comparison of numbers"), ("value", "comparison of text"), ("value", "comparison of dates"),
        ("value", "true"), ("value", "yes or no"), ("value", "exists"), ("value", "bound"), ("value", "member"),
        ("value", "regular expression"), ("value", "matching a language"), ("question", "practices-found-unlawful"),
        ("question", "assess-rules"),
    ],
    "division": [("value", "division of integers")],
    "failing-expressions": [("value", "division by nothing"), ("value", "error in a choice")],
    "unbound-in-expressions": [("question", "void-description")],
    "numbers": [("value", "double"), ("pattern", "average"), ("question", "dcat-distribution")],
    "plain-text": [("value", "the datatype of a text"), ("question", "completion-kinds")],
    "letters": [("value", "upper case"), ("value", "encoded")],
    "empty-groups": [
        ("pattern", "sum of nothing"), ("question", "practices-declared"), ("question", "practices-notes"),
    ],
    "positions": [("facts", "positions")],
    "base": [("graphs", "a graph relative to a base")],
    "plans": [
        ("question", "technology-rules-on-date"), ("question", "technology-rules-changed"),
        ("question", "practices-list"), ("question", "law-changes"), ("question", "terms-class-links"),
        ("question", "completion-values"),
    ],
}  # fmt: skip

# Statistics decide which plan Virtuoso takes, and some plans answer right.
_SOMETIMES = {"plans"}

DIFFERENCES: Mapping[str, Mapping[tuple[str, str], str]] = {
    "virtuoso": {case: name for name, cases in _VIRTUOSO.items() for case in cases},
}


def across(group: str, cases: Iterable[str]) -> list[Any]:
    """Every case on every store but memory, which the others are compared with; a known difference must show."""
    return [
        pytest.param(kind, case, marks=_marks(kind, group, case), id=f"{kind}-{case}")
        for kind in KINDS[1:]
        for case in cases
    ]


def _marks(kind: str, group: str, case: str) -> list[pytest.MarkDecorator]:
    known = DIFFERENCES.get(kind, {}).get((group, case))
    return [pytest.mark.xfail(strict=known not in _SOMETIMES, reason=f"docs/stores.md: {known}")] if known else []
