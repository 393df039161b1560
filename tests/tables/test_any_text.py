"""Any text that a table may hold can be written in every format and read again, the same; the rest is refused."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask import render_template
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from graph.build.mapping import Mapper
from graph.build.ontology import load_ontology
from graph.settings import ROOT
from graph.tables.metadata import Column
from graph.tables.reading import Row, TableRows, read_table
from graph.tables.vocabulary import vocabulary_of
from graph.terms import BASE
from tests.budget import examples
from tests.tables.office import DATA, read, saved, schemas
from views.changes.calendar import event_of
from views.changes.rows import ChangeEntry

RDF = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD, ox.RdfFormat.N3)
RESULTS = (ox.QueryResultsFormat.XML, ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV)
ATOM = "{http://www.w3.org/2005/Atom}"
ANY = st.text(st.characters(codec="utf-8"), max_size=40)
AWKWARD = "aé\u0301nN \t\n\r\x0b\x00\u200b\u00ad\u00a0\ufeff\uffff\ud7ff<&>\"';,{}\\🙂"
LIKELY = st.text(st.sampled_from(AWKWARD), max_size=12)


@cache
def mapper() -> Mapper:
    words = vocabulary_of(triple for file in load_ontology(ROOT / "ontology").vocabularies for triple in file.triples)
    return Mapper(BASE, words, {})


@cache
def first(file: str) -> tuple[list[str], list[str]]:
    rows = read_table(DATA, schemas()[file]).rows
    return list(rows[0].cells), list(rows[0].cells.values())


def texts(file: str) -> list[Column]:
    """The columns of a table that hold text of any kind."""
    plain = [each for each in schemas()[file].written if not (each.scheme or each.lookup or each.value)]
    return [each for each in plain if each.datatype is None and not (each.max_words or each.is_suppressed)]


def literals(rows: TableRows, column: Column) -> list[ox.Literal]:
    """What the cells of one column become."""
    found = mapper().quads(rows)
    return [quad.object for quad in found
            if quad.predicate.value == column.property_iri and isinstance(quad.object, ox.Literal)]  # fmt: skip


TABLES = [file for file in schemas() if texts(file) and read_table(DATA, schemas()[file]).rows]


@pytest.mark.parametrize("file", TABLES)
def test_a_text_that_a_table_takes_is_the_same_in_every_format(
    file: str, tmp_path_factory: pytest.TempPathFactory, client: FlaskClient
) -> None:
    folder = tmp_path_factory.mktemp("any")

    @settings(max_examples=examples(15), deadline=None)
    @given(column=st.sampled_from(texts(file)), text=ANY | LIKELY)
    @example(column=texts(file)[-1], text="\\N, \\n; <b>\n'")
    def holds(column: Column, text: str) -> None:
        header, cells = first(file)
        row = [text if name == column.name else cell for name, cell in zip(header, cells, strict=True)]
        rows = read(folder, saved([header, row]), file)
        if not rows.findings:
            for literal in literals(rows, column):
                assert_written(literal)
                assert_told(literal.value, client)

    holds()


def assert_written(literal: ox.Literal) -> None:
    """The literal comes back from each format as it was, and from an XML parser of another maker."""
    triple = ox.Triple(ox.NamedNode("http://a.example/s"), ox.NamedNode("http://a.example/p"), literal)
    for form in RDF:
        data = ox.serialize([triple], format=form)
        assert [quad.object for quad in ox.parse(data, format=form)] == [literal], form
    store = ox.Store()
    store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    for results in RESULTS:
        data = store.query("SELECT ?o { ?s ?p ?o }").serialize(format=results) or b""
        (solution,) = ox.parse_query_results(data, format=results)
        assert solution["o"] == literal, results
    written = store.query("SELECT ?o { ?s ?p ?o }").serialize(format=ox.QueryResultsFormat.XML)
    (held,) = ElementTree.fromstring(written).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert (held.text or "") == literal.value
    assert json.loads(json.dumps(literal.value)) == literal.value


def assert_told(text: str, client: FlaskClient) -> None:
    """The text comes back from a feed and from a calendar as it was."""
    change = ChangeEntry("2026-12-02", "key", title=text, href="/", text=text, marks=(), parts=(), rows=())
    with client.application.test_request_context():
        entry = {"id": "urn:x", "title": text, "updated": "2026-12-02T00:00:00Z", "href": "/", "text": text}
        feed = render_template("changes/feed.xml", title=text, entries=[entry], links={})
        told = Calendar.from_ical(event_of(change, datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)).to_ical())
    held = [each.text or "" for name in ("title", "content") for each in ElementTree.fromstring(feed).iter(ATOM + name)]
    assert held == [text] * 3
    assert [str(told[name]) for name in ("summary", "description")] == [text] * 2


def test_there_are_texts_in_most_tables_and_a_row_to_hold_them() -> None:
    assert len(TABLES) > 20
    row = Row(1, 2, dict(zip(*first("practices.csv"), strict=True)))
    assert literals(TableRows(schemas()["practices.csv"], (row,), ()), schemas()["practices.csv"].column("title"))


@cache
def _graphs(folder: Path) -> set[ox.Quad]:
    """All that the tables which name sources say, and the sources."""
    files = [file for file, table in schemas().items() if any(t[0] == "sources.csv" for t in table.references.values())]
    read_rows = [read_table(folder, schemas()[file]) for file in (*files, "sources.csv")]
    made = Mapper(BASE, mapper().vocabulary, {"actors": {}})
    return {quad for rows in read_rows for quad in made.quads(rows)}


def test_another_address_of_a_source_changes_its_address_and_nothing_else(tmp_path: Path) -> None:
    for path in DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    sources = (DATA / "sources.csv").read_bytes()
    address = sources.splitlines()[2].split(b",")[1]
    (tmp_path / "sources.csv").write_bytes(sources.replace(address, b"https://elsewhere.example/x", 1))
    before, after = _graphs(DATA), _graphs(tmp_path)
    assert {quad.object.value for quad in before - after} == {address.decode()}  # type: ignore[union-attr]
    assert {quad.object.value for quad in after - before} == {"https://elsewhere.example/x"}  # type: ignore[union-attr]
    assert len(before) == len(after) > 10_000
