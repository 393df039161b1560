"""What the tables say governs whom, worked out day by day with the csv module alone, without any code of the graph.

It reads data/act_scope.csv as its columns say: every level of an act counts, the most exact place of a level, leaving
out before a question before taking in; days are asked one by one, so that no stretch of time is reckoned here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache

from graph.settings import ROOT

Row = dict[str, str]
Verdict = tuple[str, Row | None]
"""holds, question or outside, and the scope row that says so."""

POLICE = {"police", "state-police", "municipal-police", "court"}
SPECIAL = ("event-at-risk", "real-world-test", "exchanged-data", "sensitive-security-purchase")
READ_ON = "2026-11-22"

LEADS_TO = {"authorised": "authorised-by-law", "reversed": "contested", "rejected": "contested"}
"""Steps before an authority whose outcome has another name."""


@cache
def table(name: str) -> tuple[Row, ...]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def by_id(name: str) -> dict[str, Row]:
    return {row["id"]: row for row in table(name)}


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


@cache
def steps(name: str, start: str) -> dict[str, int]:
    """An id and everything broader, with the number of steps."""
    found, ahead = {start: 0}, [start]
    for here in ahead:
        for wide in parts(by_id(name)[here]["broader"]):
            if wide not in found:
                found[wide] = found[here] + 1
                ahead.append(wide)
    return found


@cache
def levels(provision: str) -> tuple[str, ...]:
    """A provision, the larger parts that hold it, its act, the act that a guideline explains, and every EU act."""
    found, here = [provision], provision
    while here in by_id("provisions"):
        row = by_id("provisions")[here]
        here = row["part_of"] or row["act"]
        found.append(here)
    explained = {
        row["object"]
        for row in table("act_relations")
        if row["subject"] == here
        and row["predicate"] == "interprets"
        and by_id("acts")[here]["type"] == "guideline"
        and by_id("acts")[row["object"]]["type"] != "treaty"
    }
    if len(explained) == 1:
        found += explained
    return (*found, "") if by_id("acts")[found[-1]]["jurisdiction"] == "EU" else tuple(found)


@cache
def scope_rows(level: str) -> tuple[Row, ...]:
    return tuple(row for row in table("act_scope") if (row["part"] or row["act"]) == level)


def day_in(row: Row, day: str) -> bool:
    start, end = row["from"], row["to"]
    return (not start or start <= day) and (not end or day[: len(end)] <= end)


def in_union(country: str, day: str) -> bool:
    row = by_id("countries")[country]
    joined, left = row["eu_member_from"], row["eu_member_to"]
    return bool(joined) and joined <= day and (not left or day <= left)


def resolve(provision: str, actor: str, purposes: set[str], country: str, region: str, day: str) -> Verdict:
    found: list[Verdict] = []
    for level in levels(provision):
        if not level and found:
            continue
        ranked: list[tuple[int, Row]] = []
        for row in scope_rows(level):
            names, aims, places = (set(parts(row[column])) for column in ("actor", "purpose", "place"))
            if not day_in(row, day) or not names & {actor, "any"} or not aims & (purposes | {"any"}):
                continue
            member = "EU" in places and in_union(country, day)
            rank = 3 if region in places else 2 if country in places else 1 if member else 0
            ranked += [(rank, row)] if rank else []
        exact = [row for rank, row in ranked if rank == max(rank for rank, _ in ranked)]
        for effect, word in (("veto", "outside"), ("question", "question"), ("only", "holds")):
            named = [row for row in exact if row["effect_on_rules"] == effect]
            if named:
                found.append((word, named[0]))
                break
        else:
            if any(row["kind"] == "applies-to" for row in scope_rows(level)):
                found.append(("outside", None))
    for word in ("outside", "question"):
        named_first = sorted((each for each in found if each[0] == word), key=lambda each: each[1] is None)
        if named_first:
            return named_first[0]
    return found[0] if found else ("holds", None)


def standing(provision: str, actor: str, country: str, region: str, day: str) -> str:
    """What a provision is to an actor whose purpose is not known."""
    flight = {"state-mission-flight"} if actor in POLICE | {"emergency-service"} else set()
    enforcing = resolve(provision, actor, {"law-enforcement"} | flight, country, region, day)
    verdict = enforcing
    if actor not in POLICE:
        other = resolve(provision, actor, {"other"} | flight, country, region, day)
        same = other[0] in (enforcing[0], "question") or (other[0] == "holds" and enforcing[0] == "question")
        verdict = other if same else ("question", None)
    if verdict == ("outside", None):
        for purpose in SPECIAL:
            word, row = resolve(provision, actor, {purpose}, country, region, day)
            if word != "outside" and row and purpose in parts(row["purpose"]):
                return "question"
    return verdict[0]


def provision_span(provision: str) -> tuple[str, str]:
    row = by_id("provisions")[provision]
    if not row["application_date"]:
        return "", ""
    ends = [day for day in (row["end_date"], by_id("acts")[row["act"]]["date_end_of_validity"]) if day]
    return row["application_date"], min(ends, default="")


@cache
def rules() -> tuple[Row, ...]:
    """Every rule, and every provision that speaks of a technology to an actor, as rows of one shape."""
    actors = {row["label"]: row["id"] for row in table("actors")}
    found = []
    for rule in table("technology_rules"):
        start, end = provision_span(rule["provision"])
        ends = [day for day in (rule["to_date"], end) if day]
        found.append(
            {"route": "rule", "id": rule["id"], "technology": rule["concept"], "actor": actors[rule["actor_type"]],
             "provision": rule["provision"], "effect": rule["effect"], "jurisdiction": rule["jurisdiction"],
             "start": max(rule["from_date"], start), "end": min(ends, default="")}
        )  # fmt: skip
    for row in table("provisions"):
        if row["rule_type"] in ("amendment", "repeal", "application"):
            continue
        for addressee in parts(row["addressee"]):
            slug = re.sub(r"[^a-z0-9]+", "-", addressee.casefold()).strip("-")
            if slug not in by_id("actors"):
                continue
            start, end = provision_span(row["id"])
            for technology in parts(row["applies_to"]):
                found.append(
                    {"route": "provision", "id": "", "technology": technology, "actor": slug, "provision": row["id"],
                     "effect": row["rule_type"], "jurisdiction": by_id("acts")[row["act"]]["jurisdiction"],
                     "start": start, "end": end}
                )  # fmt: skip
    return tuple(found)


def in_place(rule: Row, country: str, region: str) -> bool:
    home = by_id("countries")[country]["jurisdiction"]
    return rule["jurisdiction"] in ("EU", home, region or "nowhere") or (
        not region and rule["jurisdiction"].startswith(f"{home}-")
    )


def on_day(rule: Row, verdict: str, region: str, day: str) -> str:
    """What the rule is on the day, given what its scope says; empty before it begins and after it ended."""
    act = by_id("acts")[by_id("provisions")[rule["provision"]]["act"]]
    earliest = rule["start"] or act["date_in_force"] or act["date_document"]
    if verdict == "outside" or (earliest and day < earliest) or (rule["end"] and day > rule["end"]):
        return ""
    barring = rule["route"] == "provision" and rule["effect"] == "prohibition"
    if barring or rule["effect"] == "question" or ("-" in rule["jurisdiction"] and not region):
        return "question"
    read = act["status_2026_11_22"] == "in force" and act["jurisdiction"] != "EU" and day >= READ_ON
    return verdict if rule["start"] or read else "question"


Decided = tuple[str, str, str, str, str]
"""provision, technology of the case, rule id or empty, actor, holds or question"""


def decided(technologies: list[str], actor: str, country: str, region: str, day: str) -> Iterator[Decided]:
    """Everything that governs a case on a day, or may."""
    for technology in technologies:
        wide, held = steps("concepts", technology), {*steps("actors", actor), "any"}
        speaking = [
            rule
            for rule in rules()
            if rule["technology"] in wide and rule["actor"] in held and in_place(rule, country, region)
        ]
        nearest: dict[str, tuple[int, bool]] = {}
        for rule in speaking:
            rank = (wide[rule["technology"]], rule["route"] != "rule")
            nearest[rule["provision"]] = min(nearest.get(rule["provision"], rank), rank)
        for rule in speaking:
            if (wide[rule["technology"]], rule["route"] != "rule") != nearest[rule["provision"]]:
                continue
            word = on_day(rule, standing(rule["provision"], actor, country, region, day), region, day)
            if word:
                yield rule["provision"], technology, rule["id"], actor, word


def practice_cases(practice: Row) -> set[tuple[str, str, str]]:
    """Actor, country and region of each case of a practice."""
    does: dict[str, set[str]] = {}
    for row in table("practice_actors"):
        if row["practice"] == practice["id"]:
            does.setdefault(row["role"], set()).add(row["actor"])
    actors = does.get("runs", set()) | does.get("uses-images", set()) or does.get("decides", set())
    places = set()
    for country in parts(practice["country"]):
        cities = [by_id("cities")[city] for city in parts(practice["cities"])]
        regions = {region_of(city["nuts3"]) for city in cities if city["country"] == country}
        places |= {(country, region) for region in regions or {""}}
    return {(actor, country, region) for actor in actors for country, region in places}


def region_of(nuts3: str) -> str:
    return next((row["id"] for row in table("regions") if nuts3.startswith(row["nuts_prefix"])), "")


def practice_decided(practice: Row, day: str) -> set[Decided]:
    """Everything that governs a practice on a day, or may; a technology that it gave up governs it no more."""
    ended = {row["technology"]: row["to"] for row in table("technology_uses") if row["practice"] == practice["id"]}
    return {
        each
        for actor, country, region in practice_cases(practice)
        for each in decided(parts(practice["technologies_concepts"]), actor, country, region, day)
        if not (end := ended.get(each[1])) or day[: len(end)] <= end
    }


@cache
def legal_outcomes() -> dict[str, str]:
    """The legal outcome of each practice: where its latest deciding step leads, else what its cell says."""
    found = {row["id"]: row["legal_outcome"] for row in table("practices")}
    steps = [row for row in table("legal_events") if row["outcome"] != "noted" and not row["left_out_because"]]
    for row in sorted(steps, key=lambda row: row["date"]):
        found[row["practice"]] = LEADS_TO.get(row["outcome"], row["outcome"])
    return found


def names_a_provision(event: Row) -> bool:
    """Whether the row of an event has a provision of the tables, or an article in the words of its source."""
    return bool(event["provision"] or re.search(r"\barts?\. [A-Z. ]*\d", event["law_named"]))
