"""A query beside what its revision uses: all that a hint is worked out from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graph.completion.table import CompletionTable
from graph.hints.mentions import PatternMention, equals, mentions, resolver
from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.terms import CONCEPT, PREFIXES

NOWHERE: Final = -1


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that the query may not know. `code` names the kind of hint; `start` and `end` are offsets in the text
    of the query, both NOWHERE where it is about the whole.
    """

    code: str
    message: str
    start: int = NOWHERE
    end: int = NOWHERE


@dataclass(frozen=True)
class AskedQuery:
    """A query, what its revision uses, and the terms that are known there."""

    query: Reading
    table: CompletionTable
    known: Collection[str]

    @cached_property
    def mentions(self) -> Sequence[PatternMention]:
        """Its triple patterns."""
        return mentions(self.query)

    @cached_property
    def equals(self) -> Mapping[str, Sequence[int]]:
        """The terms that its variables are said to equal, by their places among the tokens."""
        return equals(self.query)

    @cached_property
    def properties_of(self) -> Mapping[str, frozenset[str]]:
        """By variable, the properties whose value it is; a path that is not plain gives an empty name."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.mentions:
            if each.value.startswith("?"):
                last = each.path[-1] if each.path else ""
                found[each.value].add(last if each.plain and last[:1] not in ("^", "?") else "")
        return {name: frozenset(each) for name, each in found.items()}

    def meant(self, token: Token) -> str:
        """The IRI that a token names; empty when it names none."""
        return resolver(self.query)(token) or "" if token.kind in ("iri", "name") else ""

    def short(self, iri: str) -> str:
        """An IRI as the query would write it, else as pages do."""
        prefixes = {**PREFIXES, **self.query.prologue.prefixes}
        for prefix, space in sorted(prefixes.items(), key=lambda each: -len(each[1])):
            local = iri.removeprefix(space) if space else iri
            if local != iri and local.replace("-", "").replace("_", "").isalnum():
                return f"{prefix}:{local}"
        return f"<{iri}>"

    def scheme(self, iri: str) -> str:
        """The vocabulary of a concept of ours; empty for anything else."""
        words = self.table.words.get(iri)
        return words.scheme if words and words.scheme.startswith(CONCEPT) else ""


def at(code: str, message: str, token: Token) -> Hint:
    """A hint on one token."""
    return Hint(code, message, token.start, token.end)
