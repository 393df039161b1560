"""What a specialist in police and data protection law can rely on: 40 practices, who runs them, on which day which acts
govern, which may, and which do not, each with its reason. The table was written from the law, not from the graph. A
second reader judged each row from the law, before the answers were looked at: `second_reader` agrees, or says what is
doubtful.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.governing import HOLDS, QUESTION, Case, Library, decide
from graph.governing.index import library_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore

HOME = Path(__file__).parent
DATA = Path(__file__).parents[2] / "data"
SHORT = {"GDPR": "32016R0679", "LED": "32016L0680", "DPD": "31995L0046", "AIA": "32024R1689"}
Row = dict[str, str]


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _table(HOME / "expert_table.csv")


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


@pytest.fixture(scope="module")
def cases(library: Library) -> Callable[[str, str], Iterator[Case]]:
    """The cases of a practice and an actor, from the tables."""
    tables = {name: _table(DATA / f"{name}.csv") for name in ("practices", "cities", "practice_actors")}
    practices = {row["id"]: row for row in tables["practices"]}
    cities = {row["id"]: row for row in tables["cities"]}
    acting = {(row["practice"], row["actor"]) for row in tables["practice_actors"]}

    def found(practice: str, actor: str) -> Iterator[Case]:
        assert (practice, actor) in acting, "the actor has a part in the practice"
        row = practices[practice]
        technologies = tuple(filter(None, row["technologies_concepts"].split(";")))
        for country in row["country"].split(";"):
            places = [cities[city] for city in filter(None, row["cities"].split(";"))]
            region = next((library.region_of(city["nuts3"]) for city in places if city["country"] == country), "")
            yield Case(technologies, actor, country, region)

    return found


def test_the_table_covers_what_a_specialist_would_ask() -> None:
    police = {row["practice"] for row in ROWS if row["actor"] in ("state-police", "municipal-police")}
    both = {row["practice"] for row in ROWS if {"GDPR", "LED"} <= set(row["may"].split(";"))}
    assert len({row["practice"] for row in ROWS}) >= 40
    assert len(police) >= 20
    assert len(both) >= 6
    assert all(row["reason"] for row in ROWS)


def test_a_second_reader_agrees_with_each_row_or_says_what_is_doubtful() -> None:
    judged = [row["second_reader"].partition(": ") for row in ROWS]
    assert {word for word, _, _ in judged} == {"agrees", "doubtful"}
    assert all(bool(why) == (word == "doubtful") for word, _, why in judged)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['practice']}-{row['actor']}-{row['day']}")
def test_the_acts_that_govern_a_practice_on_a_day_are_those_that_the_law_says(
    library: Library, cases: Callable[[str, str], Iterator[Case]], row: Row
) -> None:
    told: dict[str, set[str]] = {HOLDS: set(), QUESTION: set()}
    for case in cases(row["practice"], row["actor"]):
        for ruling in decide(library, case):
            if ruling.standing in told and ruling.start <= row["day"] <= (ruling.end or "9999"):
                told[ruling.standing].add(ruling.rule.act)
    assert _acts(row["governs"]) - told[HOLDS] == set(), row["reason"]
    assert _acts(row["may"]) - told[QUESTION] == set(), row["reason"]
    assert _acts(row["may"]) & told[HOLDS] <= _acts(row["governs"]), row["reason"]
    assert _acts(row["not"]) & (told[HOLDS] | told[QUESTION]) == set(), row["reason"]


def _acts(cell: str) -> set[str]:
    return {SHORT.get(name, name) for name in filter(None, cell.split(";"))}
