"""The store inside the process: pyoxigraph in memory, or read-only on disk when the revision is large."""

from __future__ import annotations

from typing import Any, Protocol

import pyoxigraph as ox

from graph.errors import Refused
from graph.revision import Revision
from graph.sparql.formats import graph_format, result_format
from graph.sparql.reading import read
from graph.sparql.syntax_errors import told
from graph.store.older_words import in_words, older_words
from graph.store.opening import open_native
from graph.store.protocol import Cell, Rows


class Limits(Protocol):
    """The one setting this store needs."""

    @property
    def max_memory_quads(self) -> int: ...


class EmbeddedStore:
    """Answers in this process, in the words of its revision. For queries of the catalogue only: nothing stops one."""

    def __init__(self, store: ox.Store, revision: int) -> None:
        self._store = store
        self._revision = revision
        self._words = older_words(store)

    @classmethod
    def open(cls, revision: Revision, settings: Limits) -> EmbeddedStore:
        """The store of `revision`: in memory up to `max_memory_quads`, else on disk beside the revision."""
        return cls(open_native(revision, settings.max_memory_quads), revision.number)

    @property
    def revision(self) -> int:
        return self._revision

    def worded(self, text: str) -> str:
        """A query of ours in the words of its revision, as it is evaluated."""
        return in_words(text, self._words)

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; raises BadQuery if it does not parse, Refused if it is no SELECT."""
        found = self._query(text)
        if not isinstance(found, ox.QuerySolutions):
            raise Refused("This asks for rows, so it must be a SELECT.")
        return read_rows(found)

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""
        found = self._query(text)
        if not isinstance(found, ox.QueryBoolean):
            raise Refused("This asks for yes or no, so it must be an ASK.")
        return bool(found)

    def construct(self, text: str, media_type: str) -> bytes:
        """The triples of a CONSTRUCT or DESCRIBE, written as `media_type`."""
        found = self._query(text)
        if not isinstance(found, ox.QueryTriples):
            raise Refused("This asks for triples, so it must be a CONSTRUCT or a DESCRIBE.")
        return found.serialize(format=graph_format(media_type)) or b""

    def serialize(self, text: str, media_type: str) -> bytes:
        """The answer of any query, written as `media_type`; the engine writes it, no row passes through Python."""
        found = self._query(text)
        if isinstance(found, ox.QueryTriples):
            return found.serialize(format=graph_format(media_type)) or b""
        return found.serialize(format=result_format(media_type)) or b""

    def _query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._store.query(self.worded(text))
        except SyntaxError as error:
            raise told(read(text), str(error)) from error


def read_rows(found: ox.QuerySolutions) -> Rows:
    """All rows of an answer of the engine."""
    names = tuple(variable.value for variable in found.variables)
    # The same terms come again in most rows, and to look one up is cheaper than to make a cell of it.
    cells = _Cells()
    return Rows(names, tuple({name: cells[value] for name, value in zip(names, row, strict=True)} for row in found))


class _Cells(dict[Any, Cell | None]):
    """The cells of one answer by their terms, each made once."""

    def __missing__(self, term: Any) -> Cell | None:
        made = self[term] = cell(term)
        return made


def cell(term: Any) -> Cell | None:
    """One term of an answer as a Cell; None stays None."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, "iri")
    if isinstance(term, ox.BlankNode):
        return Cell(term.value, "bnode")
    if isinstance(term, ox.Literal):
        return Cell(term.value, "literal", term.language, term.datatype.value)
    return Cell(str(term), "literal")
