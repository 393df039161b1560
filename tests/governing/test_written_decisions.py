"""What the build writes down of the decision is what the decision says of the facts that are open."""

from __future__ import annotations

from dataclasses import asdict, replace

import pyoxigraph as ox
import pytest

from graph.governing import OUTSIDE, QUESTION, Library
from graph.governing.gather import gather
from graph.governing.index import library_of
from graph.governing.scope import Where, segments
from graph.governing.statements import governing_quads
from graph.governing.unreachable import unreachable
from graph.revision import Revision, read_quads
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from tests.law_tables import table

RUNNING = [row["id"] for row in table("actors") if row["regime"]]


@pytest.fixture(scope="module")
def library(store: EmbeddedStore) -> Library:
    return gather(store)


def test_the_index_gives_back_what_was_gathered(library: Library, revision: Revision, store: EmbeddedStore) -> None:
    assert library.rules and library.scopes
    assert asdict(library) == asdict(library_of(revision, lambda: store))


def test_the_written_statements_are_those_of_the_decision(
    library: Library, revision: Revision, store: EmbeddedStore, settings: Settings
) -> None:
    graph = ox.NamedNode(f"{settings.base_iri}graph/rule/governs")
    lines = (line for text in read_quads(revision) for line in text.splitlines() if line.endswith(b"/governs> ."))
    written = {quad for quad in ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_QUADS) if quad.graph_name == graph}
    decided = set(governing_quads(store, library, settings.base_iri))
    assert len(decided) > 1000
    assert decided == written


def test_no_rule_of_the_tables_is_out_of_reach_and_one_that_is_gets_found(library: Library) -> None:
    assert list(unreachable(library, RUNNING)) == []
    vetoes = [each for each in library.scopes if each.effect == "veto" and each.purposes == {"any"}]
    scope = next(each for each in vetoes if len(each.actors) == 1 and each.actors <= set(RUNNING))
    (actor,) = scope.actors
    rule = next(each for each in library.rules if each.route == "rule" and each.jurisdiction == "EU")
    out = replace(rule, provision=scope.target, act=scope.target, actor=actor, start=scope.start, end=scope.end)
    assert list(unreachable(replace(library, rules=(rule, out)), RUNNING)) == [out]


def test_a_question_says_what_it_depends_on_and_what_is_left_out_depends_on_nothing(library: Library) -> None:
    answers = [segment.answer for target in {scope.target for scope in library.scopes} for actor in RUNNING
               for segment in segments(library, target, Where(actor, "FR", "", ""))]  # fmt: skip
    open_facts = {standing: [each.depends_on for each in answers if each.standing == standing and each.scope]
                  for standing in (OUTSIDE, QUESTION)}  # fmt: skip
    assert all(open_facts.values())
    assert all(open_facts[QUESTION]) and not any(open_facts[OUTSIDE])
