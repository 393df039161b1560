"""The hints on a query to one revision: worked out once, and told with every form of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from graph.ask.answer import ask
from graph.completion.index import completion_of
from graph.completion.table import CompletionTable
from graph.errors import OpenPlazaError
from graph.evaluate.evaluated import Evaluated
from graph.hints import Hint, hints_of, limit_hints
from graph.sparql.hints import prefix_hints, term_hints
from graph.sparql.reading import Reading
from views.web.revisions_open import Opened
from views.web.service import service

TERMS: Final = "sparql-terms"
MOST_KEPT: Final = 512
# A longer one is not looked at where it could hold up others.
SHORT: Final = 2_000


@dataclass(frozen=True)
class HintFacts:
    """What hints are worked out from, and those on the queries that were asked last."""

    table: CompletionTable
    known: frozenset[str]
    kept: dict[str, tuple[Hint, ...]] = field(default_factory=dict)

    def of(self, query: Reading) -> tuple[Hint, ...]:
        """The hints on a query, whatever its answer."""
        found = self.kept.get(query.text)
        if found is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            found = self.kept[query.text] = hints_of(query, self.table, self.known)
        return found


# Weak, so that a revision nobody asks any more can be forgotten.
_facts: WeakKeyDictionary[Opened, HintFacts] = WeakKeyDictionary()


def hints_on(query: Reading, here: Opened, found: Evaluated | None = None) -> tuple[Hint, ...]:
    """The hints on a query and, where it was answered, on its answer; none when a store gives no facts for them.

    A hint is a help: that there is none must not become a failure of its own.
    """
    facts = _facts_of(here)
    return (*(facts.of(query) if facts else ()), *limit_hints(query, found.rows if found else None))


def may_have_hints(query: Reading, here: Opened) -> bool:
    """Whether there are hints on a query, or looking for them would take a while."""
    facts = _facts.get(here)
    if facts is None or limit_hints(query, None):
        return True
    return bool(facts.of(query)) if len(query.text) <= SHORT or query.text in facts.kept else True


def hints_for_mistake(query: Reading, here: Opened) -> tuple[str, ...]:
    """What may be meant by a query that does not parse."""
    facts = _facts_of(here)
    return (*prefix_hints(query), *(term_hints(query, facts.known) if facts else ()))


def header_of(hints: Sequence[Hint]) -> str:
    """The hints as a list of strings of a structured field (RFC 9651): ASCII, other letters percent-encoded."""
    return ", ".join(f'"{_escaped(each.message)}"' for each in hints)


def _escaped(text: str) -> str:
    signs = (sign if " " <= sign <= "~" else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in text)
    return "".join(signs).replace("\\", "\\\\").replace('"', '\\"')


def _facts_of(here: Opened) -> HintFacts | None:
    if here not in _facts:
        try:
            rows = ask(here.store, service().catalogue[TERMS]).rows
            table = completion_of(here.revision, lambda: here.store)
        except (OpenPlazaError, OSError):
            return None
        _facts[here] = HintFacts(table, frozenset(str(row["term"]) for row in rows))
    return _facts[here]
