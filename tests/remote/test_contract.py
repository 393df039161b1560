"""One contract, four stores: what a reader can rely on whichever store answers.

What a store still does differently is named in differences.py and docs/stores.md; each such test must go on failing.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from differences import DIFFERENCES, KINDS, across
from same_answers import N_TRIPLES, Expected, counted, rows, triples

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.errors import BadQuery, NotFound, Refused, TimedOut, TooLarge
from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator, RemoteStore
from graph.revision import Revision, read_quads
from graph.settings import ROOT, Settings
from graph.store import EmbeddedStore, Store

BASE = "https://w3id.org/openplaza/"
GRAPH = f"{BASE}graph/"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
PREFIXES = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
NAMES = sorted(path.stem for path in (ROOT / "queries").rglob("*.rq"))

Stores = Callable[[str], Store]
Evaluators = Callable[[str], Evaluator | RemoteEvaluator]


@pytest.fixture(scope="session")
def settings_of(request: pytest.FixtureRequest, settings: Settings) -> Callable[[str], Settings]:
    def found(kind: str) -> Settings:
        return settings if kind == "memory" else request.getfixturevalue(f"{kind}_settings")  # type: ignore[no-any-return]

    return found


@pytest.fixture(scope="session")
def stores(settings_of: Callable[[str], Settings], revision: Revision, store: EmbeddedStore) -> Iterator[Stores]:
    opened: dict[str, Store] = {"memory": store}

    def open_once(kind: str) -> Store:
        if kind not in opened:
            settings = settings_of(kind)
            opened[kind] = RemoteStore.open(settings) if settings.store else EmbeddedStore.open(revision, settings)
        return opened[kind]

    yield open_once
    for one in opened.values():
        if isinstance(one, RemoteStore):
            one.close()


@pytest.fixture(scope="session")
def evaluators(settings_of: Callable[[str], Settings], stores: Stores, revision: Revision) -> Iterator[Evaluators]:
    opened: dict[str, Evaluator | RemoteEvaluator] = {}

    def open_once(kind: str) -> Evaluator | RemoteEvaluator:
        if kind not in opened:
            opened[kind] = evaluator(settings_of(kind), stores(kind), revision)
        return opened[kind]

    yield open_once
    for one in opened.values():
        one.close()


def evaluator(settings: Settings, store: Store, revision: Revision) -> Evaluator | RemoteEvaluator:
    return RemoteEvaluator(store, settings) if isinstance(store, RemoteStore) else Evaluator(revision, settings)


@pytest.fixture(scope="module")
def expected(store: EmbeddedStore) -> Expected:
    return Expected(store)


# --- the questions of the catalogue ---


@pytest.mark.parametrize(("kind", "name"), across("question", NAMES))
def test_a_question_has_the_same_answer_on_every_store(
    kind: str, name: str, catalogue: Catalogue, stores: Stores, expected: Expected
) -> None:
    question: Question = catalogue[name]
    query = bind(question, question.examples)
    if "\nCONSTRUCT" in question.text:
        assert triples(stores(kind).construct(query, N_TRIPLES)) == expected.triples(query)
        return
    expected_rows, found_rows = expected.select(query), stores(kind).select(query)
    assert found_rows.columns == expected_rows.columns
    assert counted(found_rows) == counted(expected_rows)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_an_ordered_question_keeps_its_order_on_every_store(kind: str, catalogue: Catalogue, stores: Stores) -> None:
    for name in ("practices-by-country", "act-timeline", "count-graphs", "moved-dates"):
        query = bind(catalogue[name], catalogue[name].examples)
        assert stores(kind).select(query).rows == stores("memory").select(query).rows


# --- the facts themselves ---


@pytest.mark.parametrize(("kind", "case"), across("facts", ["positions", "everything else"]))
def test_every_statement_of_every_graph_comes_back_as_it_was_published(
    kind: str, case: str, stores: Stores, revision: Revision
) -> None:
    positions = f"<{GRAPH}rule/points>"
    published: dict[str, list[bytes]] = {}
    for quad in ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS):
        line = ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b""
        published.setdefault(str(quad.graph_name), []).append(line)
    assert published.keys() > {positions}
    for graph in [positions] if case == "positions" else published.keys() - {positions}:
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        assert triples(stores(kind).construct(query, "application/n-triples")) == sorted(published[graph]), graph


@pytest.mark.parametrize("kind", KINDS)
def test_the_default_graph_is_every_statement_once(kind: str, stores: Stores, revision: Revision) -> None:
    every = {quad.triple for quad in ox.parse(b"".join(read_quads(revision)), format=ox.RdfFormat.N_QUADS)}
    (row,) = stores(kind).select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    assert str(row["n"]) == str(len(every))


@pytest.mark.parametrize("kind", KINDS)
def test_the_store_says_which_revision_it_answers_for(kind: str, stores: Stores, revision: Revision) -> None:
    assert stores(kind).revision == revision.number


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
    "smallest and largest": "SELECT (MIN(?d) AS ?from) (MAX(?d) AS ?to) { ?a op:interval/op:from ?d }",
    "having": "SELECT ?t (COUNT(*) AS ?n) { ?x a ?t } GROUP BY ?t HAVING(COUNT(*) > 100)",
    "a query inside": "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x a op:City } } }",
    "distinct": "SELECT DISTINCT ?t { ?x a ?t }",
    "a page": "SELECT ?x { ?x a op:City } ORDER BY ?x LIMIT 5 OFFSET 5",
}


@pytest.mark.parametrize(("kind", "case"), across("pattern", PATTERNS))
def test_a_pattern_matches_alike_on_every_store(kind: str, case: str, stores: Stores) -> None:
    query = PREFIXES + PATTERNS[case]
    assert rows(stores(kind), query) == rows(stores("memory"), query)


# --- forms and formats ---


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_equal_rows_are_equal_bytes_in_every_format(kind: str, media_type: str, stores: Stores) -> None:
    query = f"{PREFIXES}SELECT ?practice ?label ?country ?year WHERE {{ ?practice a op:Practice ; "
    query += "<http://www.w3.org/2000/01/rdf-schema#label> ?label OPTIONAL { ?practice op:startYear ?year } } "
    query += "ORDER BY ?practice ?label"
    assert stores(kind).serialize(query, media_type) == stores("memory").serialize(query, media_type)


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("media_type", [JSON, XML, CSV, TSV])
def test_yes_and_no_are_equal_bytes_in_every_format(kind: str, media_type: str, stores: Stores) -> None:
    for query in ("ASK { ?s ?p ?o }", "ASK { <urn:none> ?p ?o }"):
        assert stores(kind).serialize(query, media_type) == stores("memory").serialize(query, media_type)
        assert stores(kind).ask(query) == stores("memory").ask(query)


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_come_in_every_format(kind: str, media_type: str, stores: Stores) -> None:
    query = PREFIXES + "CONSTRUCT { ?s a op:City ; ?p ?o } WHERE { ?s a op:City ; ?p ?o } "
    form = ox.RdfFormat.from_media_type(media_type)
    parsed = [
        {quad.triple for quad in ox.parse(io.BytesIO(stores(one).construct(query, media_type)), format=form)}
        for one in (kind, "memory")
    ]
    assert parsed[0] == parsed[1] and len(parsed[0]) > 100


@pytest.mark.parametrize(("kind", "case"), across("describe", ["a city"]))
def test_a_description_is_the_same_on_every_store(kind: str, case: str, stores: Stores) -> None:
    query = "DESCRIBE <https://w3id.org/openplaza/id/cities/brno>"
    expected, found = (stores(one).construct(query, "application/n-triples") for one in ("memory", kind))
    assert triples(found) == triples(expected)


@pytest.mark.parametrize("kind", KINDS)
def test_asking_for_the_wrong_form_is_refused(kind: str, stores: Stores) -> None:
    store = stores(kind)
    for wrong in (
        lambda: store.select("ASK {}"),
        lambda: store.ask("SELECT * {}"),
        lambda: store.construct("SELECT * {}", "text/turtle"),
        lambda: store.construct("CONSTRUCT WHERE { ?s ?p ?o }", CSV),
        lambda: store.serialize("SELECT * {}", "text/turtle"),
    ):
        with pytest.raises(Refused):
            wrong()


# --- questions of strangers ---


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_does_not_parse_is_a_named_error(kind: str, stores: Stores, evaluators: Evaluators) -> None:
    for wrong in ("SELECT ?x WHERE { ?x ?y }", "SELEKT * {}", "SELECT * { ?s foaf:name ?o }", "SELECT * WHERE {"):
        with pytest.raises(BadQuery):
            evaluators(kind).evaluate(wrong, JSON)
        with pytest.raises(BadQuery):
            stores(kind).select(wrong)


@pytest.mark.parametrize("kind", KINDS[2:])
@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }",
        "SELECT * {} ; DROP ALL",
        'DEFINE get:soft "replace" SELECT * { ?s ?p ?o }',
        "SELECT (bif:sys_stat('st_dbms_name') AS ?x) {}",
        "PREFIX b: <bif:> SELECT (b:sys_stat('st_dbms_name') AS ?x) {}",
        "SELECT (<bif:sys_stat>('st_dbms_name') AS ?x) {}",
        "SELECT (`bif:now()` AS ?x) {}",
    ],
)
def test_what_only_a_store_would_understand_never_reaches_it(kind: str, query: str, evaluators: Evaluators) -> None:
    with pytest.raises((Refused, BadQuery)):
        evaluators(kind).evaluate(query, JSON)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_cut_after_a_row_and_says_so(
    kind: str, settings_of: Callable[[str], Settings], stores: Stores, revision: Revision
) -> None:
    few = replace(settings_of(kind), max_rows=7)
    with evaluator(few, stores(kind), revision) as limited:
        for media_type, query in (
            (JSON, "SELECT * { ?s a ?o }"),
            (XML, "SELECT * { ?s a ?o }"),
            (CSV, "SELECT * { ?s a ?o }"),
            (TSV, "SELECT * { ?s a ?o }"),
            ("application/n-triples", "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"),
        ):
            answer = limited.evaluate(query, media_type)
            assert (answer.rows, answer.complete, answer.limit_applied) == (7, False, "max_rows")
        whole = limited.evaluate("SELECT * { ?s ?p ?o } LIMIT 7", JSON)
        assert (whole.rows, whole.complete, whole.limit_applied) == (7, True, None)
        assert len(json.loads(bytes(whole.body))["results"]["bindings"]) == 7
        assert limited.evaluate("ASK {}", JSON).rows is None


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_cut_at_its_largest_size_and_says_so(
    kind: str, settings_of: Callable[[str], Settings], revision: Revision
) -> None:
    small = replace(settings_of(kind), max_result_mb=1)
    opened = RemoteStore.open(small) if small.store else EmbeddedStore.open(revision, small)
    with evaluator(small, opened, revision) as limited:
        answer = limited.evaluate("SELECT * { ?s a ?x ; a ?y }", JSON)
        assert (answer.complete, answer.limit_applied) == (False, "max_result_mb")
        found = json.loads(bytes(answer.body))["results"]["bindings"]
        assert len(found) == answer.rows and 0 < len(answer.body) <= 1 << 20
        graph = limited.evaluate("CONSTRUCT WHERE { ?s a ?o }", "application/n-triples")
        assert (graph.complete, graph.limit_applied) == (False, "max_result_mb")


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
ENDLESS += "FILTER(STRLEN(STR(?c)) + STRLEN(STR(?f)) > STRLEN(STR(?i))) }"


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_takes_too_long_ends_at_its_limit(kind: str, evaluators: Evaluators) -> None:
    with pytest.raises(TimedOut) as told:
        evaluators(kind).evaluate(ENDLESS, JSON, timeout_s=0.5)
    assert told.value.limit_s == 0.5
    assert evaluators(kind).evaluate("ASK { ?s ?p ?o }", JSON).complete


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_too_long_is_refused_before_it_is_read(kind: str, evaluators: Evaluators) -> None:
    with pytest.raises(TooLarge):
        evaluators(kind).evaluate("ASK {} #" + "x" * 270_000, JSON)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_revision_that_the_store_does_not_hold_is_not_found(
    kind: str, settings_of: Callable[[str], Settings]
) -> None:
    with pytest.raises(NotFound, match=r"Kept are: \d+"):
        RemoteStore.open(settings_of(kind), 999)


# --- what is left ---


def test_every_difference_is_told_to_operators_with_its_reason() -> None:
    text = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    table = text.split("## What still differs", 1)[1].split("\n## ", 1)[0]
    told = set(re.findall(r"^\| `([a-z-]+)` \|", table, flags=re.MULTILINE))
    assert told == {difference for differences in DIFFERENCES.values() for difference in differences.values()}
