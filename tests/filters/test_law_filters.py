"""What a law among the filters of practices finds, worked out again by the decision itself and from the tables."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.filters import NOT_RECORDED, PracticeTable, table_of
from graph.filters.law import HOLDING, IF_RUN, LAW_FILTERS, OPEN
from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, decide
from graph.governing.index import library_of
from graph.governing.statements import practice_cases
from graph.law.life import OVER, Life
from graph.revision import Revision
from graph.settings import ROOT
from graph.store.embedded import EmbeddedStore
from tests.budget import examples

MODEST = settings(max_examples=examples(15))
DAYS = st.sampled_from(("2012-06-01", "2018-05-24", "2019-10-09", "2023-12-31", "2026-11-29", "2027-12-31"))
FOR_EVER = "9999-12-31"
Found = Mapping[str, Mapping[str, set[str]]]
"""Filter, then law, then the practices that have it."""


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRACTICES = {row["id"]: row for row in rows("practices.csv")}
GUIDELINES = {row["id"] for row in rows("acts.csv") if row["type"] == "guideline"}
PART_OF = {row["id"]: row["part_of"] or row["act"] for row in rows("provisions.csv")}


def life(practice: str) -> Life:
    row = PRACTICES[practice]
    days = (row["start"] or row["start_year"], row["end"] or row["end_year"], row["last_checked"])
    return Life(row["status"].replace(" ", "-"), *days)


def wholes(law: str) -> list[str]:
    """The law itself and everything that it is a part of."""
    return [law, *wholes(PART_OF[law])] if law in PART_OF else [law]


@pytest.fixture(scope="module")
def spans(revision: Revision, store: EmbeddedStore) -> list[tuple[str, str, str, str, str]]:
    """Practice, provision, standing, first and last day of every rule that binds, as the decision gives them."""
    library: Library = library_of(revision, lambda: store)
    found = []
    for each in practice_cases(store, library):
        for ruling in decide(library, each.case):
            rule = ruling.rule
            if ruling.standing == OUTSIDE or rule.effect == "guidance" or rule.act in GUIDELINES:
                continue
            last = min(ruling.end or FOR_EVER, dict(each.ended).get(ruling.technology, FOR_EVER))
            standing = ruling.standing if each.part.role else QUESTION
            found.append((each.practice.rpartition("/")[2], rule.provision, standing, ruling.start, last))
    return found


@pytest.fixture(scope="module")
def made(revision: Revision, store: EmbeddedStore) -> PracticeTable:
    return table_of(revision, lambda: store)


def expected(spans: list[tuple[str, str, str, str, str]], on: str) -> Found:
    met: dict[str, dict[str, set[str]]] = {HOLDS: {}, QUESTION: {}}
    for practice, provision, standing, first, last in spans:
        if first <= on <= last:
            for law in wholes(provision):
                met[standing].setdefault(law, set()).add(practice)
    over = {practice for practice in PRACTICES if life(practice).state(on) in OVER}
    found: dict[str, dict[str, set[str]]] = {HOLDING: {}, OPEN: {}, IF_RUN: {}}
    for law in {**met[HOLDS], **met[QUESTION]}:
        sure, asked = met[HOLDS].get(law, set()), met[QUESTION].get(law, set())
        found[HOLDING][law] = sure - over
        found[OPEN][law] = asked - sure - over
        found[IF_RUN][law] = (sure | asked) & over
    under = set().union(*(names for laws in found.values() for names in laws.values()))
    found[HOLDING][NOT_RECORDED] = PRACTICES.keys() - under
    return found


def found_by(table: PracticeTable, chosen: dict[str, list[str]]) -> set[str]:
    return {table.iris[number].rpartition("/")[2] for number in table.chosen(chosen).numbers()}


@MODEST
@given(DAYS)
def test_each_law_has_on_any_day_the_practices_that_the_decision_gives_it_with_what_is_open_told_apart(
    made: PracticeTable, spans: list[tuple[str, str, str, str, str]], on: str
) -> None:
    table, wanted = made.on(on), expected(spans, on)
    assert any(wanted[HOLDING].values())
    for name in LAW_FILTERS:
        offered = {table.values[place].slug for place in table.places(name)}
        assert wanted[name].keys() <= offered
        for law in offered:
            assert found_by(table, {name: [law]}) == wanted[name].get(law, set()), (name, law, on)


@MODEST
@given(DAYS)
def test_a_practice_stands_under_a_law_in_one_way_and_every_practice_can_be_chosen(
    made: PracticeTable, on: str
) -> None:
    table = made.on(on)
    everyone: set[str] = set()
    laws = [table.values[place].slug for place in table.places(HOLDING)]
    assert laws
    for law in laws:
        parts = [found_by(table, {name: [law]}) for name in LAW_FILTERS]
        assert all(not one & other for one, other in itertools.combinations(parts, 2)), law
        everyone |= set().union(*parts)
    assert everyone == PRACTICES.keys()


@MODEST
@given(DAYS)
def test_a_whole_never_holds_for_fewer_practices_than_a_part_of_it(made: PracticeTable, on: str) -> None:
    table = made.on(on)
    parts = [value for value in table.values if value.facet == HOLDING and value.broader]
    assert parts
    for part in parts:
        assert found_by(table, {HOLDING: [part.slug]}) <= found_by(table, {HOLDING: [part.broader]}), part.slug


@settings(MODEST, max_examples=examples(8))
@given(st.data(), DAYS)
def test_the_query_that_a_page_shows_for_laws_finds_the_same_as_the_page(
    made: PracticeTable, store: EmbeddedStore, catalogue: Catalogue, data: st.DataObject, on: str
) -> None:
    table = made.on(on)
    had = [value for value in table.values if value.facet in LAW_FILTERS and value.slug not in GUIDELINES]
    chosen: dict[str, list[str]] = {}
    for value in data.draw(st.lists(st.sampled_from(had), min_size=1, max_size=3)):
        chosen.setdefault(value.facet, []).append(value.slug)
    values = {name: table.value_iris(name, slugs) for name, slugs in chosen.items()}
    found = ask(store, catalogue["practices-list"], values | {"on": on}).rows
    assert {str(row["practice_id"]) for row in found} == found_by(table, chosen)
