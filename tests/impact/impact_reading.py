"""An independent reading of the tables: which practices a law has to do with on a day, without the graph."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from graph.settings import ROOT

Row = dict[str, str]
WHILE_VALID = {"regulated-by", "authorised-by"}


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of data/{name}.csv."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def by_id(name: str) -> dict[str, Row]:
    return {row["id"]: row for row in table(name)}


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


@cache
def broader(name: str, key: str) -> frozenset[str]:
    """The thing itself and everything broader."""
    rows, found = by_id(name), {key}
    while new := {up for each in found for up in parts(rows[each]["broader"])} - found:
        found |= new
    return frozenset(found)


def actors(practice: Row) -> set[str]:
    """Who runs a practice, as far as its lead level says so."""
    levels = set(parts(practice["lead_level"]))
    return {actor["id"] for actor in table("actors") if levels & set(parts(actor["lead_levels"]))}


def actor_fits(rule: Row, practice: Row) -> bool:
    known = actors(practice)
    asked = rule["actor_type"].lower().replace(" ", "-")
    if asked == "any":
        return True
    if not known:
        return bool(by_id("actors")[asked]["lead_levels"])
    return any(asked in broader("actors", each) for each in known)


def place_fits(rule: Row, practice: Row, on: str) -> bool:
    countries = [by_id("countries")[each] for each in parts(practice["country"])]
    if rule["jurisdiction"] != "EU":
        return any(country["jurisdiction"] == rule["jurisdiction"] for country in countries)
    return any(
        each["eu_member_from"] and (not each["eu_member_to"] or on <= each["eu_member_to"]) for each in countries
    )


def rules(law: str, on: str) -> Iterator[tuple[Row, Row]]:
    """Every rule of a law, or of one provision, with every practice that it fits on the day."""
    for rule in table("technology_rules"):
        provision = by_id("provisions")[rule["provision"]]
        if law not in (provision["act"], provision["id"]):
            continue
        act = by_id("acts")[provision["act"]]
        if max(rule["from_date"], provision["application_date"], act["date_document"]) > on:
            continue
        if any(end and end < on for end in (rule["to_date"], provision["end_date"], act["date_end_of_validity"])):
            continue
        for practice in table("practices"):
            wide = {up for each in parts(practice["technologies_concepts"]) for up in broader("concepts", each)}
            if rule["concept"] in wide and actor_fits(rule, practice) and place_fits(rule, practice, on):
                yield rule, practice


def statements(law: str, on: str) -> Iterator[str]:
    """The practices that a source, an authority or a court links with a law, or with one provision, on the day."""
    acts = by_id("acts")
    natures = {row["id"]: row["nature"] for row in table("practice_legislation")}
    for row in table("practice_legislation_join"):
        act = acts.get(row["act"])
        if act is None or act["date_document"] > on or law not in (row["act"], *parts(row["provisions"])):
            continue
        ended = act["date_end_of_validity"] and act["date_end_of_validity"] < on
        if not (ended and natures[row["practice_legislation_id"]] in WHILE_VALID):
            yield row["practice_id"]
    for row in table("legal_events"):
        for each in parts(row["act"]):
            if law in (each, *parts(row["provision"])) and max(row["date"], acts[each]["date_document"]) <= on:
                yield row["practice"]


def practices(law: str, on: str) -> set[str]:
    """Every practice that is directly linked with an act or a provision on the day."""
    return {practice["id"] for _, practice in rules(law, on)} | set(statements(law, on))


def objects(subject: str, *predicates: str) -> set[str]:
    """The acts to which an act has a relation."""
    return {
        row["object"] for row in table("act_relations") if row["subject"] == subject and row["predicate"] in predicates
    }


def cities(names: set[str]) -> set[str]:
    """The cities of some practices."""
    return {city for name in names for city in parts(by_id("practices")[name]["cities"])}


def users(technology: str) -> set[str]:
    """The practices that use a technology or a narrower one."""
    return {
        row["id"]
        for row in table("practices")
        if any(technology in broader("concepts", each) for each in parts(row["technologies_concepts"]))
    }
