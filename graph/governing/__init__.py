"""Governing: which rules of law reach a case (technology, actor, purpose, place), from when to when, and which do not.

The one decision behind practices, technologies, assessments, impact and traces.
"""

from graph.governing.bound import Bond, bond
from graph.governing.case import CANDIDATES, Case, Reach, Ruling
from graph.governing.decide import decide, parts_left_out, reaches
from graph.governing.library import LawRule, Library, ScopeRule
from graph.governing.scope import HOLDS, OUTSIDE, QUESTION

__all__ = [
    "CANDIDATES", "HOLDS", "OUTSIDE", "QUESTION", "Bond", "Case", "LawRule", "Library", "Reach", "Ruling", "ScopeRule",
    "bond", "decide", "parts_left_out", "reaches",
]  # fmt: skip
