"""Fifteen practices as a network sent them, in French, saved by Excel: one round of questions, then fourteen."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from graph.contribute.applying import applied
from graph.contribute.standing import Standing
from graph.reconcile.guess import Guess, Sureness
from graph.reconcile.known import KnownFacts
from graph.settings import ROOT
from graph.sheets.importing import Imported, imported
from graph.workbooks.reading import read
from tests.patience import without_hanging
from tests.sheets.importing import cells, guess, open_guesses, rows
from tests.workbooks.making import xlsx

FILES = ["pratiques.csv", "pratiques.xlsx"]
DESCRIPTION = "Deux phrases de la ville. Elles disent ce que c'est."
ANSWERS = {
    ("themes", "urbanisme"): "cpted",
    ("themes", "Protection contre les attaques"): "hostile-vehicle-mitigation",
    ("themes", "IA"): "ai-video-analytics",
    ("themes", "circulation"): "-",
    ("themes", "Présence"): "community-policing",
    ("themes", "Transport"): "public-transport",
    ("themes", "Aménagement"): "placemaking",
    ("problems", "Contestation"): "security in general",
    ("problems", "Lieu délaissé"): "run-down or divided places",
    ("target_groups", "Usagers"): "station users",
    ("target_groups", "Locataires"): "residents",
    ("target_groups", "Klienci"): "-",
    ("runs", "Semitan"): "transport-operator-public",
    ("source", ""): "Réseau Villes Sûres – recensement 2026",
    ("core_area", ""): "managing and sharing public spaces",
    ("text", "Urz?d Miasta"): "Urząd Miasta",
    ("text", "Urz?d"): "Urząd",
    ("text", "Stra? miejska"): "Straż miejska",
    ("text", "Bud?et miasta"): "Budżet miasta",
    ("text", "Wydzia? Bezpiecze?stwa"): "Wydział Bezpieczeństwa",
}
"""What a person of the network answers, by field and words."""


@pytest.fixture(params=FILES)
def first(request: pytest.FixtureRequest, examples_folder: Path, known: KnownFacts) -> tuple[str, Imported]:
    """A file and what it is taken for before anybody has answered."""
    name = str(request.param)
    book = read((examples_folder / name).read_bytes(), name)
    return name, imported(book, known, {}, {}, 1)


def answer(each: Guess) -> str:
    if each.field == "description":
        return DESCRIPTION
    return "none" if each.field == "evidence_result" else ANSWERS[each.field, each.written]


def ids(table: str) -> set[str]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"] for row in csv.DictReader(handle)}


def answered(name: str, result: Imported, folder: Path, known: KnownFacts) -> Imported:
    book = read((folder / name).read_bytes(), name)
    return imported(book, known, {each.id: answer(each) for each in open_guesses(result)}, {}, 1)


def test_every_column_is_known_and_only_the_running_number_is_left_out(first: tuple[str, Imported]) -> None:
    _, result = first
    taken = {each.written: (each.value, each.certainty) for each in result.columns}
    assert len(taken) == 22
    assert {sure for _, sure in taken.values()} == {Sureness.SURE}
    assert [heading for heading, (value, _) in taken.items() if value == "-"] == ["N°"]
    assert taken["fr"][0] == "fr"


def test_what_is_doubtful_is_asked_and_what_is_plain_is_not(first: tuple[str, Imported]) -> None:
    name, result = first
    counted = Counter(each.field for each in open_guesses(result))
    both = {"description": 6, "evidence_result": 7, "themes": 7, "problems": 2, "target_groups": 3, "runs": 1}
    assert counted == Counter(both | {"core_area": 3} | ({"text": 5, "source": 1} if name.endswith("csv") else {}))
    assert guess(result, "start_year", "vers 2018").certainty is Sureness.LIKELY
    assert guess(result, "start_year", "01/09/2012").value == "2012-09-01"
    assert guess(result, "status", "W toku").value == "operational"
    assert guess(result, "status", "?").certainty is Sureness.LIKELY
    assert guess(result, "country", "Pologne").value == "PL"
    assert guess(result, "phone", "02 41 00 00 01").value == "+33 2 41 00 00 01"
    assert guess(result, "cities", "Saint-Étienne").value == "saint-etienne"
    assert guess(result, "duplicate").value == f"row:{1 if name.endswith('csv') else 3}"
    assert {each.written: each.value for each in result.guesses if each.field == "cost"} == {
        "180 000,00": "180000 EUR", "25 000": "25000 EUR", "1 250 000 €": "1250000 EUR", "2,4 M€": "2400000 EUR",
        "640 000": "640000 EUR", "300000": "300000 EUR", "faible": "words", "12 000": "12000 EUR", "8 500": "8500 EUR",
    }  # fmt: skip


def test_letters_that_the_program_could_not_write_are_never_taken_as_they_are(first: tuple[str, Imported]) -> None:
    name, result = first
    city = guess(result, "cities", "?ód?" if name.endswith("csv") else "Łódź")
    assert (city.value, city.certainty) == (
        "geonames:3093133", Sureness.LIKELY if name.endswith("csv") else Sureness.SURE
    )  # fmt: skip
    kept = [cell.now for row in result.changes.rows for cell in row.cells]
    assert len(kept) > 100
    assert [text for text in kept if "?" in text] == []


def test_one_round_of_answers_makes_fourteen_practices_and_leaves_no_question(
    first: tuple[str, Imported], examples_folder: Path, known: KnownFacts, stands: Standing
) -> None:
    name, result = first
    after = answered(name, result, examples_folder, known)
    assert [str(finding) for finding in after.findings] == []
    assert {each.id for each in open_guesses(after)} == set()
    practices = {row.key: cells(row) for row in rows(after, "practices")}
    assert len(practices) == after.practices == 14
    assert all(practice["description"] and practice["source_ids"] for practice in practices.values())
    assert {practice["basis"] for practice in practices.values()} == {"reported-by-city"}
    assert {practice["language_of_text"] for practice in practices.values()} == {"fr"}
    named = {"angers", "rennes", "strasbourg", "villeurbanne", "milan", "beziers", "fougeres", "lodz"}
    assert {row.key for row in rows(after, "cities")} == {each for each in named if each not in ids("cities")}
    assert len(rows(after, "practice_contacts")) == 7
    assert len(rows(after, "practice_lessons")) == 9
    tables = applied(stands.applied.tables, stands.schemas, [after.changes])
    assert [str(finding) for finding in tables.findings] == []


def test_each_practice_is_told_as_its_row_tells_it(
    first: tuple[str, Imported], examples_folder: Path, known: KnownFacts
) -> None:
    name, result = first
    after = answered(name, result, examples_folder, known)
    practices = {row.key: cells(row) for row in rows(after, "practices")}
    assert practices["saint-etienne-videoprotection-augmentee-gare"] == {
        "id": "saint-etienne-videoprotection-augmentee-gare", "title": "Vidéoprotection augmentée (gare)",
        "language_of_text": "fr", "cities": "saint-etienne", "country": "FR", "start_year": "2019", "end_year": "2020",
        "status": "stopped", "legal_outcome": "none-known", "core_area": "technology",
        "themes": "video-surveillance;ai-video-analytics", "target_problem": "Agressions", "problems": "violence",
        "target_groups": "station users", "partners": "Société privée",
        "evaluation": "Projet abandonné après l'avertissement de la CNIL", "evidence_level": "none-found",
        "evidence_result": "none", "basis": "reported-by-city",
        "description": "Micros couplés aux caméras ; l'autorité a jugé le dispositif contraire à la loi.",
        "source_ids": practices["saint-etienne-videoprotection-augmentee-gare"]["source_ids"],
    }  # fmt: skip
    source = {row.key: cells(row) for row in rows(after, "sources")}
    named = practices["saint-etienne-videoprotection-augmentee-gare"]["source_ids"]
    assert source[named]["url"] == "https://exemple.fr/a;b"
    night = practices["villeurbanne-correspondants-nuit"]
    assert (night["start"], night["start_year"]) == ("2012-09-01", "2012")
    # The duplicate filled nothing of the row that it went into, for nothing of it was empty.
    assert practices["angers-mediateurs-nuit"]["target_problem"] == "Tapage nocturne et conflits d'usage"


def test_fifty_rows_are_read_and_guessed_without_hanging(examples_folder: Path, known: KnownFacts) -> None:
    held = [list(row) for row in read((examples_folder / "pratiques.xlsx").read_bytes(), "x.xlsx").sheets[0].rows[2:]]
    many = [held[0]]
    for number in range(60):
        row = held[number % 15 + 1]
        many.append([str(number), hashlib.md5(str(number).encode()).hexdigest(), *row[2:]])
    with without_hanging():
        book = read(xlsx(many), "many.xlsx")
        result = imported(book, known, {}, {}, 1)
    assert result.practices >= 50
