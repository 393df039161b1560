"""The states of acts and provisions, as rows of a question give them and as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.law.state import POINTS, Span
from views.drawing.state_drawing import StateBar
from views.web.service import slug_of, text_of

TONES = {"in-force": "light", "proposed": "light", "applicable": "dark", "transposition-due": "dark"}
NAMES = {"transposition-due": "To be in national law"}
"""What a state is called in a drawing, where its first day may lie ahead."""
ORDER = {"proposed": 0, "in-force": 1, "applicable": 2}


def spans(rows: Iterable[Mapping[str, Any]]) -> list[Span]:
    """The rows of the question laws-intervals as spans."""
    return [
        Span(
            slug_of(row["state"]),
            str(row["state_label"]),
            str(row["from"]),
            *(text_of(row, name) for name in ("to", "cause_id", "cause_label", "known")),
        )
        for row in rows
    ]


def badges(found: Sequence[Span]) -> list[dict[str, str]]:
    """The states as badges."""
    return [{"kind": f"status-{span.state}", "label": span.label} for span in found]


def bars(known: Sequence[Span]) -> list[StateBar]:
    """The intervals as bars of a drawing, in the order in which they begin."""
    real = [span for span in known if span.state not in POINTS]
    real.sort(key=lambda span: (span.start, ORDER.get(span.state, 3)))
    return [StateBar(NAMES.get(span.state, span.label), TONES.get(span.state, "end"), span.period) for span in real]
