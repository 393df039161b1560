"""Pages that ask for something first, and lists of what is no fact: each says what it asks, and has all its forms."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from tests.reading import page

STARTS = ["/peers/city", "/peers/city?q=a", "/search", "/impact", "/compare/tray"]
LISTS = {"/queries": "no query of its own", "/revisions": "so it has no query"}
FORMS = {"JSON", "CSV", "Turtle", "N-Triples", "RDF/XML", "JSON-LD"}


@pytest.mark.parametrize("address", [*STARTS, *LISTS])
def test_every_view_shows_its_query_or_says_that_it_has_none_and_offers_its_data_in_every_form(
    client: FlaskClient, address: str
) -> None:
    shown = page(client, address)
    if address in LISTS:
        assert LISTS[address] in shown.text
    else:
        assert any("SELECT" in each.text for each in shown.all("details.query pre"))
    links = shown.all("nav.formats a")
    assert {link.text for link in links} >= FORMS
    for link in links:
        reply = client.get(str(link.tag["href"]))
        assert reply.status_code == 200, link.text
        assert reply.mimetype == link.tag["type"] and reply.data, link.text


@pytest.mark.parametrize(
    ("stem", "told_as", "column"), [("/queries", "questions", "name"), ("/revisions", "revisions", "number")]
)
def test_a_list_has_the_same_entries_in_each_form(client: FlaskClient, stem: str, told_as: str, column: str) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{stem}.csv").text)))
    told = client.get(f"{stem}.json").get_json()[told_as]
    graph = client.get(f"{stem}.nt").text
    assert rows and [row[column] for row in rows] == [str(each[column]) for each in told]
    assert all(f"{stem}/{row[column]}> <" in graph for row in rows)
