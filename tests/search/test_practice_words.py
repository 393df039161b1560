"""Words that officers type lead to the practice that is meant; see the CSV beside.

A reader typed a hundred words and judged what came. The table has those whose practice is among the first ten.
"""

from __future__ import annotations

import csv
from pathlib import Path

from graph.search import TextIndex, find
from graph.settings import ROOT
from graph.text.languages import LANGUAGES

WORDS = Path(__file__).with_name("practice_words.csv")
FIRST = 10


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def test_the_table_has_each_word_once_in_each_language_and_practices_of_the_facts() -> None:
    told, known = rows(WORDS), {row["id"] for row in rows(ROOT / "data" / "practices.csv")}
    assert len({(row["word"], row["language"]) for row in told}) == len(told) > 60
    assert {row["language"] for row in told} == set(LANGUAGES)
    assert {row["practice"] for row in told} <= known


def test_a_word_leads_to_the_practice_that_is_meant_among_the_first_ten(index: TextIndex) -> None:
    told, lost = rows(WORDS), []
    assert told
    for row in told:
        found = [hit.thing.id for hit in find(index, row["word"], limit=1_000).hits if "/practices/" in hit.thing.iri]
        if row["practice"] not in found[:FIRST]:
            lost.append((row["word"], row["practice"], found[:3]))
    assert lost == []
