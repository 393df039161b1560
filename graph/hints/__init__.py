"""What a query that parses may not mean as it says: one engine for answers, for the page and for the editor."""

from graph.hints.asked import Hint
from graph.hints.finding import hints_of
from graph.hints.shapes import limit_hints

__all__ = ["Hint", "hints_of", "limit_hints"]
