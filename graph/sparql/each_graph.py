"""GRAPH evaluates what is inside once for each graph (SPARQL 1.1, 18.6); the engine does so for patterns alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from graph.errors import Refused
from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.text.messages import N_

MOST_CHARACTERS = 2_000_000
# Inside one of these the engine forgets the graph, or takes a shared ?g for a shared variable; a path of any length
# between known ends it counts once for each way.
_FORGETTING = frozenset("minus values graph select lateral".split())


def graph_by_graph(query: Reading, graphs: Sequence[str]) -> str:
    """`query` with GRAPH written out once for each of `graphs`, the named graphs of its dataset, where that matters.

    Raises Refused where this would make it longer than MOST_CHARACTERS.
    """
    if "graph" not in query.words or (_FORGETTING.isdisjoint(query.words) and not any(map(_repeats, query.tokens))):
        return query.text
    return _Writer(query, graphs).written(0, len(query.tokens), "")


class _Writer:
    """Writes a query with its GRAPH clauses replaced; each copy of a clause has blank nodes of its own."""

    def __init__(self, query: Reading, graphs: Sequence[str]) -> None:
        self._query = query
        self._tokens = query.tokens
        self._graphs = graphs
        self._copies = itertools.count(1)
        self._size = 0

    def written(self, first: int, last: int, copy: str) -> str:
        """The text from the token `first` to the end of the one before `last`."""
        parts: list[str] = []
        at = self._tokens[first].start if copy or first else 0
        place = first
        while place < last:
            token, end = self._tokens[place], self._end_of_graph(place)
            if end:
                parts += [self._query.text[at : token.start], self._clause(place, end, copy)]
                at, place = self._tokens[end].end, end
            elif copy and token.text.startswith("_:"):
                parts += [self._query.text[at : token.end], copy]
                at = token.end
            place += 1
        rest = self._tokens[last - 1].end if last < len(self._tokens) else len(self._query.text)
        return self._counted("".join([*parts, self._query.text[at:rest]]))

    def _clause(self, place: int, end: int, copy: str) -> str:
        name, inside = self._tokens[place + 1], (place + 3, end)
        if name.kind != "variable":
            written = f"GRAPH {name.text} {{ {self._inside(*inside, copy)} }}"
            return written if self._query.prologue.resolved(name) in self._graphs else f"{{ {written} FILTER(false) }}"
        if not self._graphs:
            return f"{{ GRAPH {name.text} {{ {self._inside(*inside, copy)} }} FILTER(false) }}"
        return f"{{ {' UNION '.join(self._copies_of(name, inside, copy))} }}"

    def _copies_of(self, name: Token, inside: tuple[int, int], copy: str) -> Iterator[str]:
        for graph in self._graphs:
            written = self._inside(*inside, f"{copy}.{next(self._copies)}")
            yield f"{{ GRAPH <{graph}> {{ VALUES {name.text} {{ <{graph}> }} {written} }} }}"

    def _inside(self, first: int, last: int, copy: str) -> str:
        if first == last:
            return ""
        written = self.written(first, last, copy)
        return f"{{ {written} }}" if self._tokens[first].text.lower() == "select" else written

    def _end_of_graph(self, place: int) -> int:
        """The place where a GRAPH clause that begins at `place` ends, if it has to be written out; else 0."""
        tokens = self._tokens
        if tokens[place].text.lower() != "graph" or tokens[place].kind != "word" or len(tokens) < place + 4:
            return 0
        if tokens[place + 1].kind not in ("variable", "iri", "name") or tokens[place + 2].text != "{":
            return 0
        depth, forgetting = 0, False
        for end in range(place + 2, len(tokens)):
            token = tokens[end]
            depth += (token.text == "{") - (token.text == "}")
            forgetting = forgetting or _repeats(token) or (token.kind == "word" and token.text.lower() in _FORGETTING)
            if depth == 0:
                return end if forgetting else 0
        return 0

    def _counted(self, text: str) -> str:
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise Refused(
                N_(
                    "GRAPH ?g around SELECT, MINUS, VALUES, GRAPH or a path is evaluated once for each of the "
                    "%(number)s graphs, and this query is too long for that. Name the graph, or put it outside.",
                    number=len(self._graphs),
                )
            )
        return text


def _repeats(token: Token) -> bool:
    """Whether it may make a path of any length; it may also multiply or add."""
    return token.text in ("*", "+", "?")
