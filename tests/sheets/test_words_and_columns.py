"""What an office writes is understood in eight languages, asked about where it is not clear, and never lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reconcile.amounts import money, year_guess
from graph.reconcile.fields import rows_of
from graph.reconcile.guess import LEAVE, Sureness
from graph.reconcile.known import KnownFacts
from graph.sheets.template import template_csv, template_xlsx
from graph.tables.damage import FORMULA, UNWRITABLE
from graph.text.languages import LANGUAGES
from graph.workbooks.reading import read
from tests.budget import examples
from tests.security.test_hostile_texts import TYPED
from tests.sheets.importing import NEW, ROW, cells, found, guess, open_guesses, rows, with_cell


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_of_a_language_is_read_back_without_a_question(known: KnownFacts, language: str) -> None:
    workbook = read(template_xlsx(known, language, str), "template.xlsx")
    text = read(template_csv(known, language), "template.csv")
    headings = workbook.sheets[0].rows[0]
    assert headings == text.sheets[0].rows[0]
    columns = [each for each in found(known, [headings, ["x"] * len(headings)]).columns if each.field == "column"]
    assert len(columns) == len(headings) > 25
    assert [each.written for each in columns if each.certainty is not Sureness.SURE] == []
    assert len({each.value for each in columns}) == len(headings)


def test_the_words_that_offices_write_are_of_concepts_that_there_are_and_each_means_one(known: KnownFacts) -> None:
    listed = [(row["scheme"], row["value"]) for row in rows_of("values.csv")]
    assert len(listed) > 10
    assert [each for each in listed if not known.names.is_term(*each)] == []
    headings = [(row["field"], list(row.values())[1:]) for row in rows_of("headings.csv")]
    assert {field for field, _ in headings} <= set(known.fields)
    assert [field for field, told in headings if not all(told)] == []


def test_a_title_above_the_headings_and_columns_in_any_order_are_no_hindrance(known: KnownFacts) -> None:
    shuffled = [[NEW[place], ROW[place]] for place in (4, 1, 7, 0, 3, 2, 6, 5)]
    sheet = [["Recensement 2026"], [], [heading for heading, _ in shuffled], [], [cell for _, cell in shuffled]]
    result = found(known, sheet)
    assert open_guesses(result) == []
    [practice] = rows(result, "practices")
    assert (practice.now("title"), practice.now("cities")) == ("Patrouille du soir", "angers")
    assert guess(result, "status").cells == ("G5",)


def test_a_column_that_nobody_knows_is_asked_about_and_can_be_added_to_the_description(known: KnownFacts) -> None:
    sheet = with_cell("Couleur du véhicule", "bleu")
    asked = guess(found(known, sheet), "column", "Couleur du véhicule")
    assert asked.is_open
    left = found(known, sheet, {asked.id: LEAVE})
    added = found(known, sheet, {asked.id: "+description"})
    assert rows(left, "practices")[0].now("description") == "Deux agents marchent."
    assert rows(added, "practices")[0].now("description") == "Deux agents marchent. Couleur du véhicule: bleu"


@pytest.mark.parametrize(
    ("heading", "text", "field", "value"),
    [
        ("Statut", "operational", "status", "operational"),
        ("Statut", "In Betrieb", "status", "operational"),
        ("Statut", "W TOKU", "status", "operational"),
        ("Thème", "Night time economy", "themes", "night-time-economy"),
        ("Thème", "mediación", "themes", "mediation"),
        ("Pays", "Frankreich", "country", "FR"),
        ("Pays", "Francja", "country", "FR"),
        ("Pays", "FR", "country", "FR"),
        ("Base juridique", "Règlement (UE) 2016/679", "law", "32016R0679"),
        ("Base juridique", "RGPD", "law", "32016R0679"),
        ("Porteur", "Straż miejska", "runs", "municipal-police"),
        ("Téléphone", "+33 (0)2 41 00 00 01", "phone", "+33 2 41 00 00 01"),
    ],
)
def test_a_word_is_understood_as_label_other_name_or_notation_of_any_language(
    known: KnownFacts, heading: str, text: str, field: str, value: str
) -> None:
    asked = guess(found(known, with_cell(heading, text)), field)
    assert (asked.value, asked.certainty) == (value, Sureness.SURE)


@pytest.mark.parametrize(
    ("heading", "text", "field"),
    [("Statut", "Zzz", "status"), ("Pays", "Atlantis", "country"), ("Téléphone", "112 ou 17", "phone"),
     ("Courriel", "pas d'adresse", "email"), ("Année de début", "jadis", "start_year")],
)  # fmt: skip
def test_what_is_not_understood_is_a_question_at_its_cell_and_hides_no_other(
    known: KnownFacts, heading: str, text: str, field: str
) -> None:
    sheet = with_cell(heading, text)
    sheet = [[*sheet[0], "Thèmes"], [*sheet[1], "Zzz zzz"]]
    result = found(known, sheet)
    assert guess(result, field, text).is_open
    assert guess(result, "themes", "Zzz zzz").is_open
    place = f"{'ABCDEFGHIJ'[sheet[0].index(heading)]}2"
    assert place in [finding.cell for finding in result.findings]


def test_two_towns_of_one_name_are_asked_about_and_each_can_be_chosen(known: KnownFacts) -> None:
    sheet = [["Name", "City", "Country"], ["A practice", "Frankfurt", "Germany"]]
    asked = guess(found(known, sheet), "cities")
    assert asked.is_open and len(asked.choices) == 2
    for each in asked.choices:
        [practice] = rows(found(known, sheet, {asked.id: each.value}), "practices")
        assert practice.now("country") == "DE" and practice.now("cities")


def test_an_answer_is_taken_remembered_for_the_same_words_and_never_trusted_blindly(known: KnownFacts) -> None:
    sheet = with_cell("Thème", "Zzz")
    asked = guess(found(known, sheet), "themes", "Zzz")
    now = found(known, sheet, {asked.id: "noise"})
    assert guess(now, "themes", "Zzz").certainty is Sureness.CHOSEN
    assert rows(now, "practices")[0].now("themes") == "noise"
    later = guess(found(known, with_cell("Thème", "  zzz "), before={asked.id: "noise"}), "themes")
    assert (later.value, later.certainty) == ("noise", Sureness.REMEMBERED)
    assert guess(found(known, sheet, {asked.id: "no-such-theme"}), "themes", "Zzz").is_open


def test_a_practice_that_stands_already_is_shown_and_can_be_filled_kept_or_left(known: KnownFacts) -> None:
    held = next(
        row.cells for row in known.rows("practices") if row.cells["cities"] == "nice" and not row.cells["funding"]
    )
    sheet = [["title", "cities", "country", "funding"], [held["title"], "nice", "FR", "Ville de Nice"]]
    asked = guess(found(known, sheet), "duplicate")
    assert asked.value == f"practice:{held['id']}"
    [change] = rows(found(known, sheet), "practices")
    assert (change.key, change.kind.value, change.now("funding")) == (held["id"], "change", "Ville de Nice")
    assert [cell.was for cell in change.cells] == [""] * len(change.cells)
    [kept] = rows(found(known, sheet, {asked.id: "keep"}), "practices")
    assert kept.kind.value == "add" and kept.key not in known.ids("practices")
    assert rows(found(known, sheet, {asked.id: LEAVE}), "practices") == []


def test_the_address_of_a_person_is_left_out_unless_somebody_says_that_it_is_an_office(known: KnownFacts) -> None:
    sheet = with_cell("Courriel", "marie.dupont@exemple.fr")
    sheet = [[*sheet[0], "Contact"], [*sheet[1], "Service tranquillité"]]
    result = found(known, sheet)
    assert rows(result, "practice_contacts") == []
    asked = guess(result, "email")
    [contact] = rows(
        found(known, sheet, {asked.id: "marie.dupont@exemple.fr", guess(result, "office").id: "Service tranquillité"}),
        "practice_contacts",
    )
    assert contact.now("role") == "Service tranquillité"


@pytest.mark.parametrize("heading", NEW)
def test_hostile_texts_and_formulas_stay_texts_or_are_asked_about(known: KnownFacts, heading: str) -> None:
    hostile = [each for text in TYPED for each in (text, f"=cmd|' /C calc'!A0{text}", f'=HYPERLINK("{text}")')]
    sheet = [NEW, *([f"{place:03}" * 3, *ROW[1:]] for place, _ in enumerate(hostile))]
    for row, text in zip(sheet[1:], hostile, strict=True):
        row[NEW.index(heading)] = text
    every = [item for row in found(known, sheet).changes.rows for item in cells(row).items()]
    assert len(every) > 100
    assert [cell for _, cell in every if UNWRITABLE.search(cell) or FORMULA.match(cell)] == []
    assert [cell for column, cell in every if column == "url" and not cell.startswith(("http://", "https://"))] == []


@settings(max_examples=examples(60))
@given(
    st.lists(st.lists(st.text(max_size=40), max_size=6), min_size=1, max_size=6).filter(
        lambda rows: any(map(any, rows))
    )
)
def test_any_texts_end_in_a_change_set_or_in_questions(known: KnownFacts, sheet: list[list[str]]) -> None:
    result = found(known, [["Nom", "Ville", "Pays", "Thèmes", "Coût", "Année"], *sheet])
    assert len({row.key for row in rows(result, "practices")}) == len(rows(result, "practices"))
    for each in result.findings:
        assert each.cell and each.message and each.mend


@settings(max_examples=examples(200))
@given(st.text(max_size=30))
def test_any_text_is_money_with_a_plain_amount_or_none(text: str) -> None:
    amount = money(text)
    assert amount is None or (amount.amount.replace(".", "").isascii() and float(amount.amount) >= 0)


@settings(max_examples=examples(200))
@given(st.text(max_size=30), st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_a_year_that_can_be_kept_or_a_question(text: str, language: str) -> None:
    value = year_guess("start_year", text, language).value
    assert not value or 1750 <= int(value[:4]) <= 2199


def test_a_row_of_a_whole_country_is_asked_for_no_city_and_one_without_either_is(known: KnownFacts) -> None:
    whole = found(known, with_cell("Ville", ""))
    assert not whole.findings
    (row,) = rows(whole, "practices")
    assert (cells(row).get("cities", ""), cells(row)["country"]) == ("", "FR")
    sheet = [[cell for place, cell in enumerate(line) if place != 2] for line in with_cell("Ville", "")]
    assert {finding.column for finding in found(known, sheet).findings} >= {"cities"}
