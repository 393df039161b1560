"""All hints on a query, the gravest first. None is a guess about what somebody wants: each says what the data are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from graph.completion.table import CompletionTable
from graph.hints import letters, literals, renamed, shapes, terms, values
from graph.hints.asked import AskedQuery, Hint, at
from graph.sparql.hints import having_hints, term_hints
from graph.sparql.reading import Reading

MOST: Final = 8
FINDERS: Final = (terms.unused, terms.foreign, renamed.renamed, values.sisters, values.untagged, values.things,
                  values.strangers, values.spelled, literals.other_types, letters.small_letters, shapes.days,
                  shapes.years, shapes.inferred)  # fmt: skip
# A longer query gets none: to look at it is work, for every answer.
LONGEST: Final = 32_768


def hints_of(query: Reading, table: CompletionTable, known: Collection[str]) -> tuple[Hint, ...]:
    """The first MOST hints on a query that parses, whatever its answer; `limit_hints` has those on its end.

    `table` and `known` are what its revision uses and has. A query that calls other endpoints is told nothing of what
    the data have.
    """
    if len(query.text) > LONGEST:
        return ()
    asked = AskedQuery(query, table, known)
    found = [_placed(asked, each) for each in term_hints(query, known)]
    found += [Hint("having", each) for each in having_hints(query)]
    if not query.calls_service:
        for find in FINDERS:
            found += find(asked)
    return tuple({(each.code, each.message): each for each in reversed(found)}.values())[::-1][:MOST]


def _placed(asked: AskedQuery, said: str) -> Hint:
    """A hint on a term that is not known, at the first place where it is written."""
    written, _, rest = said.partition(" is not a term here.")
    token = next((each for each in asked.query.tokens if each.text == written), None)
    if token is None:
        return Hint("unknown-term", said)
    if near := terms.class_meant(asked, token):
        return at("unknown-term", f"{written} is not a term here. Did you mean {near}?", token)
    return at("unknown-term", said if rest else f"{said} {terms.elsewhere(asked, asked.meant(token))}".rstrip(), token)
