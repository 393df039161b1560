"""What the numbers beside the filters mean, worked out again from the tables that people maintain."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.filters import FACETS as ALL_FACETS
from graph.filters import NOT_RECORDED, PracticeTable, table_of
from graph.filters.gather import FilterFacts
from graph.filters.index import load, write
from graph.filters.kinds import FUNDING, SIZES
from graph.filters.law import LAW_FILTERS
from graph.revision import Revision
from graph.settings import ROOT
from graph.store.embedded import EmbeddedStore
from graph.text.folding import fold
from tests.budget import examples
from tests.law_tables import legal_outcomes

# What depends on the day has its own tests: test_law_filters.py.
FACETS = [each for each in ALL_FACETS if each.name not in LAW_FILTERS]
MODEST = settings(max_examples=examples(25))


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PRACTICES = [row | {"legal_outcome": legal_outcomes()[row["id"]]} for row in rows("practices.csv")]
CITIES = {row["id"]: row for row in rows("cities.csv")}
LESSONS, CONTACTS = rows("practice_lessons.csv"), rows("practice_contacts.csv")
BROADER_TECHNOLOGY = {row["id"]: row["broader"].split(";") for row in rows("concepts.csv")}


def vocabulary(name: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Of a vocabulary file, read as text: what a cell stands for, and what is broader."""
    text = (ROOT / "ontology" / "vocabularies" / f"{name}.ttl").read_text(encoding="utf-8")
    cells, broader = {}, {}
    for block in re.split(r"\n(?=c:)", text):
        slug = re.match(r"c:([\w-]+) a skos:Concept", block)
        if not slug:
            continue
        for notation in re.findall(r'skos:notation "([^"]+)"', block):
            cells[notation] = slug[1]
        for above in re.findall(r"skos:broader c:([\w-]+)", block):
            broader.setdefault(slug[1], []).append(above)
    return cells, broader


SCHEMES = {
    "core_area": "core-area", "theme": "theme", "problem": "problem", "target_group": "target-group",
    "status": "status", "outcome": "legal-outcome", "evidence": "evidence-level", "result": "evidence-result",
    "lead": "lead-level",
}  # fmt: skip
COLUMNS = {
    "core_area": "core_area", "theme": "themes", "technology": "technologies_concepts", "problem": "problems",
    "target_group": "target_groups", "country": "country", "city": "cities", "status": "status",
    "outcome": "legal_outcome", "evidence": "evidence_level", "result": "evidence_result", "lead": "lead_level",
}  # fmt: skip
VOCABULARIES = {facet: vocabulary(name) for facet, name in SCHEMES.items()}


def with_broader(slugs: Iterable[str], broader: dict[str, list[str]]) -> set[str]:
    found, ahead = set(), list(slugs)
    while ahead:
        slug = ahead.pop()
        if slug and slug not in found:
            found.add(slug)
            ahead += broader.get(slug, [])
    return found


