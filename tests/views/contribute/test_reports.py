"""Whoever has no account reports a mistake, and sees with the receipt what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from graph.people import Role, transaction
from graph.review.reports import answer
from graph.revision import Revision
from graph.settings import Settings
from tests.people.signing import browser_of, contributing, somebody
from tests.security.test_hostile_texts import TEXTS, TYPED, harmless
from views.people.signed_in import EXTENSION

PAGES = [
    "/practices/nice-school-vsa", "/practices/paca-lycee-frt", "/cities/nice", "/laws/32016R0679",
    "/laws/32016R0679/art_9", "/technologies/cctv-fixed", "/organisations/org-nice",
    "/data?iri=https://w3id.org/openplaza/id/legal-events/le-001", "/gaps?kind=no-contact", "/gaps?kind=no-year",
    "/gaps?kind=single-source", "/gaps?kind=no-application-date",
]  # fmt: skip
STATEMENT = "/contribute/report?row=practices.csv/nice-school-vsa&column=status"


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("reports"), contributions="reports")
    for limiter in made.extensions.get("limiter", ()):
        limiter.enabled = False
    yield made
    made.extensions["openplaza"].close()


@pytest.mark.parametrize("address", PAGES)
def test_every_pencil_of_a_page_leads_a_reader_to_a_report_about_its_row(app: Flask, address: str) -> None:
    reader = browser_of(app, None)
    read = BeautifulSoup(reader.get(address).text, "html.parser")
    pencils = {str(each["href"]): str(each["aria-label"]) for each in read.select("a.correct")}
    assert pencils and all(pencils.values())
    for href in list(pencils)[:6]:
        leads = reader.get(href)
        assert leads.status_code == 303, href
        report = reader.get(leads.headers["Location"])
        assert report.status_code == 200
        assert BeautifulSoup(report.text, "html.parser").select("dl.facts dd"), href


def test_a_report_gets_a_receipt_that_shows_what_became_of_it(app: Flask) -> None:
    reader = browser_of(app, None)
    shown = BeautifulSoup(reader.get(STATEMENT).text, "html.parser")
    assert "stopped" in shown.get_text() and "Status" in shown.get_text()
    sent = reader.post(STATEMENT, data={"text": "It runs again.", "source": "nice.fr", "contact": "a@example.org"})
    assert sent.status_code == 303
    receipt = sent.headers["Location"]
    assert "It waits for a reviewer." in reader.get(receipt).text and "It runs again." in reader.get(receipt).text
    assert "a@example.org" not in reader.get(receipt).text
    reviewer = somebody(app, Role.REVIEWER, "Cara Vos")
    with transaction(app.extensions[EXTENSION].engine) as session:
        answer(session, urlsplit(receipt).path.rsplit("/", 1)[-1], reviewer, "Thank you: it is corrected.")
    assert "Thank you: it is corrected." in reader.get(receipt).text
    assert reader.get("/contribute/receipts/NONE").status_code == 404


def test_a_report_without_words_comes_back_with_what_was_typed(app: Flask) -> None:
    answered = browser_of(app, None).post(STATEMENT, data={"right": "It runs.", "contact": "me@example.org"})
    read = BeautifulSoup(answered.text, "html.parser")
    assert answered.status_code == 422
    assert isinstance(read.find(id="text-fault"), Tag)
    assert "It runs." in str(read.find(id="right")) and "me@example.org" in str(read.find(id="contact"))


def test_whatever_is_typed_into_a_report_is_shown_as_text(app: Flask) -> None:
    reader = browser_of(app, None)
    for text in [*TYPED, *TEXTS, "=cmd|x", "x" * 9_000]:
        fields = dict.fromkeys(("text", "right", "source", "contact"), text)
        response = reader.post(f"{STATEMENT}&page={'//evil.example'}", data=fields, follow_redirects=True)
        assert response.status_code in (200, 422) and harmless(response.text) == []


def test_where_nobody_may_contribute_no_page_has_a_pencil(settings: Settings, revision: Revision) -> None:
    import dataclasses

    from server import create_app

    quiet = create_app(dataclasses.replace(settings, contributions="off"))
    reader = quiet.test_client()
    assert 'class="correct' not in reader.get("/practices/nice-school-vsa").text
    assert reader.get(STATEMENT).status_code == 404
    quiet.extensions["openplaza"].close()
