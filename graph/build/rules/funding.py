"""Who pays: a row of funding says a programme, a payer or an amount, and an amount says its currency."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.findings import Finding

TABLE = "practice_funding"


def funding_says_who_or_how_much(facts: Facts) -> Iterator[Finding]:
    """A row has a programme, a payer or an amount; what is said of an amount stands only beside one."""
    for row in facts.rows(TABLE):
        if not any(row.cells[name] for name in ("programme", "payer", "amount")):
            message = "The row says neither who pays nor how much."
            yield fault(TABLE, row, "programme", message, "Write a programme, a payer or an amount, or leave it out.")
        if row.cells["amount"] and not row.cells["currency"]:
            yield fault(TABLE, row, "currency", "The amount has no currency.", "Write it by ISO 4217.")
        for name in ("currency", "amount_of", "precision"):
            if row.cells[name] and not row.cells["amount"]:
                yield fault(TABLE, row, name, "It is said of an amount, and there is none.", "Empty it.")
