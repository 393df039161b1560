"""What everybody can rely on: what governs a practice on a day follows from the tables, worked out here without it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.revision import Revision, read_quads
from tests.law_tables import practice_decided, table

OP = "https://w3id.org/openplaza/ontology#"
DAYS = ("2012-01-01", "2017-06-01", "2019-10-09", "2021-01-01", "2026-11-29")
FIELDS = ("byProvision", "technology", "byRule", "actor", "standing")


@pytest.fixture(scope="module")
def governances(revision: Revision) -> dict[str, list[dict[str, str]]]:
    """The statements of every governance, by the id of its practice."""
    store = ox.Store()
    store.bulk_load(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS)
    ids = {
        str(row["thing"].value): str(row["id"].value)
        for row in store.query(
            "SELECT ?thing ?id { ?thing <http://purl.org/dc/terms/identifier> ?id }", use_default_graph_as_union=True
        )
    }
    abouts: dict[str, dict[str, str]] = {}
    for quad in store.quads_for_pattern(None, None, None, None):
        if str(quad.graph_name).endswith("/graph/rule/governs>"):
            value = str(quad.object.value)
            abouts.setdefault(str(quad.subject.value), {})[str(quad.predicate.value).removeprefix(OP)] = ids.get(
                value, value
            )
    found: dict[str, list[dict[str, str]]] = {}
    for about in abouts.values():
        if "governs" in about:
            found.setdefault(about["governs"], []).append(about)
    return found


def on_day(about: dict[str, str], day: str) -> bool:
    return about.get("applicableFrom", "") <= day <= about.get("applicableTo", "9999")


@pytest.mark.parametrize("day", DAYS)
def test_what_governs_every_practice_is_what_scope_rules_and_tables_give(
    governances: dict[str, list[dict[str, str]]], day: str
) -> None:
    wrong: dict[str, object] = {}
    seen = 0
    for practice in table("practices"):
        held = [about for about in governances.get(practice["id"], ()) if on_day(about, day)]
        told = {
            tuple(
                about.get(name, "").rpartition("/concept/standing/")[2] if name == "standing" else about.get(name, "")
                for name in FIELDS
            )
            for about in held
        }
        expected = practice_decided(practice, day)
        seen += len(expected)
        if told != expected:
            wrong[practice["id"]] = (expected - told, told - expected)
    assert seen, "on every one of these days something governs somebody"
    assert wrong == {}
