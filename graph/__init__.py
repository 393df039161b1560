"""How the graph is made and asked. The public names are listed in docs/api.md; they are loaded when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph import ask, build
    from graph.ask import Answer, Catalogue, Question, bind
    from graph.build import check
    from graph.errors import OpenPlazaError
    from graph.evaluate.evaluator import Evaluator
    from graph.revision import Revision, current
    from graph.settings import Settings, load_settings
    from graph.store import EmbeddedStore, Store

__all__ = [
    "Answer",
    "Catalogue",
    "EmbeddedStore",
    "Evaluator",
    "OpenPlazaError",
    "Question",
    "Revision",
    "Settings",
    "Store",
    "ask",
    "bind",
    "build",
    "check",
    "current",
    "load_settings",
]

_HOMES = {
    "Answer": "graph.ask",
    "Catalogue": "graph.ask",
    "EmbeddedStore": "graph.store",
    "Evaluator": "graph.evaluate.evaluator",
    "OpenPlazaError": "graph.errors",
    "Question": "graph.ask",
    "Revision": "graph.revision",
    "Settings": "graph.settings",
    "Store": "graph.store",
    "bind": "graph.ask",
    "check": "graph.build",
    "current": "graph.revision",
    "load_settings": "graph.settings",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"graph.{name}")
    raise AttributeError(f"module 'graph' has no attribute {name!r}")
