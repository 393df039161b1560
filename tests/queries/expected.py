"""What the tables say, read with the csv module alone, so that an expected answer does not come from the graph."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from graph.settings import ROOT

Row = dict[str, str]
Tuples = list[tuple[str, ...]]
Asked = Callable[..., Tuples]
"""asked(name, columns, **values) gives the rows of a question, cut to the columns."""

THING = "https://w3id.org/openplaza/id/"
CONCEPT = "https://w3id.org/openplaza/concept/"


@cache
def table(name: str) -> tuple[Row, ...]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def by_id(name: str) -> dict[str, Row]:
    return {row["id"]: row for row in table(name)}


def parts(cell: str, separator: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


def slug(notation: str) -> str:
    plain = unicodedata.normalize("NFKD", notation.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def chain(name: str, start: str) -> list[str]:
    """An id and everything broader."""
    found = [start]
    for here in found:
        found += [wide for wide in parts(by_id(name)[here]["broader"]) if wide not in found]
    return found


def practices(**wanted: str) -> list[Row]:
    """Practices whose cells hold the wanted value, alone or in a list."""
    return [row for row in table("practices") if all(value in parts(row[key]) for key, value in wanted.items())]


def relations(**wanted: str) -> list[Row]:
    return [row for row in table("act_relations") if all(row[key] == value for key, value in wanted.items())]


def latest(*dates: str) -> str:
    return max(dates)


def earliest(*dates: str) -> str:
    return min((date for date in dates if date), default="")


def provision_span(provision_id: str) -> tuple[str, str]:
    """First and last day of a provision; an end without a start says nothing."""
    provision = by_id("provisions")[provision_id]
    if not provision["application_date"]:
        return "", ""
    act = by_id("acts")[provision["act"]]
    return provision["application_date"], earliest(provision["end_date"], act["date_end_of_validity"])


def rule_span(rule: Row) -> tuple[str, str]:
    start, end = provision_span(rule["provision"])
    return latest(rule["from_date"], start), earliest(rule["to_date"], end)


def eu_law_holds(country: Row, day: str) -> bool:
    joined, left = country["eu_member_from"], country["eu_member_to"]
    return bool(joined) and joined <= day and (not left or left >= day)


Reach = tuple[str, str, str, str, str, str]
"""provision, effect, first day, last day, route, jurisdiction"""


def reaching(technology: str, actor: str) -> Iterator[Reach]:
    """Everything that reaches an actor with a technology, on whatever day."""
    covered, held = chain("concepts", technology), [*chain("actors", actor), "any"]
    labels = {by_id("actors")[one]["label"] for one in held}
    for rule in table("technology_rules"):
        if rule["concept"] in covered and rule["actor_type"] in labels:
            yield rule["provision"], slug(rule["effect"]), *rule_span(rule), "rule", rule["jurisdiction"]
    for provision in table("provisions"):
        if set(parts(provision["applies_to"])) & set(covered) and labels & set(parts(provision["addressee"])):
            jurisdiction = by_id("acts")[provision["act"]]["jurisdiction"]
            yield (
                provision["id"],
                slug(provision["rule_type"]),
                *provision_span(provision["id"]),
                "provision",
                jurisdiction,
            )


def holds(reach: Reach, day: str, country: str = "") -> bool:
    provision, _, start, end, _, jurisdiction = reach
    dated = by_id("acts")[by_id("provisions")[provision]["act"]]["date_document"]
    if not (start or dated) or (start or dated) > day or (end and end < day):
        return False
    if not country:
        return True
    place = by_id("countries")[country]
    return jurisdiction == place["jurisdiction"] or (jurisdiction == "EU" and eu_law_holds(place, day))
