"""Words of the trade in eight languages, as officers write them, and what is meant by each; see the CSV beside.

`expected` names what the word means: one right concept is enough of several, `theme/noise;problem/noise`. Other words
are `city/…` of ours, `town/…` and `place/…` elsewhere, `half a word` and `not a word of the trade`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from graph.search import Reason, SearchResult, TextIndex, find, instead, partly, reasons
from graph.settings import ROOT
from graph.text.languages import LANGUAGES

WORDS = Path(__file__).with_name("trade_words.csv")
ALL = 1_000
OTHER = ("not a word of the trade", "half a word", "town/", "place/", "city/")


@cache
def rows(path: Path = WORDS) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle, strict=True))


def genuine() -> list[dict[str, str]]:
    return [row for row in rows() if not row["expected"].startswith(OTHER)]


def expected(start: str) -> list[tuple[str, str]]:
    """Words whose meaning begins so, and the rest of it."""
    return [(row["word"], row["expected"].removeprefix(start)) for row in rows() if row["expected"].startswith(start)]


def key(iri: str) -> str:
    """A thing as the table names it: `technology/anpr`, `actor/police`, `theme/noise`."""
    collection, slug = iri.split("/")[-2:]
    return f"{ {'technologies': 'technology', 'actors': 'actor', 'cities': 'city'}.get(collection, collection) }/{slug}"


def named(found: SearchResult) -> set[str]:
    """What was found, and what the words were taken to mean."""
    return {key(hit.thing.iri) for hit in found.hits} | {key(each.thing.iri) for each in found.meanings}


def answers(found: SearchResult) -> bool:
    """Whether there is a practice, or it is said that none is recorded."""
    return bool((found.counts or {}).get("practices")) or bool(found.unpractised)


def told(index: TextIndex, text: str) -> list[tuple[str, Reason]]:
    """Every reason on a page of results, that of things with some of the words included, beside the thing's label."""
    found = find(index, text, limit=ALL)
    hits = found.hits or partly(index, found)
    return [(hit.thing.label, reason) for hit in hits for reason in reasons(hit.thing, found)]


def test_the_table_has_each_word_once_in_each_of_the_eight_languages() -> None:
    assert len({(row["word"], row["language"]) for row in rows()}) == len(rows())
    assert {row["language"] for row in rows()} == set(LANGUAGES)
    assert len(genuine()) > 327


def test_a_word_of_the_trade_finds_a_practice_or_says_that_none_is_recorded(index: TextIndex) -> None:
    lost = []
    for row in genuine():
        found = find(index, row["word"], limit=ALL)
        if not answers(found) or not named(found) & set(row["expected"].split(";")):
            lost.append(row)
    assert len(lost) <= len(genuine()) * 0.05, lost


def test_what_is_no_word_of_the_trade_is_given_no_meaning(index: TextIndex) -> None:
    words = expected("not a word of the trade")
    assert words
    assert [word for word, _ in words if (found := find(index, word)).meanings or found.unpractised] == []


def test_a_city_without_a_practice_leads_to_cities_like_it_and_to_nothing_else(index: TextIndex) -> None:
    towns = expected("town/")
    assert towns
    for word, name in towns:
        found = find(index, word)
        assert [each.name for each in found.towns][:1] == [name] and found.towns_first
        assert instead(index, found) == []


def test_a_city_of_ours_comes_first_by_its_name_in_any_language(index: TextIndex) -> None:
    cities = expected("city/")
    assert cities
    assert [word for word, slug in cities if find(index, word).hits[0].thing.id != slug] == []


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("marché de Noël", "March"),
        ("marche de noel", "March"),
        ("marchés", "March"),
        ("praça", "Prague"),
        ("praça", "praca"),
        ("movida", "Mobile"),
        ("movida", "móveis"),
        ("donne", "Data"),
        ("donne", "Données"),
        ("stade", "SALUTT"),
        ("stadio", "SALUTT"),
        ("evacuation", "evaluation"),
    ],
)
def test_a_word_of_one_language_is_not_taken_for_another_word_of_another(
    index: TextIndex, written: str, other: str
) -> None:
    listed = told(index, written)
    assert listed
    marked = {part.text.casefold() for _, reason in listed for part in reason.segments if part.marked}
    assert other.casefold() not in marked
    assert find(index, written).corrected == ()
    by_name = {label for label, reason in listed if reason.kind in ("name", "beginning", "words")}
    assert other not in by_name


def test_half_a_word_is_first_half_of_a_word_of_the_trade(index: TextIndex) -> None:
    assert find(index, "vide").hits[0].thing.label != "Vienna"
    assert find(index, "vidéosurv").hits[0].thing.id == "video-surveillance"


@pytest.mark.parametrize(
    ("written", "concepts"),
    [
        ("Spielplatzbeleuchtung", {"theme/park-safety", "theme/lighting"}),
        ("Bahnhofsbeleuchtung", {"theme/transport-hub", "theme/lighting"}),
        ("stationsverlichting", {"theme/lighting"}),
        ("speeltuinverlichting", {"theme/park-safety", "theme/lighting"}),
    ],
)
def test_a_compound_is_taken_apart_and_the_page_says_so(index: TextIndex, written: str, concepts: set[str]) -> None:
    found = find(index, written)
    assert len(found.corrected) == 1 and len(found.corrected[0].taken.split()) == 2
    assert (found.hits or partly(index, found)) and concepts <= {key(each.thing.iri) for each in found.meanings}


@pytest.mark.parametrize(
    ("forms", "concept"),
    [
        ("kamera kamery kamer kamerą kamerami kamerach", "theme/video-surveillance"),
        ("dron drony dronów dronami dronow", "technology/drone-camera"),
        ("słupki słupków słupkami slupkow", "technology/physical-barriers"),
        ("hałas hałasu hałasem", "problem/noise"),
        ("kibice kibiców kibicami kibicow", "theme/event-safety"),
        ("narkotyki narkotyków narkotykami", "problem/drugs-and-alcohol"),
        ("bezdomni bezdomnych bezdomnym", "target-group/marginalised-people"),
    ],
)
def test_a_polish_word_is_found_in_its_cases_with_and_without_accents(
    index: TextIndex, forms: str, concept: str
) -> None:
    for form in forms.split():
        assert concept in named(find(index, form)), form


def test_words_of_a_name_may_stand_in_another_order(index: TextIndex) -> None:
    one, other = ({each.thing.iri for each in find(index, text).meanings}
                  for text in ("controllo di vicinato", "vicinato controllo"))  # fmt: skip
    assert one == other != set()


@pytest.mark.parametrize("written", ["police municipale", "straż miejska", "polizia locale", "municipal police"])
def test_a_kind_of_body_finds_every_practice_that_it_runs_and_the_page_says_so(index: TextIndex, written: str) -> None:
    path = ROOT / "data" / "practice_actors.csv"
    run = {row["practice"] for row in rows(path) if (row["actor"], row["role"]) == ("municipal-police", "runs")}
    found = find(index, written, ["practices"], limit=ALL)
    assert run and run <= {hit.thing.id for hit in found.hits}
    why = [reason.told for hit in found.hits if hit.thing.id in run for reason in reasons(hit.thing, found)]
    assert any(each.startswith("Is run or decided by municipal police") for each in why)
