"""What a curator can rely on when adding a practice: rows are enough, and the new practice joins what was there."""

from __future__ import annotations

import pytest
from facts_copy import Facts
from plain_facts import BASE, OP, Statements, concept, graphs_of, law, one, table, thing

from graph.build import build

NEW = "ghent-new-cameras"
SOURCE = {"basis": "stored-page"}


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
        **{"id": "le-new", "practice": NEW, "date": "2025-05", "authority": "Data protection authority"},
        **{"authority_kind": "data protection authority", "outcome": "warned-or-advised", "reference": "12/2025"},
        **{"summary": "The authority gave advice.", "act": "32016R0679", "confidence": "high"},
        **{"source_ids": "gnt_new", "derived_from": "practices.csv#legal_issue", **SOURCE},
    )


@pytest.fixture
def grown(facts: Facts) -> dict[str, Statements]:
    """The graphs of the facts with the new practice."""
    add_practice(facts)
    return graphs_of(build(facts.settings))


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
