"""What the measurements of `bench/` ask for is there."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from bench.made_practices import made, real
from bench.page_types import PageType, any_thing, page_types
from graph.revision import Revision

SHOWN = (200, 303)


@pytest.mark.parametrize("kind", [*page_types(), any_thing()], ids=lambda each: each.name)
def test_every_kind_of_page_that_is_measured_is_shown(client: FlaskClient, kind: PageType) -> None:
    address = kind.draw(random.Random(1))
    assert client.get(address).status_code in SHOWN, address


def test_made_practices_are_written_as_quads_and_are_as_many_as_asked_for(revision: Revision) -> None:
    facts = real(revision)
    asked = len(facts.practices) + 120
    store = ox.Store()
    store.bulk_load(b"".join(made(facts, asked)), format=ox.RdfFormat.N_QUADS)
    counted = "SELECT (COUNT(DISTINCT ?p) AS ?n) { GRAPH ?g { ?p a <https://w3id.org/openplaza/ontology#Practice> } }"
    (row,) = store.query(counted)
    assert int(row["n"].value) == asked
