"""Answers that are the same for every visitor of a revision, kept beside it in `index/answers/`.

They are those of the questions that say `kept: true` or by which parameter they are kept, asked of the whole revision,
so with no value for a parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.revision import Revision
from graph.settings import ROOT
from graph.store.embedded import read_rows
from graph.store.protocol import Cell, Rows

FORMAT: Final = "1"
QUESTIONS: Final = ROOT / "queries" / "views"
Row = dict[str, Cell | None]
MEDIA_TYPE: Final = "application/sparql-results+json"
SUFFIX: Final = ".srj"


@dataclass(frozen=True, repr=False)
class KeptAnswers:
    """The kept answers of one revision; each is read when it is first asked for."""

    folder: Path
    _read: dict[str, Rows] = field(default_factory=dict)
    _by_thing: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def rows(self, question: Question) -> Rows:
        """The rows of a question that is kept, in their order."""
        name = question.name
        if name not in self._read:
            self._read[name] = self._written(name)
        return self._read[name]

    def rows_of(self, question: Question, thing: str) -> tuple[Row, ...]:
        """The rows of a question that is kept by a parameter, for one value of it, in their order."""
        name = question.name
        if name not in self._by_thing:
            things: dict[str, list[Row]] = {}
            for row in self._written(name).rows:
                things.setdefault(str(row[question.kept_by]), []).append(row)
            self._by_thing[name] = things
        return tuple(self._by_thing[name].get(thing, ()))

    def _written(self, name: str) -> Rows:
        body = (self.folder / f"{name}{SUFFIX}").read_bytes()
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        return read_rows(found)


def answers_of(revision: Revision, store: Callable[[], Queryable]) -> KeptAnswers:
    """The kept answers of `revision`, made from `store` when there are none. Raises Damaged."""
    return INDEX.of(revision, store)


def _write(store: Queryable, folder: Path) -> None:
    for question in Catalogue.load(QUESTIONS):
        if question.kept or question.kept_by:
            whole = bind(question.of_everything, {})
            (folder / f"{question.name}{SUFFIX}").write_bytes(store.serialize(whole, MEDIA_TYPE))


INDEX: Final = DerivedIndex("answers", FORMAT, tuple(sorted(QUESTIONS.rglob("*.rq"))), _write, KeptAnswers)
