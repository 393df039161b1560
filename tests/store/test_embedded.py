"""What the catalogue's questions can rely on from the store inside the process, in memory and on disk."""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.ask import ask
from graph.ask.catalogue import Catalogue, read_question
from graph.ask.documents import statements, written
from graph.errors import BadQuery, Damaged, Refused
from graph.revision import Revision, publish
from graph.settings import Settings
from graph.store import Cell, EmbeddedStore, Store

FACTS = [
    b'<urn:one> <urn:name> "One"@en <urn:g> .',
    b'<urn:one> <urn:name> "One"@en <urn:h> .',
    b'<urn:one> <urn:size> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .',
    b"<urn:one> <urn:near> _:two <urn:h> .",
    b'_:two <urn:name> "Two" <urn:g> .',
]


@pytest.fixture
def revision(tmp_path: Path) -> Revision:
    return publish(FACTS, tmp_path, software="test", sources={})


@pytest.fixture(params=["in memory", "on disk"])
def store(request: pytest.FixtureRequest, revision: Revision) -> Store:
    quads = 100 if request.param == "in memory" else 0
    return EmbeddedStore.open(revision, Settings(max_memory_quads=quads))


def test_rows_carry_kind_language_and_datatype_and_none_where_nothing_is_bound(store: Store) -> None:
    found = store.select("SELECT ?s ?n ?size { ?s <urn:name> ?n OPTIONAL { ?s <urn:size> ?size } } ORDER BY ?n")
    assert found.columns == ("s", "n", "size")
    two, one = found.rows if found.rows[0]["size"] is None else found.rows[::-1]
    assert one["s"] == Cell("urn:one", "iri")
    assert (str(one["n"]), one["n"] and one["n"].language) == ("One", "en")
    assert one["size"] == Cell("1", "literal", None, "http://www.w3.org/2001/XMLSchema#integer")
    assert two["s"] == Cell("two", "bnode") and two["size"] is None


def test_a_triple_in_two_graphs_is_one_triple_of_the_union_and_a_path_crosses_graphs(store: Store) -> None:
    assert len(store.select("SELECT ?n { <urn:one> <urn:name> ?n }").rows) == 1
    assert len(store.select("SELECT ?g { GRAPH ?g { <urn:one> <urn:name> ?n } }").rows) == 2
    assert [str(row["n"]) for row in store.select("SELECT ?n { <urn:one> <urn:near>/<urn:name> ?n }").rows] == ["Two"]


def test_each_form_of_query_has_its_answer_and_a_wrong_form_is_refused(store: Store) -> None:
    assert store.ask("ASK { <urn:one> ?p ?o }") and not store.ask("ASK { <urn:none> ?p ?o }")
    turtle = store.construct("CONSTRUCT { ?s <urn:b> ?o } { ?s <urn:size> ?o }", "text/turtle")
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == 1
    answer = store.serialize("SELECT ?s { ?s <urn:size> ?o }", "application/sparql-results+json")
    assert json.loads(answer)["results"]["bindings"] == [{"s": {"type": "uri", "value": "urn:one"}}]
    with pytest.raises(Refused):
        store.select("ASK {}")
    with pytest.raises(Refused):
        store.serialize("SELECT * {}", "text/turtle")
    with pytest.raises(BadQuery):
        store.select("SELECT")


def test_an_answer_carries_the_query_that_made_it_and_its_revision(store: Store) -> None:
    text = (
        "#+ summary: Which things have this name?\n#+ group: researcher\n#+ params:\n"
        "#+   - {name: name, type: text, example: Two}\n"
        "SELECT ?x { VALUES ?n { ?_name_text } ?x <urn:name> ?n }"
    )
    answer = ask(store, read_question("named", text), {"name": "Two"})
    assert 'VALUES ?n { "Two" }' in answer.query
    assert ([str(row["x"]) for row in answer.rows], answer.revision, answer.complete) == (["two"], 1, True)


def test_the_index_on_disk_is_built_once_and_nothing_half_built_stays(revision: Revision) -> None:
    for _ in (1, 2):
        EmbeddedStore.open(revision, Settings(max_memory_quads=0)).ask("ASK {}")
    assert [path.name for path in (revision.path / "index").iterdir()] == ["oxigraph"]


def test_a_changed_byte_in_the_index_gives_the_right_answer_or_none(revision: Revision) -> None:
    EmbeddedStore.open(revision, Settings(max_memory_quads=0))
    chance = random.Random(3)
    files = sorted((revision.path / "index" / "oxigraph").glob("*.sst"))
    assert files
    for path in files:
        whole = path.read_bytes()
        for place in chance.sample(range(len(whole)), 8):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            # The engine checks every block it reads (RuntimeError), and the folder when it opens it (Damaged).
            with contextlib.suppress(Damaged, RuntimeError):
                store = EmbeddedStore.open(revision, Settings(max_memory_quads=0))
                found = store.select("SELECT ?s ?p ?o { ?s ?p ?o }")
                assert len(found.rows) == 4
        path.write_bytes(whole)


def test_blank_nodes_keep_their_names_and_others_their_text(tmp_path: Path) -> None:
    facts = [b'_:one <urn:p> "a _:two" <urn:g> .', b"<urn:s> <urn:p> <urn:o> <urn:g> .", b"<urn:s> <urn:p> _:one ."]
    made = publish(facts, tmp_path / "blank", software="test", sources={})
    rows = EmbeddedStore.open(made, Settings()).select("SELECT ?s ?o { ?s ?p ?o }").rows
    found = {(str(row["s"]), str(row["o"])) for row in rows}
    assert found == {("one", "a _:two"), ("urn:s", "urn:o"), ("urn:s", "one")}


def test_statements_about_a_thing_are_the_same_bytes_however_a_store_was_filled(catalogue: Catalogue) -> None:
    one, graphs = ox.NamedNode("urn:one"), [ox.NamedNode("urn:a"), ox.NamedNode("urn:b")]
    facts = [ox.Quad(one, ox.NamedNode(f"urn:p{n % 5}"), ox.Literal(str(n)), graphs[n % 2]) for n in range(20)]
    found = set()
    for order in (facts, facts[::-1]):
        filled = ox.Store()
        filled.extend(order)
        stated = statements(EmbeddedStore(filled, 1), catalogue, ["urn:one"], "")
        found.add(written(stated, "application/n-quads", ""))
    assert len(found) == 1 and found.pop().count(b'"') == 2 * len(facts)
