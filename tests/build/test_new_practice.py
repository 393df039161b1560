"""What a curator can rely on when adding a practice: rows are enough, and the new practice joins what was there."""

from __future__ import annotations

import re

import pytest

from graph.build import build
from graph.governing import CANDIDATES
from graph.revision import Revision, read_quads
from server import create_app
from tests.build.facts_copy import Facts
from tests.build.plain_facts import BASE, DCTERMS, LABEL, OP, Statements, concept, graphs_of, law, one, table, thing
from tests.reading import Part, page

NEW, NOBODYS = "ghent-new-cameras", "ghent-nobodys-cameras"
SOURCE = {"basis": "stored-page"}
IN_DUTCH = "Camera's die gezichten herkennen"


def add_practice(facts: Facts) -> None:
    """A practice with a source of its own, a legal issue and the event that tells it."""
    city = table("cities")[0]
    facts.add(
        "sources.csv",
        **{"id": "gnt_new", "url": "https://stad.example/cameras", "title": "Cameras on the square", "kind": "news"},
        **{"language": city["country"].lower(), "trust": "medium", **SOURCE},
    )
    facts.add(
        "practices.csv",
        **{"id": NEW, "title": "Cameras that count people", "cities": city["id"], "country": city["country"]},
        **{"start_year": "2025", "status": "operational"},
        **{"core_area": "technology", "themes": "ai-video-analytics", "technologies": "fixed CCTV"},
        **{"technologies_concepts": "cctv-fixed", "target_problem": "crowds", "problems": "crowding"},
        **{"lead_level": "municipal", "evidence_level": "none-found", "evidence_result": "none"},
        **{"legal_issue": "The authority gave advice no 12/2025 in May 2025", "description": "Cameras count people."},
        **{"source_ids": "gnt_new", "source": "https://stad.example/cameras", **SOURCE},
    )
    facts.add(
        "practice_actors.csv",
        **{"id": "pa-new", "practice": NEW, "actor": "municipality", "role": "runs", "organisation": "City of Ghent"},
        **{"confidence": "high", "source_ids": "gnt_new", **SOURCE},
    )
    facts.add(
        "legal_events.csv",
        **{"id": "le-new", "practice": NEW, "date": "2025-05", "authority": "org-cnil"},
        **{"authority_named": "Data protection authority"},
        **{"authority_kind": "data protection authority", "outcome": "warned-or-advised", "reference": "12/2025"},
        **{"summary": "The authority gave advice.", "act": "32016R0679", "confidence": "high"},
        **{"source_ids": "gnt_new", "derived_from": "practices.csv#legal_issue", **SOURCE},
    )


