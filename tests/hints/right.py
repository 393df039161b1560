"""What is right for a natural question, worked out from the tables, without a query and without the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.terms import BASE
from tests.build.plain_facts import Row, items, law, table, thing

Rows = set[tuple[str, ...]]
STRONG = {"monitoring-statistics", "independent-evaluation", "comparison-evaluation"}


def named(collection: str, rows: Iterable[Row]) -> Rows:
    """The things of these rows."""
    return {(thing(collection, row["id"]),) for row in rows}


def practices(test: Callable[[Row], bool] = lambda row: True) -> Rows:
    """The practices whose row is so."""
    return named("practices", filter(test, table("practices")))


def events(test: Callable[[Row], bool]) -> Rows:
    """The steps of authorities and courts whose row is so."""
    return named("legal-events", filter(test, table("legal_events")))


def year(row: Row, *names: str) -> int:
    """The first year that these columns give; 0 for none."""
    return next((int(row[name][:4]) for name in names if row[name]), 0)


def began(row: Row) -> int:
    return year(row, "start", "start_year")


def large_cities() -> Rows:
    return named("cities", (row for row in table("cities") if int(row["population_approx"] or 0) > 500_000))


def belgian() -> Rows:
    return named("organisations", (row for row in table("organisations") if row["country"] == "BE"))


def organisations() -> Rows:
    """The Partnership is one too."""
    return named("organisations", table("organisations")) | {(f"{BASE}id/partnership",)}


def implementing() -> Rows:
    wanted = ("implements", "32016R0679")
    return {(law(row["subject"]),) for row in table("act_relations") if (row["predicate"], row["object"]) == wanted}


def found_unlawful_at_last() -> Rows:
    """The practices whose last step found them unlawful, or of which the row says so where there is no step."""
    last = {row["id"]: row["legal_outcome"] for row in table("practices")}
    steps = [row for row in table("legal_events") if row["outcome"] != "noted" and not row["left_out_because"]]
    # Sorting is stable: of two steps on one day the later row is the later step.
    last |= {row["practice"]: row["outcome"] for row in sorted(steps, key=lambda row: row["date"])}
    return {(thing("practices", name),) for name, outcome in last.items() if outcome == "found-unlawful"}


def undated(row: Row) -> bool:
    return not any(row[name] for name in ("start", "start_year", "end", "end_year"))


def titles() -> Rows:
    return {(thing("practices", row["id"]), row["title"]) for row in table("practices")}


def in_cities() -> Rows:
    return {(thing("practices", row["id"]), thing("cities", city))
            for row in table("practices") for city in items(row["cities"])}  # fmt: skip


def has(column: str, value: str) -> Callable[[], Rows]:
    """The practices with a value among those of a column."""
    return lambda: practices(lambda row: value in items(row[column]))


def lately() -> Rows:
    """The practices that began in 2020 or later."""
    return practices(lambda row: began(row) >= 2020)


def once_found_unlawful() -> Rows:
    """The practices of which a step found something unlawful."""
    found = (row for row in table("legal_events") if row["outcome"] == "found-unlawful")
    return {(thing("practices", row["practice"]),) for row in found}


def ended() -> Rows:
    return {(thing("practices", row["id"]), row["end_year"]) for row in table("practices") if row["end_year"]}


def first_cities() -> Rows:
    return set(sorted(named("cities", table("cities")))[:10])


def strong() -> Rows:
    """The practices with monitoring statistics or better evidence."""
    return practices(lambda row: row["evidence_level"] in STRONG)


def in_force_before_2000() -> Rows:
    return {(law(row["id"]),) for row in table("acts") if "" < row["date_in_force"] < "2000"}
