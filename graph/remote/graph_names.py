"""How the graphs of a revision are named inside a remote store, and back.

`{base}graph/X` of revision N is `{base}revision/N/graph/X` there, so that two revisions stand side by side and readers
of one never see the other. The renaming is the same everywhere, in IRIs and in text, so that what a query compares
still compares equal. `{base}revision/N/all` holds every triple once: it is the default graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from graph.sparql.guard import check_graphs, check_portable
from graph.sparql.reading import Reading, read
from graph.sparql.tokens import edited


@dataclass(frozen=True, slots=True)
class StoreQuestion:
    """A query as the store gets it, with the graphs that are its dataset there."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphNames:
    """The names of one revision of one OpenPlaza; `base` is its base IRI."""

    base: str
    number: int

    @property
    def pointer(self) -> str:
        """The graph that says which revisions the store holds, and which of them is current."""
        return f"{self.base}revision/current"

    @property
    def revision(self) -> str:
        return f"{self.base}revision/{self.number}"

    @property
    def everything(self) -> str:
        """The graph of every triple of the revision, once."""
        return f"{self.revision}/all"

    @property
    def nothing(self) -> str:
        """A graph that is never filled: for an empty dataset, because stores that are given none take all they hold."""
        return f"{self.revision}/nothing"

    @property
    def _here(self) -> str:
        return f"{self.base}graph/"

    @property
    def _there(self) -> str:
        return f"{self.revision}/graph/"

    def out(self, text: str) -> str:
        """`text` with every graph name as the store knows it."""
        return text.replace(self._here, self._there)

    def back(self, data: bytes) -> bytes:
        """An answer with every graph name as it is here, also where JSON escapes a slash or ENCODE_FOR_URI wrote it."""
        there, here = self._there.encode(), self._here.encode()
        encoded = quote(self._there, safe="").encode(), quote(self._here, safe="").encode()
        return data.replace(there, here).replace(there.replace(b"/", b"\\/"), here).replace(*encoded)

    def question(
        self, query: str, graphs: Iterable[str], defaults: Iterable[str] = (), named: Iterable[str] = ()
    ) -> StoreQuestion:
        """`query` with graph names as there, and its dataset: the graphs of the protocol, else its own FROM, else all.

        `graphs` are the graphs that exist here. Raises Refused or BadQuery for what only some stores understand.
        """
        known = tuple(graphs)
        reading = read(query)
        check_portable(reading)
        defaults, named = tuple(defaults), tuple(named)
        check_graphs([*reading.default_graphs, *reading.named_graphs, *defaults, *named], known)
        if not (defaults or named):
            defaults, named = reading.default_graphs, reading.named_graphs
        whole = not (defaults or named)
        default_graphs = (self.everything,) if whole else tuple(map(self.out, defaults)) or (self.nothing,)
        if "graph" in reading.words:
            named_graphs = tuple(map(self.out, known if whole else named)) or (self.nothing,)
        else:
            named_graphs = ()
        return StoreQuestion(self.out(self._written(reading)), default_graphs, named_graphs)

    def _written(self, reading: Reading) -> str:
        """The query without its FROM clauses; a graph name written with a prefix or a base is written out."""
        dropped = {place for clause in reading.clauses for place in range(clause.first, clause.last + 1)}
        edits = [(reading.tokens[place].start, reading.tokens[place].end, "") for place in dropped]
        for place, token in enumerate(reading.tokens):
            iri = reading.prologue.resolved(token)
            if iri is not None and iri.startswith(self._here) and place not in dropped | reading.prologue.declared:
                edits.append((token.start, token.end, f"<{iri}>"))
        return edited(reading.text, edits)


def counted(graphs: Mapping[str, int], naming: GraphNames) -> Iterator[tuple[str, int]]:
    """Every named graph of a revision as the store names it, with its number of triples."""
    return ((naming.out(name), count) for name, count in graphs.items() if name)