def add_practice_of_nobody(facts: Facts) -> None:
    """The same practice with another technology, told in Dutch, of which no source says who runs it."""
    city = table("cities")[0]
    facts.add(
        "practices.csv",
        **{
            "id": NOBODYS,
            "title": IN_DUTCH,
            "language_of_text": "nl",
            "cities": city["id"],
            "country": city["country"],
        },
        **{"start_year": "2025", "status": "operational"},
        **{"core_area": "technology", "themes": "facial-recognition", "technologies": "facial recognition"},
        **{"technologies_concepts": "facial-recognition", "target_problem": "crowds", "problems": "crowding"},
        **{"lead_level": "municipal", "evidence_level": "none-found", "evidence_result": "none"},
        **{
            "legal_outcome": "none-known",
            "description": "Camera's herkennen gezichten.",
            "source_ids": "gnt_new",
            "source": "https://stad.example/cameras",
        },
        **SOURCE,
    )
    facts.add(
        "practice_texts.csv",
        **{"practice": NOBODYS, "language": "en", "title": "Cameras that know faces"},
        **{"description": "Cameras know faces.", "made_by": "city"},
    )


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts with both new practices."""
    facts = Facts(tmp_path_factory.mktemp("grown"))
    add_practice(facts)
    add_practice_of_nobody(facts)
    return facts


@pytest.fixture(scope="module")
def revision_grown(facts: Facts) -> Revision:
    return build(facts.settings)


@pytest.fixture(scope="module")
def grown(revision_grown: Revision) -> dict[str, Statements]:
    """The graphs of the facts with the new practices."""
    return graphs_of(revision_grown)


@pytest.fixture(scope="module")
def nobodys(facts: Facts, revision_grown: Revision) -> Part:
    """The page of the practice of which nobody is known who runs it."""
    assert revision_grown.number > 1
    return page(create_app(facts.settings).test_client(), f"/practices/{NOBODYS}?on=2026-11-29")


def test_a_new_practice_with_its_source_and_legal_event_needs_rows_alone(
    grown: dict[str, Statements], graphs: dict[str, Statements]
) -> None:
    practice = thing("practices", NEW)
    assert grown["rule/legal-outcome"][practice][OP + "legalOutcome"] == {concept("legal-outcome", "warned-or-advised")}
    assert grown["legal_events"][thing("legal-events", "le-new")][OP + "act"] == {law("32016R0679")}
    governed = {one(about[OP + "governs"]) for about in grown["rule/governs"].values() if OP + "governs" in about}
    assert practice in governed, "rules of its technology and of who runs it govern it at once"
    assert f"{BASE}row/practices.csv/{NEW}" in grown["practices"]
    for name in graphs:
        assert set(graphs[name]) - set(grown[name]) == set(), "nothing that was there is lost"


def test_a_text_in_another_language_is_marked_as_such_and_listed_beside_the_english_ones(
    facts: Facts, revision_grown: Revision
) -> None:
    subject = f"<{thing('practices', NOBODYS)}> ".encode()
    told = {
        line.rsplit(b" <", 1)[0].removeprefix(subject)
        for line in read_quads(revision_grown)
        if line.startswith(subject)
    }
    labels = {line for line in told if line.startswith(f"<{LABEL}>".encode())}
    assert labels == {f'<{LABEL}> "{IN_DUTCH}"@nl'.encode()}, "not English, and one"
    assert f'<{DCTERMS}description> "Camera\'s herkennen gezichten."@nl'.encode() in told
    assert f'<{DCTERMS}title> "Cameras that know faces"@en'.encode() in told
    listed = page(create_app(facts.settings).test_client(), "/practices?q=herkennen")
    assert IN_DUTCH in listed.text and "Camera's herkennen gezichten." in listed.text


def test_where_nobody_is_known_to_run_it_the_law_of_each_who_may_stands_side_by_side(nobodys: Part) -> None:
    assert "Nobody is recorded who runs it." in nobodys.section("Who does what").text
    governing = nobodys.section("What governs it on 29 November 2026")
    assert "Who runs it is not recorded. What would hold for whom:" in governing.text
    (side_by_side,) = governing.all(".columns-2")
    columns = {str(each.tag["data-actor"]): each for each in side_by_side.all(":scope > .law-actor")}
    assert set(columns) == set(CANDIDATES) and len(governing.all(".law-actor")) == len(columns)
    headings = [each.all("h3")[0].text for each in columns.values()]
    assert "If the municipality runs it" in headings
    assert any(each.startswith("If the ") and each.endswith("police run it") for each in headings)


def test_where_nobody_is_known_to_run_it_nothing_is_told_as_sure(nobodys: Part) -> None:
    columns = nobodys.all(".columns-2 > .law-actor")
    assert columns
    for each in columns:
        assert each.all(".law-only-if [data-provision]"), "the law that would hold is told"
        assert not each.all(".law-holds, .law-prohibited, .law-exception, .law-permitted"), each.text[:200]
    for actor, act in (("municipality", "32016R0679"), ("state-police", "32016L0680")):
        assert nobodys.all(f'[data-actor="{actor}"] .law-only-if [data-act="{act}"]'), actor
    # The head of the section counts nothing as holding.
    head = nobodys.section("What governs it").text
    assert re.search(r"\b0 provisions hold, and [1-9]\d* more depend on a fact", head)
    assert "who runs it is not recorded" in nobodys.all(".in-short")[0].text
