"""The table of kinds of things says what the graph and the pages say."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.store.embedded import EmbeddedStore
from graph.terms import DCTERMS
from graph.things import KINDS, ThingKind

every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def things(store: EmbeddedStore, kind: ThingKind, within: str = "") -> list[tuple[str, str]]:
    """IRI and identifier of a few things of a kind, whose IRIs have `within`."""
    found = store.select(
        f"SELECT ?thing (MIN(?name) AS ?id) {{ ?thing a <{kind.iri}> ; <{DCTERMS}identifier> ?name "
        f'FILTER(CONTAINS(STR(?thing), "{within}")) }} '
        "GROUP BY ?thing ORDER BY ?thing LIMIT 3"
    )
    return [(str(row["thing"]), str(row["id"])) for row in found.rows]


@every_kind
def test_there_are_things_of_every_kind(store: EmbeddedStore, kind: ThingKind) -> None:
    assert store.ask(f"ASK {{ ?thing a <{kind.iri}> }}")


@pytest.mark.parametrize("kind", [each for each in KINDS if each.page], ids=lambda each: str(each.name))
def test_a_thing_has_its_page_where_its_kind_says(client: FlaskClient, store: EmbeddedStore, kind: ThingKind) -> None:
    found = things(store, kind)
    assert found
    for _, identifier in found:
        page = client.get(f"/{kind.page}/{identifier}", headers={"Accept": "text/html"})
        assert page.status_code == 200, identifier


@pytest.mark.parametrize("kind", [each for each in KINDS if each.name != "concept"], ids=lambda each: str(each.name))
def test_the_identifiers_that_we_give_begin_with_the_collection_of_the_kind(
    store: EmbeddedStore, kind: ThingKind
) -> None:
    found = things(store, kind, "/openplaza/id/")
    assert found or kind.name in ("act", "country")
    for iri, identifier in found:
        assert iri.endswith(f"/id/{kind.collection}/{identifier}")
