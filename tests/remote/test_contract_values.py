"""One contract, four stores: named graphs, values and patterns are the same whichever store answers."""

from __future__ import annotations

import pytest

from graph.errors import Refused
from tests.remote.any_store import BASE, CSV, GRAPH, JSON, PREFIXES, Evaluators, Stores
from tests.remote.differences import KINDS, across
from tests.remote.same_answers import rows

# --- named graphs ---

GRAPHS = {
    "every graph and its size": "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "a graph by its name": f"SELECT ?s WHERE {{ GRAPH <{GRAPH}cities> {{ ?s a ?type }} }}",
    "a graph by a prefix": f"PREFIX g: <{GRAPH}> SELECT ?s WHERE {{ GRAPH g:cities {{ ?s a ?type }} }}",
    "a graph by an escaped name": f"PREFIX b: <{BASE}> SELECT ?s WHERE {{ GRAPH b:graph\\/cities {{ ?s a ?type }} }}",
    "a graph relative to a base": f"BASE <{BASE}> SELECT ?s WHERE {{ GRAPH <graph/cities> {{ ?s a ?type }} }}",
    "a graph that is not there": f"SELECT ?s WHERE {{ GRAPH <{GRAPH}nothing> {{ ?s a ?type }} }}",
    "the bookkeeping of the store": f"SELECT ?s WHERE {{ GRAPH <{BASE}revision/current> {{ ?s ?p ?o }} }}",
    "a graph of the store alone": f"SELECT ?s WHERE {{ GRAPH <{BASE}revision/1/all> {{ ?s ?p ?o }} }}",
    "the name of a graph as text": "SELECT DISTINCT (STR(?g) AS ?name) WHERE { GRAPH ?g { ?s a op:City } }",
    "the name of a graph compared": "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s a ?t } "
    f'FILTER(STRSTARTS(STR(?g), "{GRAPH}rule/")) }}',
    "from one graph": f"SELECT ?s ?type FROM <{GRAPH}cities> WHERE {{ ?s a ?type }}",
    "from two graphs": f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}cities> FROM <{GRAPH}people> WHERE {{ ?s ?p ?o }}",
    "from a prefix": f"PREFIX g: <{GRAPH}> SELECT ?s ?type FROM g:cities WHERE {{ ?s a ?type }}",
    "from one graph, and no named one": f"SELECT ?g FROM <{GRAPH}cities> WHERE {{ GRAPH ?g {{ ?s a ?type }} }}",
    "from a named graph": f"SELECT ?g ?s FROM NAMED <{GRAPH}cities> WHERE {{ GRAPH ?g {{ ?s a ?type }} }}",
    "from a named graph, and no default one": f"SELECT ?s FROM NAMED <{GRAPH}cities> WHERE {{ ?s a ?type }}",
}


@pytest.mark.parametrize(("kind", "case"), across("graphs", GRAPHS))
def test_named_graphs_are_the_same_on_every_store(kind: str, case: str, stores: Stores) -> None:
    query = PREFIXES + GRAPHS[case]
    assert rows(stores(kind), query) == rows(stores("memory"), query)


@pytest.mark.parametrize("kind", KINDS)
def test_the_graphs_of_the_protocol_win_and_leave_out_all_others(kind: str, evaluators: Evaluators) -> None:
    def count(query: str, default: list[str], named: list[str]) -> str:
        answer = evaluators(kind).evaluate(query, CSV, default_graphs=default, named_graphs=named)
        return bytes(answer.body).decode().split()[1]

    memory = evaluators("memory")
    for query in ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"):
        for default, named in (
            ([f"{GRAPH}cities"], []),
            ([], [f"{GRAPH}cities"]),
            ([f"{GRAPH}people", f"{GRAPH}cities"], [f"{GRAPH}people"]),
        ):
            expected = memory.evaluate(query, CSV, default_graphs=default, named_graphs=named)
            assert count(query, default, named) == bytes(expected.body).decode().split()[1]
    with pytest.raises(Refused):
        evaluators(kind).evaluate("ASK {}", JSON, default_graphs=["https://example.org/elsewhere"])


# --- values ---

