"""A city officer sends a spreadsheet, says what is doubtful in one round, and has a draft; without any script."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.people import Person, Role, transaction
from graph.review.decisions import give_back
from graph.review.submissions import mine
from graph.settings import Settings
from graph.workbooks.reading import read
from tests.people.signing import somebody
from tests.sheets.importing import NEW, ROW
from tests.sheets.test_example_files import FILES
from tests.views.contribute.sending import EXAMPLES, answer_to, chosen, drafts, page, questions, send
from views.people.signed_in import EXTENSION


@pytest.mark.parametrize("name", FILES)
def test_the_file_of_a_network_becomes_a_draft_in_one_round_of_confirming(
    app: Flask, officer: Person, browser: FlaskClient, name: str
) -> None:
    address = send(browser, (EXAMPLES / name).read_bytes(), name)
    columns = page(browser, address)
    assert len(columns.select(".guess")) == 22 and not columns.select(".guess-open")
    onward = browser.post(address, data=chosen(columns)).headers["Location"]
    words = page(browser, onward)
    given = chosen(words)
    for group, written, field in questions(words):
        answer = answer_to(group, written)
        options = {str(each["value"]) for each in words.select(f'select[name="{field}"] option')}
        given[field if answer in options or field.startswith("t.") else f"t.{field}"] = answer
    done = browser.post(f"{address}/words", data=given)
    assert done.headers["Location"].startswith("/submissions/")
    assert len(drafts(app, officer)) == 14


def test_open_questions_are_counted_and_everything_else_is_kept(
    app: Flask, officer: Person, browser: FlaskClient
) -> None:
    address = send(browser, (EXAMPLES / FILES[1]).read_bytes(), FILES[1])
    browser.post(address, data={})
    words = page(browser, f"{address}/words")
    given = chosen(words)
    first = next(iter(questions(words)))
    given[first[2]] = "positive"
    again = browser.post(f"{address}/words", data=given)
    assert again.headers["Location"].endswith("again=1")
    told = page(browser, again.headers["Location"])
    alert = told.select_one("[role=alert]")
    assert alert is not None and "28 questions are left" in alert.get_text()
    assert first[2] not in {field for _, _, field in questions(told)}
    assert drafts(app, officer) == []
    browser.post(f"{address}/words", data={"do": "all-the-same"})
    assert len(drafts(app, officer)) == 14


def test_what_was_chosen_is_remembered_for_the_next_file(browser: FlaskClient) -> None:
    sheet = "\n".join(",".join(row) for row in ([*NEW], [*ROW])).replace("Médiation", "Zzz").encode()
    address = send(browser, sheet, "one.csv")
    words = page(browser, f"{address}/words")
    [(_, written, field)] = [each for each in questions(words) if each[1] == "Zzz"]
    browser.post(f"{address}/words", data={**chosen(words), field: "noise"})
    later = page(browser, f"{send(browser, sheet, 'two.csv')}/words")
    assert written not in {each[1] for each in questions(later)}
    taken = {
        item.bdi.get_text(): item.strong.get_text() for item in later.select(".taken li") if item.bdi and item.strong
    }
    assert taken["Zzz"] == "Noise"


def test_who_sends_a_file_says_why_and_it_is_kept_through_every_round(
    app: Flask, officer: Person, browser: FlaskClient
) -> None:
    address = send(browser, (EXAMPLES / FILES[1]).read_bytes(), FILES[1])
    words = page(browser, f"{address}/words")
    again = browser.post(f"{address}/words", data={**chosen(words), "why": " The list of our\n network, <b>2025</b> "})
    field = page(browser, again.headers["Location"]).select_one("#why")
    assert field is not None and field.get_text().strip() == "The list of our network, <b>2025</b>"
    made = browser.post(f"{address}/words", data={"do": "all-the-same"})
    shown = page(browser, made.headers["Location"])
    assert shown.h1 is not None and shown.h1.get_text() == "The list of our network, <b>2025</b>"
    with transaction(app.extensions[EXTENSION].engine) as session:
        assert [each.changes.why for each in mine(session, officer)] == ["The list of our network, <b>2025</b>"]


def test_a_file_that_a_reviewer_returned_is_changed_at_its_words_and_stays_one_submission(
    app: Flask, officer: Person, browser: FlaskClient
) -> None:
    address = send(browser, (EXAMPLES / FILES[1]).read_bytes(), FILES[1])
    shown = page(browser, f"{address}/words")
    made = browser.post(f"{address}/words", data={**chosen(shown), "do": "all-the-same"}).headers["Location"]
    browser.post(f"{made}/submit")
    with transaction(app.extensions[EXTENSION].engine) as session:
        rui = somebody(app, Role.REVIEWER, "Rui of the files", "Efus")
        give_back(session, made.rsplit("/", 1)[-1], rui, "Whose list is it?")
    ways = {str(each["href"]) for each in page(browser, made).select(".review-own a[href]")}
    assert ways == {f"{address}/words"}
    again = browser.post(f"{address}/words", data={"why": "The list of the network.", "do": "all-the-same"})
    assert again.headers["Location"] == made
    with transaction(app.extensions[EXTENSION].engine) as session:
        assert [(each.status, each.changes.why) for each in mine(session, officer)] == [
            ("returned", "The list of the network.")
        ]
    assert browser.post(f"{made}/submit").status_code == 303


def test_a_row_with_a_country_and_no_city_is_a_question_or_a_fault_at_its_cell_and_nothing_breaks(
    app: Flask, officer: Person, browser: FlaskClient
) -> None:
    row = [*ROW]
    row[NEW.index("Ville")] = ""
    address = send(browser, "\n".join(",".join(each) for each in ([*NEW], row)).encode(), "country.csv")
    words = page(browser, f"{address}/words")
    again = browser.post(f"{address}/words", data=chosen(words))
    assert again.status_code == 303
    told = page(browser, again.headers["Location"])
    assert (told.h1 is not None and told.select(".guess-open, .fault-list li")) or drafts(app, officer)


def test_a_sure_word_can_be_changed_all_the_same(browser: FlaskClient) -> None:
    address = send(browser, (EXAMPLES / FILES[1]).read_bytes(), FILES[1])
    words = page(browser, f"{address}/words")
    [link] = [each.a for each in words.select(".taken li") if each.bdi and each.bdi.get_text() == "W toku"]
    assert link is not None
    changed = page(browser, str(link["href"]).partition("#")[0])
    assert "W toku" in {each.get_text() for each in changed.select(".guess label bdi")}


@pytest.mark.parametrize(("language", "heading"), [("", "Country"), ("/fr", "Pays"), ("/pl", "Kraj")])
def test_the_templates_have_the_headings_of_the_language_of_the_page(
    browser: FlaskClient, language: str, heading: str
) -> None:
    links = [str(each["href"]) for each in page(browser, f"{language}/contribute/upload").select(".link-list a")]
    workbook, text = (browser.get(link) for link in links[:2])
    assert heading in text.get_data().decode("utf-8-sig").strip().split(";")
    assert heading in read(workbook.data, "template.xlsx").sheets[0].rows[0]
    assert "attachment" in workbook.headers["Content-Disposition"]


def test_our_own_table_saved_again_needs_no_question_and_changes_nothing(
    browser: FlaskClient, settings: Settings
) -> None:
    data = (Path(settings.facts_dir) / "practices.csv").read_bytes().decode().encode("utf-16")
    address = send(browser, data, "practices.csv")
    assert browser.get(address).headers["Location"] == f"{address}/words"
    assert "The file changes nothing." in page(browser, f"{address}/words").get_text()
