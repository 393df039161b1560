"""What the service says to a query that uses a name it does not know."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.sparql.hints import having_hints, prefix_hints, term_hints
from graph.sparql.reading import read
from graph.store.embedded import EmbeddedStore
from graph.terms import CONCEPT, OP, PREFIXES
from tests.budget import examples

DECLARED = f"PREFIX op: <{OP}>\nPREFIX c: <{CONCEPT}>\n"
KNOWN = frozenset(
    [OP + name for name in ("City", "Country", "inCity", "outcome", "Practice")]
    + [CONCEPT + name for name in ("status", "status/operational", "status/planned", "outcome/found-unlawful")]
)


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_a_prefix_of_ours_that_is_not_declared_comes_with_the_line_to_add(prefix: str) -> None:
    [hint] = prefix_hints(read(f"SELECT * {{ ?x {prefix}:thing ?y }}"))
    assert hint.endswith(f"PREFIX {prefix}: <{PREFIXES[prefix]}>")


def test_a_prefix_that_is_nearly_a_declared_one_is_named() -> None:
    assert prefix_hints(read(f"PREFIX places: <{OP}> ASK {{ ?x a place:City }}")) == [
        "Did you mean places: instead of place:?"
    ]


def test_a_declared_prefix_a_blank_node_and_text_need_no_hint() -> None:
    query = DECLARED + "ASK { _:b a op:City ; op:outcome 'owl:x' } # skos:y"
    assert prefix_hints(read(query)) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("op:Citty", "op:City"),
        ("op:city", "op:City"),
        ("op:InCity", "op:inCity"),
        (f"<{OP}Practise>", "op:Practice"),
        ("<" + CONCEPT + "status/operatonal>", f"<{CONCEPT}status/operational>"),
        (f"<{CONCEPT}statis>", "c:status"),
    ],
)
def test_a_misspelt_term_is_told_with_the_nearest_one(written: str, meant: str) -> None:
    [hint] = term_hints(read(f"{DECLARED}SELECT * {{ ?x ?y {written} }}"), KNOWN)
    assert hint == f"{written} is not a term here. Did you mean {meant}?"


def test_a_term_like_no_other_is_told_without_a_guess() -> None:
    assert term_hints(read(DECLARED + "ASK { ?x op:zzzzzzzz ?y }"), KNOWN) == ["op:zzzzzzzz is not a term here."]


def test_each_term_is_told_once_and_a_known_one_never() -> None:
    query = DECLARED + "ASK { ?x op:inCity ?y ; op:outcom ?z . ?z op:outcom <https://example.org/City> }"
    assert term_hints(read(query), KNOWN) == ["op:outcom is not a term here. Did you mean op:outcome?"]


def test_a_prefix_that_stands_for_something_else_is_told() -> None:
    [hint] = term_hints(read("PREFIX schema: <http://schema.org/> ASK { ?x schema:name ?y }"), KNOWN)
    assert "http://schema.org/" in hint and "https://schema.org/" in hint


def test_every_term_of_the_graph_is_known(store: EmbeddedStore, catalogue: Catalogue) -> None:
    known = {str(row["term"]) for row in ask(store, catalogue["sparql-terms"]).rows}
    assert {OP + "City", OP + "inCity", CONCEPT + "legal-event-outcome/found-unlawful"} <= known
    for question in catalogue:
        assert term_hints(read(question.text), known) == [], question.name


def test_a_text_full_of_unknown_names_gets_a_few_hints_soon() -> None:
    names = " ".join(f"op:Citt{number} q{number}:x" for number in range(3_000))
    declared = "".join(f"PREFIX p{number}: <urn:p>\n" for number in range(500))
    assert len(term_hints(read(f"{DECLARED}{declared}ASK {{ {names} }}"), KNOWN)) == 5
    assert len(prefix_hints(read(f"{DECLARED}{declared}ASK {{ {names} }}"))) <= 5


@given(
    st.text(max_size=120) | st.from_regex(r"(PREFIX [a-z]{0,3}:? ?<[a-z:/#]*> ?)?[a-z:<>{}?.#' \\]*", fullmatch=True)
)
@settings(max_examples=examples(300))
def test_any_text_gets_at_most_a_few_hints(text: str) -> None:
    assert len(prefix_hints(read(text))) <= 5
    assert len(term_hints(read(text), KNOWN)) <= 5


def test_having_is_told_of_names_of_its_own_select_only() -> None:
    own = "SELECT (COUNT(?x) AS ?n) { ?x ?y ?z } GROUP BY ?y HAVING(?n > 1)"
    assert having_hints(read(own)) == ["HAVING does not know ?n yet. Write there what stands before AS ?n."]
    inner = "SELECT ?y (SUM(?n) AS ?all) { { SELECT ?y (COUNT(?x) AS ?n) { ?x ?y ?z } GROUP BY ?y } } GROUP BY ?y "
    assert having_hints(read(inner + "HAVING(SUM(?n) > 1)")) == []
    assert len(having_hints(read(inner + "HAVING(?all > 1)"))) == 1
