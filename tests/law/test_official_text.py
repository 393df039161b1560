"""The number of a law beside its nickname, the official text, and the copies that are never cited as the source."""

from __future__ import annotations

import pytest

from graph.law.official_text import copy_words, is_official, number_of, numbered, official_address
from tests.views.facts import rows_of


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Regulation (EU) 2016/679 (General Data Protection Regulation)", "Regulation (EU) 2016/679"),
        ("Council Framework Decision 2008/977/JHA on the protection", "Council Framework Decision 2008/977/JHA"),
        ("Loi n° 2023-380 du 19 mai 2023 relative aux jeux", "Loi n° 2023-380"),
        ("Ley Orgánica 4/1997, de 4 de agosto", "Ley Orgánica 4/1997"),
        ("Laki henkilötietojen käsittelystä rikosasioissa (1054/2018)", "Laki henkilötietojen käsittelystä "
         "rikosasioissa (1054/2018)"),
        ("Bundesdatenschutzgesetz", ""),
    ],
)  # fmt: skip
def test_the_number_of_an_act_is_how_its_title_begins(title: str, number: str) -> None:
    assert number_of(title) == number


def test_every_regulation_and_directive_has_a_number_that_stands_beside_its_nickname() -> None:
    acts = [row for row in rows_of("acts.csv") if row["type"] in ("regulation", "directive")]
    assert acts
    for row in acts:
        number = number_of(row["title"])
        assert number, row["id"]
        told = numbered(row["short_name"], row["title"])
        assert number in told or all(part in row["short_name"] for part in number.split()[-1].split("/")), row["id"]
    assert numbered("GDPR", "Regulation (EU) 2016/679 (General)") == "GDPR, Regulation (EU) 2016/679"
    assert numbered("IT Decree-Law 139/2021", "Decreto-legge 8 ottobre 2021, n. 139") == "IT Decree-Law 139/2021"
    assert numbered("EL Law 4624/2019", "Law 4624/2019 on data") == "EL Law 4624/2019"


def test_a_copy_in_a_repository_is_no_official_text() -> None:
    assert is_official("https://www.boe.es/buscar/act.php?id=BOE-A-1997-17574")
    assert is_official("http://data.europa.eu/eli/reg/2016/679/oj")
    assert not is_official("https://github.com/legalize-dev/legalize-es") and not is_official("github.com/eur-lex")
    assert not is_official("https://boe.es.example.org/")
    assert official_address("github.com/x", "https://www.boe.es/eli/es/lo/1997/08/04/4/con").startswith("https://www.b")


def test_the_number_under_which_a_copy_is_kept_is_not_for_readers() -> None:
    assert copy_words("stored file id 70145172099 (French GDPR reference)") == "a stored copy (French GDPR reference)"
    assert copy_words("stored file ids 9870264386, 9862541560 (city page)") == "a stored copy (city page)"
