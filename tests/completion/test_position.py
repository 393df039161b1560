"""Where in a query the cursor stands, for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.completion.position import position
from graph.completion.table import TYPE
from graph.terms import OP
from tests.budget import examples

DECLARED = f"PREFIX op: <{OP}>\nSELECT * WHERE {{ "


@pytest.mark.parametrize(
    ("written", "place", "typed"),
    [
        ("", "start", ""),
        ("PREFIX sk", "prefix", "sk"),
        ("SELECT DIS", "head", "DIS"),
        ("SELECT (COUNT(?x) AS ?n) WH", "head", "WH"),
        (DECLARED, "subject", ""),
        (DECLARED + "?x op:in", "verb", "op:in"),
        (DECLARED + "?x a op:Pr", "object", "op:Pr"),
        (DECLARED + "?x op:inCity/op:co", "verb", "op:co"),
        (DECLARED + "?x (op:inCity|op:country)/rdfs:", "verb", "rdfs:"),
        (DECLARED + "?x op:status ?s ; op:", "verb", "op:"),
        (DECLARED + "?x op:date ?d, ", "object", ""),
        (DECLARED + "?x op:label 'a'@en ; ", "verb", ""),
        (DECLARED + "?x op:date '2020'^^xsd:gYear ; ", "verb", ""),
        (DECLARED + "?x op:inCity [ ", "verb", ""),
        (DECLARED + "?x op:inCity [ op:country ?c ] ; ", "verb", ""),
        (DECLARED + "?x op:status ?s FILTER(?s = ", "expression", ""),
        (DECLARED + "?x op:status ?s FILTER NOT EXISTS { ?x ", "verb", ""),
        (DECLARED + "?x op:status ?s FILTER(?s = 1) ?x ", "verb", ""),
        (DECLARED + "VALUES ?s { ", "data", ""),
        (DECLARED + "VALUES (?s ?t) { (", "data", ""),
        (DECLARED + "{ SELECT ?x WHERE { ?x a op:City } } ?y ", "verb", ""),
        (DECLARED + "?x a op:City } ORD", "end", "ORD"),
        (DECLARED + "GRAPH ?g { ?x ", "verb", ""),
        (DECLARED + "?x op:label \"op:", None, "op:"),
        (DECLARED + "# ?x op:", None, "op:"),
        (DECLARED + "?x op:status <https://w3id.org/openplaza/con", "object", "<https://w3id.org/openplaza/con"),
    ],
)  # fmt: skip
def test_the_place_says_what_may_follow(written: str, place: str | None, typed: str) -> None:
    found = position(written, "")
    assert (found.place, found.typed) == (place, typed)


def test_what_follows_the_cursor_counts_too() -> None:
    found = position(DECLARED + "?x ", "\n ?x a op:Practice . }")
    assert found.types_of("?x") == [OP + "Practice"]


def test_the_pattern_before_tells_the_subject_and_the_path() -> None:
    found = position(DECLARED + "?x a op:Practice ; op:inCity ?c . ?c op:country/", "}")
    assert found.subject == "?c" and found.path == (OP + "country",)
    assert ("?x", (TYPE,), OP + "Practice") in found.triples and ("?x", (OP + "inCity",), "?c") in found.triples


def test_a_name_of_several_words_is_one_thing() -> None:
    found = position(DECLARED + "?x op:theme video surv", "}")
    assert found.names_thing and found.phrase == "video surv" and found.path == (OP + "theme",)


def test_a_well_known_prefix_means_the_same_before_it_is_declared() -> None:
    assert position("SELECT * { ?x a op:City ; ").types_of("?x") == [OP + "City"]


@settings(max_examples=examples(300), deadline=None)
@given(st.text(alphabet="?xa op:<>{}[]().;,/|^*\"'#@\n 1É", max_size=60), st.text(max_size=10))
def test_any_text_has_a_place(before: str, after: str) -> None:
    found = position(before, after)
    assert before.endswith(found.typed) and before.endswith(found.phrase)
