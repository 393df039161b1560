"""Who pays for a practice and how much, as an officer reads it: as data, in words only beyond that, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of
from views.practices.funding_words import left_over, says_more

PAID = rows_of("practice_funding.csv")
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
RIVER, CAMERAS, WATCH, VILNIUS, DONATION, PARTS, IN_WORDS, NOBODY = (
    "turin-tonite", "porto-cctv", "olawa-netwatch", "vilnius-cctv", "valenciennes-huawei", "malmo-sluta-skjut",
    "bern-pinto", "lille-stop-on-demand",
)  # fmt: skip
PracticePage = Callable[[str], Part]


def of(practice: str) -> list[dict[str, str]]:
    return [row for row in PAID if row["practice"] == practice]


def paid(shown: Part) -> Part:
    (told,) = shown.all("#who-pays")
    return told


def payments(shown: Part) -> list[Part]:
    """What is told of each payment, in the order of the rows; what is told in words alone has no row."""
    items = paid(shown).all("li")
    return [each for each in items if "practice_funding.csv" in str(each.tag.select("a.correct"))]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("name", [RIVER, CAMERAS, WATCH, VILNIUS, DONATION, PARTS, "stara-lubovna-civic-patrols"])
def test_each_payment_is_told_with_its_payer_and_its_own_amount_and_nothing_is_added_up(
    name: str, practice_page: PracticePage
) -> None:
    told = payments(practice_page(name))
    assert len(told) == len(of(name))
    for each, row in zip(told, of(name), strict=True):
        amounts = [digits(strong.text) for strong in each.all("strong")]
        assert amounts == ([row["amount"].replace(".", "")] if row["amount"] else []), row["id"]
        assert row["payer"] in each.text, row["id"]
        programmes = [link.path for link in each.links if "/funding-programme/" in link.path]
        wanted = [f"/ontology/funding-programme/{row['programme']}"] if row["programme"] else []
        assert programmes == wanted, row["id"]


def test_the_budget_of_a_whole_project_is_not_told_as_what_its_programme_gives(practice_page: PracticePage) -> None:
    whole, given = (each.text for each in payments(practice_page(RIVER)))
    assert whole.startswith("€5,800,000 for the whole project, with money from: Urban Innovative Actions")
    assert given.startswith("€4,640,000 from: Urban Innovative Actions (European Regional Development Fund)")
    assert "for a part" in payments(practice_page(CAMERAS))[1].text
    assert "for one year" in payments(practice_page("paceville-safe-city"))[0].text


def test_an_amount_that_is_not_exact_says_so(practice_page: PracticePage) -> None:
    assert payments(practice_page(DONATION))[0].all("strong")[0].text == "about €2,000,000"
    assert payments(practice_page("tampere-sure"))[0].all("strong")[0].text == "at least €3,000,000"
    assert payments(practice_page("glasgow-thistle-surroundings"))[0].all("strong")[0].text == "at most £2,300,000"
    assert payments(practice_page(RIVER))[0].all("strong")[0].text == "€5,800,000"


@pytest.mark.parametrize(
    ("language", "name", "amount"),
    [("fr", RIVER, "5 800 000 €"), ("de", RIVER, "5.800.000 €"), ("pl", "torun-safety-package", "700 000 zł"),
     ("en", "torun-safety-package", "PLN 700,000"), ("fr", "stara-lubovna-civic-patrols", "191 530,26 €")],
)  # fmt: skip
def test_an_amount_is_written_as_the_language_of_the_reader_writes_it_in_its_own_currency(
    client: FlaskClient, language: str, name: str, amount: str
) -> None:
    shown = page(client, f"/{language}/practices/{name}" if language != "en" else f"/practices/{name}")
    assert payments(shown)[0].all("strong")[0].text == amount


def test_what_no_source_says_is_told_as_not_known_in_one_line_and_never_as_zero(practice_page: PracticePage) -> None:
    (watch,), (vilnius,) = payments(practice_page(WATCH)), payments(practice_page(VILNIUS))
    assert "not known: the amount" in watch.text and not watch.all("strong")
    assert vilnius.text.replace(" ;", ";") == "about €900,000; not known: who pays, what the amount is of"
    for told in (watch, vilnius):
        assert not re.search(r"(?<!\d)0(?![\d,])", told.text)


def test_where_nobody_is_recorded_who_pays_the_line_of_the_unknown_says_so_and_takes_an_answer(
    practice_page: PracticePage,
) -> None:
    shown = practice_page(NOBODY)
    assert not shown.all("#who-pays") and not of(NOBODY) and not PRACTICES[NOBODY]["funding"]
    (line,) = shown.all(".lessons-unknown")
    assert line.text.startswith("Not known: ") and line.text.endswith("who pays .")
    ways = [str(each["href"]) for each in line.tag.select("a.correct")]
    assert f"/contribute/correct?row=practices.csv/{NOBODY}&add=funding" in ways
    assert "who pays" not in practice_page(RIVER).all(".lessons-unknown")[0].text


def test_nothing_that_a_source_says_in_words_is_lost_and_nothing_is_said_twice(practice_page: PracticePage) -> None:
    donation, river = paid(practice_page(DONATION)).text, paid(practice_page(RIVER)).text
    assert donation.count("donation by Huawei") == 1
    assert "As recorded" not in river and "EUR" not in river
    parts = paid(practice_page(PARTS)).text
    for words in ("police, city and probation budgets", "evaluation financed by Brå", "pilot part-funded by the EU"):
        assert parts.count(words) == 1, words
    assert paid(practice_page(CAMERAS)).text.count("79 cameras") == 1
    assert PRACTICES[IN_WORDS]["funding"] in paid(practice_page(IN_WORDS)).text
    assert "Funding" not in [each.text for each in practice_page(RIVER).all("aside.side dt")]


def test_a_text_is_left_out_only_when_its_data_tell_each_word_of_it() -> None:
    euro = (Decimal("900000"), "EUR")
    assert not says_more("about EUR 900,000 of the city", euro, ["The city"], "from-this-source", "about")
    assert not says_more("EUR 0.9 million budget", euro, [], "whole-project", "")
    assert says_more("about EUR 900,000", euro, [], "", ""), "the row does not say that it is about"
    assert says_more("EUR 900,000 to EUR 1 million", euro, [], "", "at-most"), "there is another sum"
    assert says_more("HUF 900,000", euro, [], "", ""), "it is another currency"
    assert says_more("EUR 900,000 budget", euro, [], "from-this-source", ""), "it is of something else"
    assert says_more("not EUR 900,000", euro, [], "", "")
    told = ["EUR 5 million", "EUR 4 million ERDF"]
    assert left_over("UIA: EUR 5 million, EUR 4 million ERDF; a loan", told, ["uia"]) == "a loan"
    assert left_over("EUR 5 million and later EUR 7 million", ["EUR 5 million"], []) != ""


def test_every_payment_of_the_tables_has_its_sources_and_its_way_to_a_correction(practice_page: PracticePage) -> None:
    shown = practice_page(RIVER)
    assert len(paid(shown).all(".note")) == 1 and paid(shown).all(".note")[0].links
    for each, row in zip(payments(shown), of(RIVER), strict=True):
        ways = [str(link["href"]) for link in each.tag.select("a.correct")]
        assert ways == [f"/contribute/correct?row=practice_funding.csv/{row['id']}"]


def test_programs_get_the_payments_as_rows_and_as_statements_and_a_reader_sees_the_question(
    client: FlaskClient, practice_page: PracticePage
) -> None:
    rows = client.get(f"/practices/{RIVER}.json").get_json()["answers"]["funding"]["rows"]
    assert {row["financing_id"]: Decimal(row["amount"]) for row in rows} == {
        row["id"]: Decimal(row["amount"]) for row in of(RIVER)
    }
    turtle = client.get(f"/practices/{RIVER}.ttl").text
    assert all(f"funding/{row['id']}> a op:Financing" in turtle for row in of(RIVER))
    assert "Who pays for this practice, from which programme, how much" in practice_page(RIVER).text
