"""The text search: what people write, understood; what is found, in which order, and why."""

from graph.search.finding import Hit, SearchResult, find, partly
from graph.search.helping import Instead, identified, instead, suggestions
from graph.search.index import INDEX, TextIndex, index_of
from graph.search.kinds import KINDS
from graph.search.reasons import Reason, Segment, reasons

__all__ = [
    "INDEX",
    "KINDS",
    "Hit",
    "Instead",
    "Reason",
    "SearchResult",
    "Segment",
    "TextIndex",
    "find",
    "identified",
    "index_of",
    "instead",
    "partly",
    "reasons",
    "suggestions",
]
