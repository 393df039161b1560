"""What policy staff can rely on in what is derived: each rule gives what the tables say, computed here without it."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.build.plain_facts import BASE, ELI, OP, TYPE, Row, Statements, concept, items, law, one, table, thing

ORG = "http://www.w3.org/ns/org#"
Graphs = dict[str, Statements]

INTERVALS = {
    # How the tables give an interval of an act: the column of its first day.
    "in-force": "date_in_force",
    "applicable": "date_applicable",
    "transposition-due": "transposition_deadline",
}
ENDINGS = {"repeals": "repealed", "invalidates": "invalidated", "withdraws": "withdrawn", "supersedes": "superseded"}


def test_dates_of_the_ai_act_that_differ_from_the_original_ones_were_moved_by_the_omnibus(graphs: Graphs) -> None:
    moved = [
        row for row in table("provisions") if row["original_application_date"] not in ("", row["application_date"])
    ]
    later = [row for row in table("timeline_ai_act") if row["original_date"] not in ("", row["date"])]
    of_ai_act = [law(row["id"]) for row in moved if row["act"] == "32024R1689"]
    of_ai_act += [thing("milestones", row["id"]) for row in later if row["act"] == "32024R1689"]
    assert of_ai_act
    derived = graphs["rule/moved-dates"]
    for subject in of_ai_act:
        assert derived[subject][OP + "dateChangedBy"] == {law("32026R1744")}
        assert derived[subject][OP + "dateChangedByProvision"] == {law("32026R1744/art_1/pnt_40")}
    known = {law(row["id"]) for row in moved} | {thing("milestones", row["id"]) for row in later}
    assert set(derived) <= known, "a date that never moved has no cause"


def test_what_happened_in_a_month_or_a_year_has_its_first_and_its_last_possible_day(graphs: Graphs) -> None:
    rows = [row for row in table("legal_events") if row["date"]]
    assert {len(row["date"]) for row in rows} == {7, 10}
    derived = graphs["rule/event-days"]
    for row in rows:
        known = derived[thing("legal-events", row["id"])]
        assert (one(known[OP + "earliest"]), one(known[OP + "latest"])) == _bounds(row["date"])
    for act in table("acts"):
        if len(act["date_document"]) == 4:
            known = derived[law(act["id"])]
            assert (one(known[OP + "earliest"]), one(known[OP + "latest"])) == _bounds(act["date_document"])


DATED = {
    # Table, the collection of its things, the column that a date stands in (first), and the one of its end.
    "practices": ("practices", ("start", "start_year"), ("end", "end_year")),
    "events": ("events", ("start",), ("end", "start")),
    "legal_events": ("legal-events", ("date",), ("date",)),
    "practice_notes": ("practice-notes", ("date",), ("date",)),
    "practice_lessons": ("lessons", ("year",), ("year",)),
    "acts": ("", ("date_document",), ("date_document",)),
}


@pytest.mark.parametrize("name", DATED)
def test_one_filter_by_day_finds_whatever_is_dated_and_the_rest_says_that_it_is_not(graphs: Graphs, name: str) -> None:
    collection, begins, ends = DATED[name]
    days, undated = graphs["rule/event-days"], graphs["rule/undated"]
    rows = table(name)
    assert rows
    for row in rows:
        subject = thing(collection, row["id"]) if collection else law(row["id"])
        known = days.get(subject, {})
        first = next((row[column] for column in begins if row[column]), "")
        last = next((row[column] for column in ends if row[column]), "")
        assert known.get(OP + "earliest", set()) == ({_bounds(first)[0]} if first else set()), row["id"]
        assert known.get(OP + "latest", set()) == ({_bounds(last)[1]} if last else set()), row["id"]
        assert known.get(OP + "earliestYear", set()) == ({first[:4]} if first else set()), row["id"]
        assert known.get(OP + "latestYear", set()) == ({last[:4]} if last else set()), row["id"]
        assert (subject in undated) == (not first and not last), row["id"]


def _bounds(written: str) -> tuple[str, str]:
    year, month, *_ = [*map(int, written.split("-")), 0]
    if len(written) == 10:
        return written, written
    first, last = (month, month) if month else (1, 12)
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{calendar.monthrange(year, last)[1]}"


def test_an_organisation_is_a_member_when_it_has_a_role_and_no_other_is(graphs: Graphs) -> None:
    expected = {
        (thing("organisations", row["id"]), concept("partner-role", row["partner_role"].replace(" ", "-")))
        for row in table("organisations")
        if row["partner_role"] not in ("", "none")
    }
    memberships = [about for about in graphs["rule/memberships"].values() if ORG + "Membership" in about[TYPE]]
    assert {(one(about[ORG + "member"]), one(about[ORG + "role"])) for about in memberships} == expected
    assert len(memberships) == len(expected) > 0
    assert {one(about[ORG + "organization"]) for about in memberships} == {BASE + "id/partnership"}


def interval(of: str, word: str) -> str:
    """The IRI of an interval: ours, also where that of its act is official."""
    return f"{BASE}id/intervals/{of}/{word}"


def test_an_act_has_the_intervals_its_dates_give(graphs: Graphs) -> None:
    expected: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for act in table("acts"):
        for word, start in _act_intervals(act):
            expected[interval(act["id"], word)][0].add(start)
            expected[interval(act["id"], word)][1].update(items(act["date_end_of_validity"]))
    for relation in table("act_relations"):
        whole = relation["predicate"] in ENDINGS and not relation["object_provision"] and len(relation["date"]) == 10
        if whole:
            expected[interval(relation["object"], ENDINGS[relation["predicate"]])][0].add(relation["date"])
    assert _intervals(graphs["rule/act-intervals"]) == expected


def test_a_provision_ends_with_its_act_at_the_latest(graphs: Graphs) -> None:
    acts = {act["id"]: act for act in table("acts")}
    expected = {}
    for row in table("provisions"):
        if row["application_date"]:
            ends = [end for end in (row["end_date"], acts[row["act"]]["date_end_of_validity"]) if end]
            expected[interval(row["id"], "applicable")] = ({row["application_date"]}, {min(ends)} if ends else set())
    assert expected
    assert _intervals(graphs["rule/provision-intervals"]) == expected


def test_a_relation_of_the_table_is_a_direct_edge_and_can_be_followed_back(graphs: Graphs) -> None:
    vocabulary, forwards, backwards = (
        graphs["vocabulary"],
        graphs["rule/direct-relations"],
        graphs["rule/inverse-relations"],
    )
    kinds = {_id({kind}): about for kind, about in vocabulary.items() if OP + "property" in about}
    edges: set[tuple[str, str, str]] = set()
    inverse: set[tuple[str, str, str]] = set()
    for row in table("act_relations"):
        about = kinds[row["predicate"].replace("_", "-")]
        pairs = {
            (law(row["subject"]), law(row["object"])),
            (law(row["subject_provision"] or row["subject"]), law(row["object_provision"] or row["object"])),
        }
        edges |= {(start, one(about[OP + "property"]), end) for start, end in pairs}
        for name in about.get(OP + "inverseProperty", ()):
            inverse |= {(end, name, start) for start, end in pairs}
    assert _triples(forwards) == edges
    assert _triples(backwards) == inverse
    assert (law("31995L0046"), ELI + "repealed_by", law("32016R0679/art_94")) in inverse


def test_a_technology_reaches_itself_and_everything_broader(graphs: Graphs) -> None:
    expected = {
        (thing(collection, row["id"]), OP + "broaderOrSelf", thing(collection, wide))
        for collection, name in (("technologies", "concepts"), ("actors", "actors"))
        for row in table(name)
        for wide in _chain(name, row["id"])
    }
    assert _triples(graphs["rule/broader-or-self"]) == expected


def _act_intervals(act: Row) -> Iterator[tuple[str, str]]:
    for word, column in INTERVALS.items():
        if act[column]:
            yield word, act[column]
    if act["type"] == "proposal" and act["date_document"]:
        yield "proposed", act["date_document"]


def _intervals(graph: Statements) -> dict[str, tuple[set[str], set[str]]]:
    return {
        subject: (about.get(OP + "firstDay", set()), about.get(OP + "lastDay", set()))
        for subject, about in graph.items()
        if OP + "Interval" in about.get(TYPE, ())
    }


def _chain(name: str, start: str) -> list[str]:
    broader = {row["id"]: items(row["broader"]) for row in table(name)}
    found = [start]
    for here in found:
        found += [wide for wide in broader[here] if wide not in found]
    return found


def _id(values: set[str]) -> str:
    return one(values).rsplit("/", 1)[-1]


def _triples(graph: Statements) -> set[tuple[str, str, str]]:
    return {(s, p, o) for s, about in graph.items() for p, values in about.items() for o in values}
