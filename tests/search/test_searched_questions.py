"""What people search for, and the thing that must come first. The things are rows of the tables; see the CSV beside."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from graph.search import TextIndex, find, reasons
from graph.settings import ROOT

ASKED = Path(__file__).with_name("searched_questions.csv")
KINDS = {"concepts": "technologies", "legal_events": "decisions"}


NAMED = [
    ("acts", "short_name"),
    ("acts", "id"),
    ("cities", "id"),
    ("practices", "title"),
    ("organisations", "name"),
    ("concepts", "label"),
]


@cache
def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


@pytest.mark.parametrize("question", rows(ASKED), ids=lambda question: question["asked"])
def test_what_was_meant_comes_first_and_says_why(index: TextIndex, question: dict[str, str]) -> None:
    assert question["id"] in {row["id"] for row in rows(ROOT / "data" / f"{question['table']}.csv")}
    found = find(index, question["asked"])
    first = found.hits[0].thing
    assert (first.kind, first.id) == (KINDS.get(question["table"], question["table"]), question["id"])
    assert reasons(first, found)[0].kind == question["reason"]


@pytest.mark.parametrize(("table", "column"), NAMED)
def test_everything_is_found_by_its_own_name_and_identifier(index: TextIndex, table: str, column: str) -> None:
    lost = []
    for row in rows(ROOT / "data" / f"{table}.csv"):
        hits = find(index, row[column], limit=5).hits
        if row["id"] not in {hit.thing.id for hit in hits}:
            lost.append(row[column])
    assert lost == []


def test_every_other_name_of_a_city_finds_that_city_first_or_beside_others_of_that_name(index: TextIndex) -> None:
    called: dict[str, set[str]] = {}
    for row in rows(ROOT / "data" / "cities.csv"):
        for name in filter(None, [row["name"], *row["other_names"].split(";")]):
            called.setdefault(plain(name), set()).add(row["id"])
    assert len(called) > 100
    first = {name: [hit.thing.id for hit in find(index, name, limit=len(ids)).hits] for name, ids in called.items()}
    assert {name: ids for name, ids in first.items() if set(ids) != called[name]} == {}


def plain(name: str) -> str:
    """A name as people type it: without accents and capitals."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_every_provision_of_an_act_of_the_union_is_found_by_its_article_and_the_name_of_the_act(
    index: TextIndex,
) -> None:
    acts = {row["id"]: row["short_name"] for row in rows(ROOT / "data" / "acts.csv")}
    lost, asked = [], 0
    for row in rows(ROOT / "data" / "provisions.csv"):
        parts = row["provision_ref"].split("/")
        if (
            not row["eli"]
            or not parts[0].startswith("art_")
            or not parts[0][4:].isdigit()
            or any("_" not in part for part in parts)
        ):
            continue
        steps = "".join(f"({part.split('_')[1]})" for part in parts[1:])
        written = f"article {parts[0][4:]}{steps} {acts[row['act']]}"
        asked += 1
        if find(index, written).hits[0].thing.id != row["id"]:
            lost.append(written)
    assert asked > 200
    assert lost == []
