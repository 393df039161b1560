"""Files that are none, are hostile or belong to somebody else."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from graph.people import Person, transaction
from graph.sheets.records import StoredGuess, StoredUpload
from tests.budget import examples
from tests.people.signing import browser_of, somebody
from tests.views.contribute.sending import page, questions, send
from views.people.signed_in import EXTENSION


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
