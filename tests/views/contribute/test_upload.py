"""A city officer sends a spreadsheet, says what is doubtful in one round, and has a draft; without any script."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from graph.background import PREVIEWS, alone
from graph.people import Person, Role, transaction
from graph.review.decisions import give_back
from graph.review.submissions import mine
from graph.revision import Revision
from graph.settings import Settings
from graph.sheets.records import StoredGuess, StoredUpload
from graph.workbooks.reading import read
from tests.budget import examples
from tests.people.signing import browser_of, contributing, somebody
from tests.sheets.importing import NEW, ROW
from tests.sheets.test_example_files import ANSWERS, DESCRIPTION, FILES
from views.people.signed_in import EXTENSION

EXAMPLES = Path(__file__).parents[2] / "sheets" / "examples"


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("uploads"))
    # Nobody works in the background: a draft that is looked at begins nothing that outlives the test.
    with alone(settings, PREVIEWS):
        yield made
    made.extensions["openplaza"].close()


@pytest.fixture
def officer(app: Flask) -> Person:
    return somebody(app, name=f"Ana {uuid.uuid4().hex}")


@pytest.fixture
def browser(app: Flask, officer: Person) -> FlaskClient:
    return browser_of(app, officer)


def send(browser: FlaskClient, data: bytes, name: str, language: str = "") -> str:
    """The address of the upload that a file became."""
    form = EnvironBuilder(f"{language}/contribute/upload", method="POST", data={"file": (io.BytesIO(data), name)})
    request = form.get_request()
    try:
        sent = browser.open(request)
    finally:
        request.input_stream.close()  # a long form lies in a temporary file, which the builder leaves open
        form.close()
    assert sent.status_code == 303, BeautifulSoup(sent.data, "html.parser").get_text(" ", strip=True)
    return sent.headers["Location"]


def page(browser: FlaskClient, address: str) -> BeautifulSoup:
    reply = browser.get(address)
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "private, no-store"
    return BeautifulSoup(reply.data, "html.parser")


def chosen(shown: BeautifulSoup) -> dict[str, str]:
    """What a browser sends when the form is left as it is."""
    selects = shown.select("form.guesses select")
    options = {str(each["name"]): each.select_one("option[selected]") or each.select_one("option") for each in selects}
    return {name: str(option["value"]) for name, option in options.items() if option is not None}


def questions(shown: BeautifulSoup) -> Iterator[tuple[str, str, str]]:
    """Group, words and name of the field of every question that has no answer yet."""
    for section in shown.select("form.guesses section"):
        for each in section.select(".guess-open"):
            field = each.select_one("select") or each.select_one("textarea, input")
            words = each.select_one("label bdi") if not each.select_one(".guess-empty") else None
            assert field is not None and section.h2 is not None
            yield section.h2.get_text(), words.get_text() if words else "", str(field["name"])


def answer_to(group: str, written: str) -> str:
    """What the officer answers to a question."""
    known = {"Description": DESCRIPTION, "What the evaluation says": "none", "Web page": ANSWERS["source", ""],
             "Core area": ANSWERS["core_area", ""]}  # fmt: skip
    return known.get(group) or next(value for (_, words), value in ANSWERS.items() if words == written)


def drafts(app: Flask, person: Person) -> list[str]:
    with transaction(app.extensions[EXTENSION].engine) as session:
        return [row.key for kept in mine(session, person) for row in kept.changes.of("practices")]


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


@pytest.mark.parametrize(("data", "words"), [(b"", "no cell"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04 broken", "damaged")])
def test_a_file_that_cannot_be_read_is_told_on_the_page_it_was_sent_from(
    browser: FlaskClient, data: bytes, words: str
) -> None:
    reply = browser.post(
        "/contribute/upload", data={"file": (io.BytesIO(data), "x.xlsx")}, content_type="multipart/form-data"
    )
    alert = BeautifulSoup(reply.data, "html.parser").select_one("[role=alert]")
    assert (reply.status_code, alert is not None) == (422, True)
    assert alert is not None and words in alert.get_text()
    assert browser.post("/contribute/upload", data={}).status_code == 422


def test_an_upload_is_its_senders_alone_and_can_be_forgotten(app: Flask, browser: FlaskClient) -> None:
    address = send(browser, b"Name,City\nA,Nice\n", "mine.csv")
    other = browser_of(app, somebody(app, name="Bo Lund", organisation="City of Malmo"))
    for path in (address, f"{address}/words"):
        assert other.get(path).status_code == 404
        assert other.post(path, data={}).status_code == 404
    assert "mine.csv" in page(browser, "/contribute/upload").get_text()
    browser.post(f"{address}/forget")
    assert browser.get(address).status_code == 404


def test_who_erases_her_account_leaves_no_upload_and_no_choice_behind(
    app: Flask, officer: Person, browser: FlaskClient
) -> None:
    address = send(browser, b"Name,City,Status\nA,Nice,Zzz\n", "mine.csv")
    words = page(browser, f"{address}/words")
    chosen_then = {field: "operational" for _, written, field in questions(words) if written == "Zzz"}
    browser.post(f"{address}/words", data={**chosen_then, "do": "all-the-same"})

    def left() -> list[int]:
        with transaction(app.extensions[EXTENSION].engine) as session:
            return [
                session.query(table).filter_by(person_id=officer.id).count() for table in (StoredUpload, StoredGuess)
            ]

    assert left() == [1, 1]
    assert browser.post("/account/erase", data={"sure": "yes"}).status_code == 303
    assert left() == [0, 0]


def test_hostile_words_of_a_file_are_shown_as_words(browser: FlaskClient) -> None:
    hostile = '<img src=x onerror="alert(1)">'
    sheet = f'"{hostile.replace(chr(34), chr(34) * 2)}",Name,Status\nx,{hostile.replace(",", "")},<script>1</script>\n'
    address = send(browser, sheet.encode(), f"{hostile}.csv")
    for path in (address, f"{address}/words"):
        shown = page(browser, path)
        assert shown.select("img[onerror], main script") == []
        assert "onerror" in shown.get_text() or "<script>" in shown.get_text()


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


# A browser writes the end of a line in a name as %0D%0A; the client of the tests would end the header there.
NAMES_OF_FILES = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=30)


@hypothesis_settings(max_examples=examples(20))
@given(st.binary(max_size=300), st.sampled_from([b"", b"Nom;Ville\n", b"PK\x03\x04"]), NAMES_OF_FILES)
def test_any_file_is_told_to_be_none_or_leads_to_its_questions(
    browser: FlaskClient, data: bytes, start: bytes, name: str
) -> None:
    sent = browser.post(
        "/contribute/upload",
        data={"file": (io.BytesIO(start + data), name or "x")},
        content_type="multipart/form-data",
    )
    assert sent.status_code in (303, 422)
    if sent.status_code == 303:
        address = sent.headers["Location"]
        assert browser.get(address, follow_redirects=True).status_code == 200
        assert page(browser, f"{address}/words").h1 is not None
        assert browser.post(f"{address}/words", data={"do": "all-the-same"}).status_code == 303
