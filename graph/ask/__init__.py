"""How questions are asked: the catalogue, the binding of values, the answer."""

from graph.ask.answer import Answer, ask
from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Param, Question

__all__ = ["Answer", "Catalogue", "Param", "Question", "ask", "bind"]
