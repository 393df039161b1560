"""How questions are asked: the catalogue, the binding of values, the answer."""

from graph.ask.answer import Answer, ask
from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Param, Question
from graph.ask.resolving import resolved

__all__ = ["Answer", "Catalogue", "Param", "Question", "ask", "bind", "resolved"]