def values_of(practice: dict[str, str], facet: str) -> set[str]:
    """The values of a practice in a filter, from its row alone."""
    if facet == "city_size":
        people = [CITIES[city]["population_approx"] if city else "" for city in practice["cities"].split(";")]
        return {
            next((slug for slug, _, below in SIZES if int(each) < below), "") if each else NOT_RECORDED
            for each in people
        }
    if facet == "started":
        year = practice["start_year"]
        return {year, f"{year[:3]}0s"} if year else {NOT_RECORDED}
    if facet == "funding":
        text = practice["funding"].lower()
        if not text:
            return {NOT_RECORDED}
        found = {slug for slug, _, words in FUNDING if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", text)}
        return found or {"other"}
    if facet == "known":
        own = {row["kind"] for row in LESSONS if row["practice"] == practice["id"]}
        called = {"contact" for row in CONTACTS if row["practice"] == practice["id"]}
        return own | called or {NOT_RECORDED}
    cells = [cell.strip() for cell in practice[COLUMNS[facet]].split(";") if cell.strip()]
    if not cells:
        return {NOT_RECORDED}
    if facet == "technology":
        return with_broader(cells, BROADER_TECHNOLOGY)
    if facet in VOCABULARIES:
        known, broader = VOCABULARIES[facet]
        return with_broader((known[cell] for cell in cells), broader)
    return set(cells)


HAVE = {row["id"]: {facet.name: values_of(row, facet.name) for facet in FACETS} for row in PRACTICES}
OFFERED = {facet.name: sorted(set().union(*(each[facet.name] for each in HAVE.values()))) for facet in FACETS}


def found_by(chosen: dict[str, list[str]]) -> set[str]:
    return {
        name for name, have in HAVE.items() if all(have[facet] & set(slugs) for facet, slugs in chosen.items() if slugs)
    }


choices = st.lists(
    st.sampled_from(sorted(OFFERED)).flatmap(lambda facet: st.tuples(st.just(facet), st.sampled_from(OFFERED[facet]))),
    max_size=7,
).map(lambda pairs: {facet: sorted({slug for name, slug in pairs if name == facet}) for facet, _ in pairs})


@pytest.fixture(scope="session")
def made(revision: Revision, store: EmbeddedStore) -> PracticeTable:
    return table_of(revision, lambda: store)


def names(made: PracticeTable, places: Iterable[int]) -> set[str]:
    return {made.iris[place].rsplit("/", 1)[-1] for place in places}


def test_every_filter_offers_exactly_the_values_that_practices_have(made: PracticeTable) -> None:
    assert FACETS
    for facet in FACETS:
        low, high = made.spans[facet.name]
        offered = {value.slug: value for value in made.values[low:high]}
        assert set(offered) == set(OFFERED[facet.name]), facet.name


@MODEST
@given(choices)
def test_any_choice_finds_the_practices_that_the_tables_say(made: PracticeTable, chosen: dict[str, list[str]]) -> None:
    assert names(made, made.chosen(chosen).sorted(made.orders["name"])) == found_by(chosen)


@MODEST
@given(choices)
def test_each_count_is_what_choosing_the_value_would_show(made: PracticeTable, chosen: dict[str, list[str]]) -> None:
    counts = made.chosen(chosen).counts
    assert len(counts) == len(made.values) > 0
    for place, value in enumerate(made.values):
        if value.facet in LAW_FILTERS:
            continue
        alone = {**chosen, value.facet: [value.slug]}
        assert counts[place] == len(found_by(alone)), (value.facet, value.slug)


@MODEST
@given(choices)
def test_the_way_out_of_nothing_says_how_many_come_back(made: PracticeTable, chosen: dict[str, list[str]]) -> None:
    ways = made.chosen(chosen).ways_back()
    assert ways or len(chosen) < 2
    for facets, count in ways:
        rest = {facet: slugs for facet, slugs in chosen.items() if facet not in facets}
        assert count == len(found_by(rest)) > 0
    fewest = min((len(facets) for facets, _ in ways), default=0)
    for facet in chosen:
        alone = {name: slugs for name, slugs in chosen.items() if name != facet}
        if not found_by(chosen) and len(chosen) > 1 and found_by(alone):
            assert fewest == 1 and ((facet,), len(found_by(alone))) in ways


@settings(MODEST, max_examples=examples(10))
@given(choices)
def test_the_query_that_a_page_shows_finds_the_same_as_the_page(
    made: PracticeTable, store: EmbeddedStore, catalogue: Catalogue, chosen: dict[str, list[str]]
) -> None:
    values = {
        facet: [made.values[place].iri for slug in slugs if (place := made.row(facet, slug)) is not None]
        for facet, slugs in chosen.items()
    }
    rows = ask(store, catalogue["practices-list"], values | {"on": "2026-11-29"}).rows
    assert {str(row["practice_id"]) for row in rows} == found_by(chosen)


def test_what_nobody_recorded_can_be_chosen_so_nothing_is_hidden(made: PracticeTable) -> None:
    assert FACETS
    for facet in FACETS:
        low, high = made.spans[facet.name]
        everything = {facet.name: [value.slug for value in made.values[low:high]]}
        assert made.chosen(everything).total() == len(PRACTICES), facet.name


def test_a_value_that_no_practice_has_finds_nothing(made: PracticeTable) -> None:
    assert made.chosen({"country": ["atlantis"]}).total() == 0


def test_lists_can_be_sorted_and_ties_go_by_name(made: PracticeTable) -> None:
    by_id = {row["id"]: row for row in PRACTICES}
    order = [by_id[made.iris[place].rsplit("/", 1)[-1]] for place in made.chosen({}).sorted(made.orders["newest"])]
    years = [int(row["start_year"] or 0) for row in order]
    assert years == sorted(years, reverse=True) and len(order) == len(PRACTICES)
    oldest = [
        by_id[made.iris[place].rsplit("/", 1)[-1]]["start_year"] or "9999"
        for place in made.chosen({}).sorted(made.orders["oldest"])
    ]
    assert oldest == sorted(oldest)
    strong = [
        by_id[made.iris[place].rsplit("/", 1)[-1]]["evidence_level"]
        for place in made.chosen({}).sorted(made.orders["evidence"])
    ]
    assert strong[0] == "comparison-evaluation" and strong[-1] == "none-found"
    titles = [
        by_id[made.iris[place].rsplit("/", 1)[-1]]["title"].casefold()
        for place in made.chosen({}).sorted(made.orders["name"])
    ]
    assert titles[:2] == sorted(titles)[:2]


def test_words_are_found_in_any_case_without_accents_and_all_of_them(made: PracticeTable) -> None:
    assert names(made, made.chosen({}, made.saying("MALMO")).sorted(made.orders["name"])) >= {
        row["id"] for row in PRACTICES if "malmo" in row["cities"].split(";")
    }
    both = names(made, made.chosen({}, made.saying("night women")).sorted(made.orders["name"]))
    assert both == names(made, made.chosen({}, made.saying("night")).sorted(made.orders["name"])) & names(
        made, made.chosen({}, made.saying("women")).sorted(made.orders["name"])
    )


def test_letters_of_other_alphabets_are_found_and_sorted_as_those_they_come_from(tmp_path: Path) -> None:
    titles = ["Zagreb at night", "Łódź by day", "Ørestad"]
    write(FilterFacts(iris=["a", "b", "c"], labels=titles, words=[fold(each) for each in titles]), tmp_path)
    table = load(tmp_path)
    everything = table.chosen({})
    assert [titles[place] for place in everything.sorted(table.orders["name"])] == [titles[1], titles[2], titles[0]]
    assert list(table.chosen({}, table.saying("lodz DAY")).numbers()) == [1]


def test_a_table_of_no_practice_can_be_counted(tmp_path: Path) -> None:
    write(FilterFacts(), tmp_path)
    empty = load(tmp_path)
    assert empty.chosen({"theme": ["gender"]}).total() == 0 and empty.chosen({}).ways_back() == []
