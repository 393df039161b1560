"""What a store elsewhere is told stands in files, and only terms are filled in."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import yaml

from graph.remote import held_revisions as pointer
from graph.remote.graph_names import GraphNames
from graph.remote.updates import FOLDER, text, update

NAMING = GraphNames("https://w3id.org/openplaza/", 3)
UPDATES = sorted(path.name for path in FOLDER.glob("*.ru"))
QUERIES = sorted(path.name for path in FOLDER.glob("*.rq"))
PLACE = re.compile(r"\?_([a-z]+)_([a-z]+)")


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_says_what_it_does_and_which_terms_it_takes(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    header = yaml.safe_load("\n".join(line[3:] for line in written.splitlines() if line.startswith("#+")))
    assert header["summary"].endswith(".")
    declared = {(param["name"], param["type"]) for param in header["params"]}
    assert set(PLACE.findall(text(name))) == declared


@pytest.mark.parametrize("name", [*QUERIES, *UPDATES])
def test_a_text_is_read_without_its_header(name: str) -> None:
    assert text(name).strip() and "#+" not in text(name)


def test_updates_do_what_they_say() -> None:
    store = ox.Store()
    odd = '<urn:a> <urn:b> "?_graph_iri \\\\1 } }" .\n'
    store.update(pointer.inserted(NAMING.pointer, [odd, pointer.switched(NAMING, 1) + "\n"]))
    assert {quad.object.value for quad in store} == {"?_graph_iri \\1 } }", "1"}
    store.update(pointer.forgotten(NAMING))
    assert [quad.subject.value for quad in store] == ["urn:a"]
    store.update(pointer.dropped(NAMING.pointer))
    assert len(store) == 0


def test_what_is_no_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="IRI"):
        update("store-drop.ru", graph="urn:a> } ; CLEAR ALL #")
