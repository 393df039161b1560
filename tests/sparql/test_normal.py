"""Queries that differ only in layout share one answer, and no two queries that ask something else do."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sparql.normal import normalised
from graph.sparql.reading import read
from tests.budget import examples

SPACE = st.sampled_from([" ", "\n", "\t", "\r\n", "  ", " # a comment\n", "#\n", "#?x } {\n"])
WORDS = "SELECT ASK ?x ?y WHERE { } ( ) . ; , a AS BIND FILTER VALUES UNDEF UNION 1 1.5 -2 1e3 ?x<?y >= && || ! != ^^"
NAMES = "<urn:a> <urn:b#c> p:q :r _:b ^p:q/:r* (:r|^:r)+ @en 'x'@en '1'^^<urn:i>"
STRINGS = ["'s'", '"#no"', '"a  b"', '"\\"q"', '"""l\n#o"""', '"', "'", "\\u0022", "#c \\u000A"]
PIECES = st.sampled_from([*WORDS.split(), *NAMES.split(), *STRINGS])
TEXTS = st.lists(st.tuples(PIECES, SPACE | st.just("")), max_size=12).map(lambda found: "".join(map("".join, found)))

STORE = ox.Store()
STORE.load(b'<urn:a> <urn:p> 1, "2"@en, "a  b", "#c" . <urn:b> <urn:p> <urn:a> .', format=ox.RdfFormat.TURTLE)
# A dot in the middle marks where layout may stand.
QUERIES = (
    "SELECT·?s·?o·WHERE·{·?s·<urn:p>·?o·.·FILTER·(·?o·=·1·||·ISIRI·(·?o·)·)·}·ORDER·BY·?s·?o",
    "PREFIX·u:·<urn:>·SELECT·*·{·u:b·^·u:p·/·u:p·?x·.·?y·u:p·?x·FILTER·(·?x·>=·0·&&·?x·<·5·)·}",
    'SELECT·(·CONCAT(·"a  b"·,·"#c"·,·"""x\n\n  y"""·)·AS·?x·)·(·"1"^^<urn:i>·AS·?y·)·(·1.5·-·2e1·AS·?z·)·{·}',
    'SELECT·?s·{·?s·<urn:p>·?v·.·VALUES·?v·{·"2"@en·"a  b"·-1·+2·1e3·}·}·ORDER·BY·?s·?v',
)


def layout_free(query: str) -> str:
    return normalised(read(query))


def answer(query: str) -> str | list[str] | None:
    """The rows in their order, or yes or no; None when the text is no query."""
    try:
        found = STORE.query(query)
    except SyntaxError:
        return None
    return [str(row) for row in found] if isinstance(found, ox.QuerySolutions) else str(found)


@given(TEXTS | st.text(max_size=80))
@settings(max_examples=examples(500))
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    assert layout_free(layout_free(text)) == layout_free(text)


@given(TEXTS)
@settings(max_examples=examples(500))
def test_a_text_means_the_same_to_the_engine_as_its_normal_form(text: str) -> None:
    for query in (text, f"SELECT * {{ {text} }}", f"ASK {{ FILTER({text}) }}"):
        assert answer(layout_free(query)) == answer(query)


@given(st.sampled_from(QUERIES), st.lists(SPACE, min_size=60, max_size=60))
@settings(max_examples=examples(200))
def test_layout_and_comments_change_neither_the_answer_nor_the_normal_form(query: str, spaces: list[str]) -> None:
    parts = query.split("·")
    laid_out = "".join(map("".join, zip(parts, spaces, strict=False)))
    plain = query.replace("·", " ")
    assert layout_free(laid_out) == plain
    assert answer(laid_out) == answer(plain) is not None


HOSTILE = [
    '"""' + '\\"""' * 15_000,
    "'" * 60_001,
    '"\\' * 30_000,
    "<" * 60_000,
    "(" * 60_000,
    "#\\" * 30_000,
    "a:" * 30_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_a_text_made_to_be_slow_is_read_in_one_pass(text: str) -> None:
    assert layout_free(layout_free(text)) == layout_free(text)


def test_layout_is_left_out() -> None:
    short = "SELECT ?x { ?x a <urn:c#d> } LIMIT 5"
    assert layout_free("# which?\nSELECT ?x\n{ ?x   a <urn:c#d> }\n\n LIMIT 5 # few\n") == short


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ('SELECT ("a  b" AS ?x) {}', 'SELECT ("a b" AS ?x) {}'),
        ('SELECT ("a#b" AS ?x) {}', 'SELECT ("a" AS ?x) {}'),
        ("SELECT (1-1 AS ?x) {}", "SELECT (1 -1 AS ?x) {}"),
        ('SELECT ("""a\nb""" AS ?x) {}', 'SELECT ("""a b""" AS ?x) {}'),
        ('ASK { ?x ?y "open\n" }', 'ASK { ?x ?y "open " }'),
        ("ASK { <urn:a#b> ?y ?z }", "ASK { <urn:a"),
    ],
)
def test_texts_that_differ_in_more_than_layout_stay_apart(one: str, two: str) -> None:
    assert layout_free(one) != layout_free(two)
