"""A syntax error is told where it is."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from graph.errors import BadQuery
from graph.settings import ROOT
from graph.sparql.reading import read
from graph.sparql.syntax_errors import told
from graph.sparql.tokens import position
from tests.budget import examples

OWN = [
    "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o . OPTIONAL { ?s <urn:x> 'a'@en ; <urn:y> 1, 2.0 } FILTER(?o > 3) }\n"
    "GROUP BY ?s HAVING (COUNT(*) > 2) ORDER BY DESC(?n) ?s LIMIT 10",
    "PREFIX ex: <urn:>\nCONSTRUCT { ?s ex:p [ ex:q ?o ] }\nWHERE {\n  ?s ex:a/ex:b*|^ex:c ?o .\n"
    "  VALUES (?a ?b) { (1 UNDEF) }\n"
    "  GRAPH ?g { ?s ?p ?z }\n  { SELECT DISTINCT ?s { ?s ?p ?o } } UNION { ?s ?q ?r MINUS { ?r ?s ?t } }\n}",
    "DESCRIBE <urn:a> ?b FROM <urn:g> FROM NAMED <urn:h> WHERE { ?b ?p '''long''' } ORDER BY ?b",
]
CATALOGUE = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries").rglob("*.rq"))]
WHOLE = [*OWN, *(text for text in CATALOGUE if "?_" not in text)]


def failure(text: str) -> BadQuery | None:
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        return told(read(text), str(error))
    return None


@given(data=st.data(), wrong=st.sampled_from(["wrong", "&", "%", "§", "12abc", "=>", "}}", "SELECT"]))
@effort(max_examples=examples(150))
def test_one_wrong_word_between_two_good_ones_is_the_place_that_is_told(data: st.DataObject, wrong: str) -> None:
    text = data.draw(st.sampled_from(WHOLE))
    starts = [token.start for token in read(text).tokens if text[token.start - 1 : token.start].isspace()]
    at = data.draw(st.sampled_from(starts))
    found = failure(f"{text[:at]}{wrong} {text[at:]}")
    if wrong in ("}}", "SELECT", "=>"):
        # These may be right for a while: then the place is later, never earlier.
        assert found is None or (found.line, found.column) >= position(text, at)
    else:
        assert found is not None
        assert (found.line, found.column) == position(text, at)
        assert found.near.startswith(wrong)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", (1, 1)),
        ("SELECT *", (1, 9)),
        ("SELECT * {\n  ?s ?p ?o", (2, 11)),
        ("SELECT * { ?s ?p 'x }", (1, 18)),
        ("SELECT * { ?s ?p } # no object", (1, 18)),
        ("SELECT * { ?s ex:p ?o }", (1, 15)),
        ("PREFIX ex <urn:> SELECT * { ?s ex:p ?o }", (1, 8)),
        ("SELECT * { FILTER(1 + ) }", (1, 23)),
        ("SELECT * { ?s ?p ?o } ORDER ?s", (1, 29)),
        ("SELECT ?s { ?s ?p ?o } LIMIT ten", (1, 30)),
        ("ASK { BIND(COALESCE(1 AS ?x) }", (1, 23)),
    ],
)
def test_common_mistakes_are_told_at_the_word_that_is_wrong(query: str, place: tuple[int, int]) -> None:
    found = failure(query)
    assert found is not None
    assert (found.line, found.column) == place
