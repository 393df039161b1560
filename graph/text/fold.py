"""Words without case and accents, so that `Malmo` finds `Malmö`: the same for lists as for the search."""

from __future__ import annotations

from graph.text.folding import fold

__all__ = ["fold"]
