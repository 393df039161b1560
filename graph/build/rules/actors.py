"""Who acts: regimes have reasons, parts in practices have an order in time, and what is broader never leads back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.build.facts import Facts, fault
from graph.findings import Finding

SPANS = (("practices", "start", "end"), ("practice_actors", "from", "to"), ("technology_uses", "from", "to"))


def a_default_regime_has_a_reason(facts: Facts) -> Iterator[Finding]:
    """An actor with a default regime of data protection says why, and by which provision."""
    for row in facts.rows("actors"):
        for column in ("regime_reason", "regime_provision"):
            if row.cells["regime"] and not row.cells[column]:
                yield fault("actors", row, column, "The regime has no reason.", f"Write {column}, or empty regime.")


def a_part_in_a_practice_does_not_end_before_it_begins(facts: Facts) -> Iterator[Finding]:
    """What an actor does in a practice ends on its first day at the earliest, as far as both are known."""
    for table, first, last in SPANS:
        for row in facts.rows(table):
            start, end = row.cells[first], row.cells[last]
            shared = min(len(start), len(end))
            if start and end and end[:shared] < start[:shared]:
                yield fault(table, row, last, f"It ends before it begins, {start}.", "Check both dates.", end)


def years_are_those_of_the_dates(facts: Facts) -> Iterator[Finding]:
    """The first and last year of a practice are those of its first and last date, where it has them."""
    for row in facts.rows("practices"):
        for year, day in (("start_year", "start"), ("end_year", "end")):
            if row.cells[day] and row.cells[day][:4] != row.cells[year]:
                mend = f"Write {row.cells[day][:4]}, or mend {day}."
                yield fault("practices", row, year, f"The {day} is {row.cells[day]}.", mend)


def nothing_is_broader_than_itself(facts: Facts) -> Iterator[Finding]:
    """A column that names a row of its own table never leads back to where it started."""
    for name, rows in facts.tables.items():
        for column, target in rows.table.references.items():
            if target != (rows.table.file, rows.table.key):
                continue
            parents = {key: facts.items(name, row, column) for key, row in facts.by_id(name).items()}
            for key, row in facts.by_id(name).items():
                if key in _reached(parents, key):
                    mend = f"Take one {column} out of the circle."
                    yield fault(name, row, column, f"The {column} leads back to {key!r} itself.", mend)


def _reached(parents: Mapping[str, list[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(parents[start])
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            ahead += parents[key]
    return reached
