"""A spreadsheet as a browser sends it, and what the pages about it ask."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from graph.people import Person, transaction
from graph.review.submissions import mine
from tests.sheets.test_example_files import ANSWERS, DESCRIPTION
from views.people.signed_in import EXTENSION

EXAMPLES = Path(__file__).parents[2] / "sheets" / "examples"


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
