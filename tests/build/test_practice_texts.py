"""What a reader of any language and a curator can rely on in the texts of practices in further languages."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest

from graph.revision import Revision, read_quads
from graph.text.languages import LANGUAGES
from tests.build.facts_copy import Facts
from tests.build.plain_facts import BASE, DCTERMS, LABEL, OP, Statements, concept, one, table, thing

FILE = "practice_texts.csv"
PRACTICE = "nice-school-vsa"


def test_every_practice_has_one_title_and_one_description_in_every_language(revision: Revision) -> None:
    lines = b"".join(line for line in read_quads(revision) if line.startswith(f"<{BASE}id/practices/".encode()))
    texts: dict[tuple[str, str], list[str]] = {}
    for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS):
        if quad.predicate.value in (DCTERMS + "title", DCTERMS + "description"):
            assert isinstance(quad.object, ox.Literal)
            texts.setdefault((quad.subject.value, quad.predicate.value), []).append(quad.object.language or "")
    assert len(texts) == 2 * len(table("practices"))
    assert all(sorted(languages) == sorted(LANGUAGES) for languages in texts.values())


def test_the_title_in_its_own_language_is_the_one_label_of_a_practice(graphs: dict[str, Statements]) -> None:
    assert table("practices")
    for row in table("practices"):
        subject = thing("practices", row["id"])
        assert (
            graphs["practices"][subject][LABEL]
            == {row["title"]}
            == graphs["rule/practice-titles"][subject][DCTERMS + "title"]
        )
        assert not graphs["practice_texts"][subject][LABEL]


def test_every_text_says_whose_it_is_in_which_language_and_who_answers_for_it(graphs: dict[str, Statements]) -> None:
    held = graphs["practice_texts"]
    assert table("practice_texts")
    for row in table("practice_texts"):
        stated = held[thing("practice-texts", f"{row['practice']}/{row['language']}")]
        assert stated[OP + "practice"] == {thing("practices", row["practice"])}
        assert stated[DCTERMS + "language"] == {row["language"]}
        assert held[one(stated[OP + "row"])][OP + "translation"] == {concept("translation", row["made_by"])}


@pytest.mark.parametrize(
    ("cells", "column", "wrong", "mend"),
    [
        ({"practice": "nice-school"}, "practice", "practices.csv has no such id", "Did you mean 'nice-school-vsa'?"),
        ({"title": ""}, "title", "The cell is empty", ""),
        ({"description": ""}, "description", "The cell is empty", ""),
        ({"made_by": "robot"}, "made_by", "has no such notation", "translation.ttl"),
        ({"language": "fr"}, "language", "practice and language are those of line", "Keep one of the two rows."),
        ({"language": "en"}, "language", "is in this language already", "Write the text in practices.csv"),
        ({"description": "144 Tore, 145 Alarme."}, "description", "The original does not state the number 145.", "out"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_right_is_refused_with_its_place(
    facts: Facts, cells: dict[str, str], column: str, wrong: str, mend: str
) -> None:
    line = facts.set(FILE, PRACTICE, **cells)
    refusal = facts.refusal()
    told = [each for each in refusal.splitlines() if wrong in each]
    assert told, refusal
    assert mend in told[0]
    place = told[0].partition(".csv, line ")[2]
    assert place.startswith(f"{line}, column {column}") or cells.get("language") == "fr"


@pytest.mark.parametrize("written", ["35 000", "35.000", "35\u202f000", "35,000", "35000"])
def test_thousands_are_separated_as_the_language_does(facts: Facts, written: str) -> None:
    def respell(text: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(text.decode(), newline="")))
        row = next(each for each in rows if each[:2] == ["budapest-szitakoto", "de"])
        row[3] = row[3].replace("35.000", written)
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    if written != "35.000":
        facts.change(FILE, respell)
    assert facts.told_by_rules() == ""
