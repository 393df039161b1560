"""Queries made at random over a small dataset: every clause of SPARQL 1.1 that can change the rows of an answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import pyoxigraph as ox

THINGS = tuple(f"<urn:{letter}>" for letter in "abcde")
LINKS = tuple(f"<urn:{letter}>" for letter in "pqr")
GRAPHS = tuple(f"<urn:g{number}>" for number in (1, 2, 3))
TEXTS = ('"x"', '"xy"', '"x"@en', '"y"@de', '"a-1"', '""')
DAY = "http://www.w3.org/2001/XMLSchema#date"
VALUES = (*TEXTS, "1", "2", "10", f'"2026-01-02"^^<{DAY}>', f'"2025-12-31"^^<{DAY}>')
VARIABLES = tuple(f"?{letter}" for letter in "uvwxyz")
# Jena fails where a link is a text, so these never meet one.
LINK_VARIABLES = ("?m", "?o")
PATTERNS = ("^x", "y$", "[a-z]", r"\\w", "x?y", "[^x]", "(x)(y)", r"\\d", "[a-z-[x]]", ".", "a|y")


def quads(seed: int) -> list[ox.Quad]:
    """A dataset of about 25 triples in three graphs, all of them in the default graph too."""
    made = random.Random(seed)
    found: dict[ox.Quad, None] = {}
    for _ in range(25):
        subject, link = made.choice(THINGS), made.choice(LINKS)
        value = made.choice(THINGS if made.random() < 0.6 else VALUES)
        (triple,) = ox.parse(f"{subject} {link} {value} .", format=ox.RdfFormat.TURTLE)
        found[ox.Quad(*triple.triple)] = None
        for graph in made.sample(GRAPHS, made.choice((1, 1, 1, 2))):
            found[ox.Quad(*triple.triple, ox.NamedNode(graph[1:-1]))] = None
    return list(found)


Made = TypeVar("Made")


class Maker:
    """Makes queries; the same seed gives the same queries."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._names = 0

    def query(self) -> str:
        """One SELECT or ASK; no answer depends on an order that the standard leaves open."""
        self._names = 0
        if self._chance(0.08):
            return f"ASK {{ {self._group(2)} }}"
        return self._select(2)

    def _select(self, depth: int) -> str:
        group, distinct = self._group(depth), self._one(("", "", "DISTINCT "))
        shape = self._random.random()
        if shape < 0.2:
            return f"SELECT {distinct}* {{ {group} }}"
        if shape < 0.4:
            return self._grouped(group)
        names = " ".join(self._some((*VARIABLES, *LINK_VARIABLES), 1, 4))
        extra = f" ({self._expression(2)} AS {self._fresh()})" if self._chance(0.3) else ""
        return f"SELECT {distinct}{names}{extra} {{ {group} }}"

    def _grouped(self, group: str) -> str:
        keys = self._some([name for name in VARIABLES if name in group], 0, 2)
        over = self._one(VARIABLES)
        counted = self._one(
            (
                "COUNT(*)",
                f"COUNT({over})",
                f"COUNT(DISTINCT {over})",
                f"SUM({over})",
                f"MIN(STRLEN(STR({over})))",
                f"MAX(STRLEN(STR({over})))",
                f"AVG({over})",
            )
        )
        having = f" HAVING ({counted} > {self._one('012')})" if self._chance(0.2) else ""
        grouping = f" GROUP BY {' '.join(keys)}" if keys else ""
        return f"SELECT {' '.join(keys)} ({counted} AS {self._fresh()}) {{ {group} }}{grouping}{having}"

    def _group(self, depth: int) -> str:
        makers: list[Callable[[int], str]] = [self._triples, self._triples, self._filter]
        if depth > 0:
            makers += [
                self._optional, self._union, self._minus, self._graph, self._graph,
                self._values, self._bind, self._nested, self._subselect,
            ]  # fmt: skip
        first = self._triples(depth) if self._chance(0.75) else ""
        return " ".join([first, *(self._one(makers)(depth - 1) for _ in range(self._random.randint(0, 2)))])

    def _triples(self, _: int) -> str:
        return " ".join(self._triple() for _ in range(self._random.randint(1, 2)))

    def _triple(self) -> str:
        shape = self._random.random()
        if shape < 0.2:
            return self._path()
        link = self._one(LINK_VARIABLES if shape < 0.4 else LINKS)
        return f"{self._end()} {link} {self._one(VALUES) if self._chance(0.1) else self._end()} ."

    def _path(self) -> str:
        """A triple with a path; what docs/conformance.md lists as `path-alternatives` is only made inside * and +.

        The ends of a path of no length are nodes of the data, which not every engine keeps to where another pattern
        gives them: they have names of their own.
        """
        one, other = self._one(LINKS), self._one(LINKS)
        inner = self._one((f"({one}|{other})", f"!{one}", f"(^{one})", f"({one}/{other})", one))
        if self._chance(0.4):
            return f"{self._fresh()} {self._one((f'{inner}*', f'{one}?'))} {self._fresh()} ."
        path = self._one((f"{one}/{other}", f"^{one}", f"{inner}+", f"{one}/{inner}+", f"^({one}/{other})"))
        return f"{self._end()} {path} {self._end()} ."

    def _end(self) -> str:
        return self._one(THINGS) if self._chance(0.2) else self._one(VARIABLES)

    def _optional(self, depth: int) -> str:
        return f"OPTIONAL {{ {self._group(depth)} }}"

    def _minus(self, depth: int) -> str:
        return f"MINUS {{ {self._group(depth)} }}"

    def _nested(self, depth: int) -> str:
        return f"{{ {self._group(depth)} }}"

    def _union(self, depth: int) -> str:
        return f"{{ {self._group(depth)} }} UNION {{ {self._group(depth)} }}"

    def _graph(self, depth: int) -> str:
        # A name of its own: docs/conformance.md, `graph-variable-known-inside`.
        name = self._one(("?g", "?h")) if self._chance(0.7) else self._one((*GRAPHS, "<urn:no-graph>"))
        return f"GRAPH {name} {{ {self._group(depth)} }}"

    def _subselect(self, depth: int) -> str:
        return f"{{ {self._select(depth)} }}"

    def _values(self, _: int) -> str:
        cells = " ".join(self._one((*THINGS, *VALUES, *GRAPHS)) for _ in range(self._random.randint(1, 3)))
        return f"VALUES {self._one(VARIABLES)} {{ {cells} }}"

    def _bind(self, _: int) -> str:
        return f"BIND({self._expression(2)} AS {self._fresh()})"

    def _filter(self, depth: int) -> str:
        if depth > 0 and self._chance(0.3):
            # MINUS inside would be `minus-inside-exists`.
            return f"FILTER {self._one(('EXISTS', 'NOT EXISTS'))} {{ {self._group(0)} }}"
        return f"FILTER({self._condition(2)})"

    def _condition(self, depth: int) -> str:
        """What is true or false; other values are not asked for it: `text-with-language-as-condition`."""
        one, other = self._expression(depth - 1), self._expression(depth - 1)
        name, pattern = self._one(VARIABLES), f'"{self._one(PATTERNS)}"'
        # Booleans are not compared by size: `booleans-have-no-order`.
        plain = (
            f"({one} = {other})", f"({one} != {other})", f"({name} < {self._one(VALUES)})", f"BOUND({name})",
            f"(STR({one}) >= STR({other}))", f"isIRI({one})", f"isLiteral({one})", f"isNumeric({one})",
            f"({one} IN ({other}, {name}))", f"({one} NOT IN ({other}))", f"REGEX(STR({one}), {pattern})",
            f'CONTAINS(STR({one}), "x")', f"sameTerm({one}, {other})", f'langMatches(LANG({one}), "*")',
        )  # fmt: skip
        if depth < 2 or self._chance(0.6):
            return self._one(plain)
        first, second = self._condition(1), self._condition(1)
        return self._one((f"({first} && {second})", f"({first} || {second})", f"(!{first})"))

    def _expression(self, depth: int) -> str:
        if depth <= 0:
            return self._one((*VARIABLES, *VARIABLES, *LINK_VARIABLES, *VALUES, *THINGS))
        one, other = self._expression(depth - 1), self._expression(depth - 1)
        name, pattern = self._one(VARIABLES), f'"{self._one(PATTERNS)}"'
        return self._one(
            (
                self._condition(1), f"STR({one})", f"LANG({one})", f"DATATYPE({one})", f"COALESCE({one}, {other})",
                f"IF({self._condition(1)}, {other}, {name})", f"(ABS({one}) + {other})", f"({one} - ABS({other}))",
                f"({one} * {other})", f'REPLACE(STR({one}), {pattern}, "z")', f"STRLEN(STR({one}))",
                f"SUBSTR(STR({one}), 2)", f"UCASE(STR({one}))", f"CONCAT(STR({one}), STR({other}))",
                f'STRBEFORE(STR({one}), "-")', f'STRAFTER(STR({one}), "x")', f"YEAR({one})", f"ABS({one})",
                f"ENCODE_FOR_URI(STR({one}))",
            )
        )  # fmt: skip

    def _fresh(self) -> str:
        self._names += 1
        return f"?n{self._names}"

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _one(self, choices: Sequence[Made]) -> Made:
        return self._random.choice(choices)

    def _some(self, choices: Sequence[str], least: int, most: int) -> list[str]:
        return self._random.sample(choices, min(len(choices), self._random.randint(least, most)))