EXPRESSIONS = {
    "sum": "1 + 1", "product": "2.5 * 2", "division of integers": "1 / 4", "division by nothing": "1 / 0",
    "double": "1.0e0 + 1", "comparison of numbers": "1 = 1.0", "comparison of text": '"a" < "b"',
    "comparison of dates": '"2025-02-02"^^xsd:date < "2026-08-02"^^xsd:date',
    "year": 'YEAR("2025-02-02T00:00:00Z"^^xsd:dateTime)', "date": '"2025-02-02"^^xsd:date',
    "date and time": '"2025-02-02T10:30:00Z"^^xsd:dateTime', "year alone": '"2020"^^xsd:gYear', "true": "true",
    "yes or no": "1 < 2", "exists": "EXISTS { ?nothing a op:City }", "bound": "BOUND(?nothing)", "text": '"text"',
    "language": '"tekst"@nl', "language with a region": '"colour"@en-GB',
    "the language of a text": 'LANG("tekst"@nl)', "the datatype of a number": "DATATYPE(1.5)",
    "the datatype of a text": 'DATATYPE("x")', "decimal": "1.50", "integer written with zeros": '"007"^^xsd:integer',
    "an own datatype": '"x"^^<https://example.org/type>', "accents": '"Wrocław, Łódź, Ōsaka"',
    "beyond the first plane": '"🏙️ 𝔸"', "length of letters": 'STRLEN("🏙é")',
    "quotes and line ends": '"a\\"b\\\\c\\nd\\te"', "upper case": 'UCASE("straße")',
    "substring": 'SUBSTR("abcdef", 2, 3)', "replacement": 'REPLACE("a-b", "-", "+")',
    "regular expression": 'REGEX("Brno", "^br", "i")', "joined text": 'CONCAT("a", "b")',
    "encoded": 'ENCODE_FOR_URI("a/b é")', "text after": 'STRAFTER("a/b", "/")',
    "text before nothing": 'STRBEFORE("ab", "/")', "address": 'IRI("https://example.org/é")',
    "choice": 'IF(1 < 2, "yes", "no")', "first known": 'COALESCE(?nothing, "else")',
    "error in a choice": 'COALESCE(1/0, "else")', "member": "2 IN (1, 2)", "a hash": 'SHA256("x")',
    "rounding": "ROUND(2.5)", "ceiling": "CEIL(1.2)", "absolute": "ABS(-1.5)",
    "a number read from text": 'xsd:integer("12")', "text of a date": 'STR("2025-02-02"^^xsd:date)',
    "a typed text": 'STRDT("1", xsd:integer)', "a tagged text": 'STRLANG("x", "fr")',
    "matching a language": 'LANGMATCHES("en-GB", "en")',
}  # fmt: skip


@pytest.mark.parametrize(("kind", "case"), across("value", EXPRESSIONS))
def test_a_value_is_computed_alike_on_every_store(kind: str, case: str, stores: Stores) -> None:
    query = f"{PREFIXES}SELECT ?x WHERE {{ BIND({EXPRESSIONS[case]} AS ?x) }}"
    assert rows(stores(kind), query) == rows(stores("memory"), query)


PATTERNS = {
    "optional that is missing": "SELECT ?c ?x { ?c a op:City OPTIONAL { ?c <urn:none> ?x } }",
    "optional and bound": "SELECT ?a { ?a a op:Act OPTIONAL { ?a op:interval ?i } FILTER(!BOUND(?i)) }",
    "not exists": "SELECT ?a { ?a a op:Act FILTER NOT EXISTS { ?a op:interval ?i } }",
    "minus": "SELECT ?a { ?a a op:Act MINUS { ?a op:interval ?i } }",
    "union": "SELECT ?x { { ?x a op:City } UNION { ?x a op:Act } }",
    "values": "SELECT ?t (COUNT(*) AS ?n) { VALUES ?t { op:City op:Act } ?x a ?t } GROUP BY ?t",
    "undef": "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF 2) } }",
    "one or more steps": "SELECT ?x { <https://w3id.org/openplaza/id/technologies/cctv-fixed> "
    "<http://www.w3.org/2004/02/skos/core#broader>+ ?x }",
    "backwards": "SELECT ?x { op:City ^a ?x }",
    "either": "SELECT (COUNT(*) AS ?n) { ?x a|<http://www.w3.org/2000/01/rdf-schema#label> ?y }",
    "count of nothing": "SELECT (COUNT(?x) AS ?n) { ?x a <urn:none> }",
    "sum of nothing": "SELECT (SUM(?x) AS ?n) { ?y <urn:none> ?x }",
    "groups of nothing": "SELECT ?t (COUNT(?x) AS ?n) { ?x <urn:none> ?t } GROUP BY ?t",
    "average": "SELECT (AVG(?x) AS ?n) { VALUES ?x { 1 2 4 } }",
    "smallest and largest": "SELECT (MIN(?d) AS ?from) (MAX(?d) AS ?to) { ?a op:interval/op:firstDay ?d }",
    "having": "SELECT ?t (COUNT(*) AS ?n) { ?x a ?t } GROUP BY ?t HAVING(COUNT(*) > 100)",
    "a query inside": "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x a op:City } } }",
    "distinct": "SELECT DISTINCT ?t { ?x a ?t }",
    "a page": "SELECT ?x { ?x a op:City } ORDER BY ?x LIMIT 5 OFFSET 5",
}


@pytest.mark.parametrize(("kind", "case"), across("pattern", PATTERNS))
def test_a_pattern_matches_alike_on_every_store(kind: str, case: str, stores: Stores) -> None:
    query = PREFIXES + PATTERNS[case]
    assert rows(stores(kind), query) == rows(stores("memory"), query)
