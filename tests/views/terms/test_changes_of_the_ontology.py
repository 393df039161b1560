"""What changed since the version before: worked out from two ontologies that are made here, and told on pages."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import SKOS, Graph, Literal, URIRef

from graph.lexicon import versions
from graph.lexicon.versions import FOLDER, RULE, TermChanges, changes, compared, kept, read_version
from graph.terms import BASE, CONCEPT, OP, RDFS
from tests.reading import page

CHANGED = {
    "openplaza.ttl": (
        ('rdfs:label "milestone"@en', 'rdfs:label "term"@en'),
        ("\nop:inCity a owl:ObjectProperty ;", "\nop:inTown a owl:ObjectProperty ;"),
        ("\nop:Lesson a owl:Class ;", "\nop:Lesson a owl:Class ;\n    owl:deprecated true ;"),
    ),
    "shapes.ttl": (("\ns:Practice-status a sh:PropertyShape ;", "\ns:Practice-state a sh:PropertyShape ;"),),
    "vocabularies/theme.ttl": (("skos:definition ", 'skos:editorialNote "made"@en ; skos:definition '),),
    "rules/25-within.rq": (("WHERE", "# Another way.\nWHERE"),),
}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The ontology of this release as version 99.0.0, which says other things than the one that it was."""
    folder = tmp_path / "ontology"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("versions"))
    number = read_version(FOLDER).number
    shutil.copytree(folder, folder / "versions" / number)
    for name, edits in CHANGED.items():
        path = folder / name
        text = path.read_text("utf-8").replace(f'owl:versionInfo "{number}"', 'owl:versionInfo "99.0.0"')
        for before, now in edits:
            text = text.replace(before, now)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def made_pages(client: FlaskClient, made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    found = changes(made)
    monkeypatch.setattr("views.terms.since.changes", lambda: found)
    yield client


def test_new_removed_changed_and_deprecated_things_are_told_apart(made: Path) -> None:
    found = changes(made)
    assert (found.number, found.since) == ("99.0.0", read_version(FOLDER).number)

    def state(iri: str) -> str:
        change = found.of(iri)
        assert change, iri
        return change.state

    assert state(OP + "Milestone") == "changed"
    assert state(OP + "inTown") == "new" and state(OP + "inCity") == "removed"
    assert state(OP + "Lesson") == "deprecated"
    assert state(BASE + "shapes#Practice-state") == "new" and state(BASE + "shapes#Practice-status") == "removed"
    assert state(CONCEPT + "theme/noise") == "changed" and state(CONCEPT + "status/operational") == "unchanged"
    assert state(RULE + "within") == "changed" and state(RULE + "evidence") == "unchanged"
    assert state(OP + "Practice") == "unchanged" and found.of("http://purl.org/dc/terms/title") is None


def test_a_difference_names_what_changed_with_what_stood_there_and_what_stands_there_now(made: Path) -> None:
    change = changes(made).of(OP + "Milestone")
    assert change
    [difference] = change.differences
    assert (difference.part, difference.before, difference.now) == (RDFS + "label", ("milestone",), ("term",))


def test_what_is_the_same_in_another_order_or_under_other_names_of_nodes_is_unchanged(made: Path) -> None:
    shapes = made / "shapes.ttl"
    head, *parts = shapes.read_text("utf-8").split("\n\ns:")
    before = read_version(made)
    shapes.write_text("\n\ns:".join([head, *reversed(parts)]), "utf-8")
    assert {each.state for each in compared(before, read_version(made)).by_iri.values()} == {"unchanged"}


def test_the_newest_version_before_the_present_one_is_compared_by_number_not_by_letters(made: Path) -> None:
    for number in ("9.0.0", "10.0.0", "99.0.0"):
        shutil.copytree(made / "versions" / read_version(FOLDER).number, made / "versions" / number)
    assert kept(made)[:3] == ["99.0.0", "10.0.0", "9.0.0"]


def test_what_was_published_under_a_number_stays_as_it_was() -> None:
    now = read_version(FOLDER)
    assert kept(), "No version is kept in ontology/versions/."
    for number in kept():
        assert read_version(FOLDER / "versions" / number).number == number
    if now.number in kept():
        same = compared(read_version(FOLDER / "versions" / now.number), now)
        other = [each.iri for each in same.by_iri.values() if each.state != "unchanged"]
        assert not other, f"Raise owl:versionInfo: version {now.number} was published with something else for {other}."


def test_the_page_of_each_thing_says_what_became_of_it(made_pages: FlaskClient) -> None:
    number = read_version(FOLDER).number
    shown = page(made_pages, "/ontology/terms/Milestone")
    assert shown.facts()["Changes"].text == f"Changed since version {number}, as below"
    [row] = shown.table(f"What changed since version {number}")
    assert (row["What changed"].text, row["Before"].text, row["Now"].text) == ("label", "milestone", "term")
    assert page(made_pages, "/ontology/terms/Practice").facts()["Changes"].text == f"Unchanged since version {number}"
    lesson = page(made_pages, "/ontology/terms/Lesson").facts()["Changes"].text
    assert lesson == f"Deprecated since version {number}"
    for address in ("/ontology/theme/noise", "/ontology/rules/within"):
        assert "Changed since version" in page(made_pages, address).facts()["Changes"].text
    for address in ("/ontology/rules/evidence", "/ontology/shapes/City-country", "/ontology/status/operational"):
        assert "Unchanged since version" in page(made_pages, address).facts()["Changes"].text
    note = (
        Graph()
        .parse(data=made_pages.get("/ontology/terms/Milestone.ttl").text)
        .value(URIRef(OP + "Milestone"), SKOS.changeNote)
    )
    assert note == Literal(f"changed since version {number}: rdfs:label", lang="en")


def test_all_changes_stand_on_one_page_and_in_its_csv(made_pages: FlaskClient) -> None:
    rows = page(made_pages, "/ontology/changes").table("All changes")
    told = {(row["Name"].text, row["What became of it"].text) for row in rows}
    assert {("inCity", "removed"), ("inTown", "new"), ("Lesson", "deprecated"), ("within", "changed")} <= told
    held = list(csv.DictReader(io.StringIO(made_pages.get("/ontology/changes.csv").text)))
    assert len(held) == len(rows)
    [milestone] = [row for row in held if row["thing"] == OP + "Milestone"]
    assert (milestone["part"], milestone["before"], milestone["now"]) == (RDFS + "label", "milestone", "term")


def test_what_was_removed_says_so_where_its_page_was(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = OP + "Vanished"
    number = read_version(FOLDER).number
    found = TermChanges("99.0.0", number, {gone: versions.TermChange(gone, "class", "removed")})
    monkeypatch.setattr("views.terms.since.changes", lambda: found)
    reply = client.get("/ontology/terms/Vanished", headers={"Accept": "text/html"})
    assert reply.status_code == 404 and f"was removed after version {number}" in reply.text


def test_the_first_version_says_that_it_is_the_first(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = TermChanges("0.1.0", "", {OP + "Practice": versions.TermChange(OP + "Practice", "class", "unchanged")})
    monkeypatch.setattr("views.terms.since.changes", lambda: first)
    assert "0.1.0" in page(client, "/ontology/terms/Practice").facts()["Changes"].text
    assert "0.1.0 is the first" in page(client, "/ontology/changes").text


def test_each_version_that_is_kept_is_served_under_its_number(client: FlaskClient) -> None:
    assert kept()
    for number in kept():
        reply = client.get(f"/ontology/{number}")
        assert (reply.status_code, reply.mimetype) == (200, "text/turtle")
        assert f'owl:versionInfo "{number}"' in reply.text
