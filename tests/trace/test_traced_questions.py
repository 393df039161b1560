"""Questions with their answers, read from the tables by a person: what binds whom, by which provision, on which day.

In `traced_questions.csv`, `through` names the effect of a path and a thing it passes; `not_through` what no path passes
on that day; `coming` a day and a thing that paths pass only from then on.
"""

from __future__ import annotations

import csv
from pathlib import Path as File

import pytest

from graph.links.network import Network
from graph.things import BY_NAME
from graph.trace import Path, Trace, TraceBounds, trace

TABLE = File(__file__).with_name("traced_questions.csv")
QUESTIONS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
WIDE = TraceBounds(paths=300, coming=100)


def names(path: Path) -> set[str]:
    """Every place of a path, by its identifier alone and with its collection."""
    places = {place for hop in path.hops for place in (hop.source, hop.target)}
    return {place.id for place in places} | {f"{BY_NAME[place.kind].collection}/{place.id}" for place in places}


def asked(network: Network, row: dict[str, str]) -> Trace:
    return trace(
        network, row["from"], row["to"], row["on"], families=row["kinds"].split(), actor=row["actor"], bounds=WIDE
    )


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["question"])
def test_a_question_has_the_answer_that_the_facts_give(row: dict[str, str], network: Network) -> None:
    found = asked(network, row)
    passed = {f"{path.group} {name}" for path in found.paths for name in names(path)}
    assert set(filter(None, row["through"].split(";"))) <= passed
    assert {name for path in found.paths for name in names(path)} & set(
        filter(None, row["not_through"].split(";"))
    ) == set()
    later = {f"{path.first} {name}" for path in found.coming for name in names(path)}
    assert set(filter(None, row["coming"].split(";"))) <= later


def test_there_are_at_least_forty_questions_and_each_expects_something() -> None:
    assert len(QUESTIONS) >= 40
    assert all(row["through"] or row["not_through"] for row in QUESTIONS)
