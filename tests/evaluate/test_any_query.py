"""Whatever is sent, the outcome has a name, and the next query is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from graph.errors import OpenPlazaError
from graph.evaluate.evaluated import Evaluated
from graph.evaluate.evaluator import Evaluator
from graph.revision import publish
from graph.settings import Settings
from graph.sparql.formats import GRAPH_FORMATS, RESULT_FORMATS
from tests.budget import examples

MANY = 10_000
ALLOWED = {400, 413, 503, 504, 507}
ANSWERED = {"Evaluated", "BadQuery", "TimedOut"}
WORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER EXISTS NOT BIND AS VALUES UNDEF "
    "SERVICE SILENT LATERAL GROUP BY HAVING ORDER LIMIT OFFSET DISTINCT REDUCED COUNT SUM GROUP_CONCAT SEPARATOR BNODE "
    "PREFIX BASE a true IF COALESCE IN REGEX INSERT DATA LOAD urn: x:y _:b ?s ?p ?o $x <urn:g> <urn:p> <urn:none> "
    "<rel> 1 -1 .5 1e400 01 'a' \"b\"@en '''c''' \"\"\"d\"\"\" ' \" @en ^^ ^ / | * + ? ! = != < > <= >= && || "
    "( ) { } [ ] () [] <<( )>> {| |} ; , . - \\ # \\u0041 \\u0022 % & ~ § \x00 \ud7ff \U0001f600 é"
).split(" ")

expressions = st.recursive(
    st.sampled_from(["?s", "?o", "1", "'a'", "<urn:p>", "BNODE()", "NOW()", "1/0"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "=", "<", "&&", "||", "/"]), inner),
        st.builds("{}({})".format, st.sampled_from(["STR", "!", "-", "ABS", "<urn:f>", "BNODE", "isIRI"]), inner),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)
patterns = st.recursive(
    st.one_of(
        st.sampled_from(["?s ?p ?o", "?s <urn:p>* ?o", "<urn:s> ?p [ ?q ?o ]", "VALUES ?s { <urn:s> UNDEF }"]),
        st.builds("BIND({} AS ?x)".format, expressions),
        st.builds("FILTER({})".format, expressions),
    ),
    lambda inner: st.one_of(
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("{} {{ {} }}".format, st.sampled_from(["OPTIONAL", "MINUS", "GRAPH ?g", "FILTER NOT EXISTS"]), inner),
        st.builds("{{ SELECT ?s (COUNT(*) AS ?n) {{ {} }} GROUP BY ?s }}".format, inner),
        st.builds("{} . {}".format, inner, inner),
    ),
    max_leaves=5,
)
queries = st.one_of(
    st.builds("SELECT * {{ {} }}".format, patterns),
    st.builds("SELECT (GROUP_CONCAT({}) AS ?z) FROM <urn:g> {{ {} }}".format, expressions, patterns),
    st.builds("CONSTRUCT {{ ?s ?p [ ?o ?x ] }} {{ {} }}".format, patterns),
    st.builds("ASK {{ {} }}".format, patterns),
    st.builds("DESCRIBE ?s {{ {} }} LIMIT 3".format, patterns),
)
garbage = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
broken = st.builds(
    lambda query, word, share: query[: int(len(query) * share)] + word + query[int(len(query) * share) :],
    queries,
    st.sampled_from(WORDS),
    st.floats(0, 1),
)
media_types = st.sampled_from([*RESULT_FORMATS, *GRAPH_FORMATS])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evaluator]:
    lines = [b'<urn:s> <urn:p> "a" <urn:g> .\n', b"<urn:s> <urn:p> <urn:o> <urn:g> .\n"]
    revision = publish(lines, tmp_path_factory.mktemp("revisions"), software="test", sources={})
    limits = Settings(query_timeout_s=5, query_memory_mb=256, max_rows=1000, max_query_kb=1024)
    with Evaluator(revision, limits) as evaluator:
        yield evaluator


def outcome(running: Evaluator, query: str, media_type: str) -> str:
    """The name of what came of it; fails for anything that nobody could explain to a user."""
    try:
        found = running.evaluate(query, media_type)
    except OpenPlazaError as error:
        assert error.status in ALLOWED, repr(error)
        name = type(error).__name__
    else:
        assert isinstance(found, Evaluated)
        name = "Evaluated"
    assert running.evaluate("SELECT ?o { <urn:s> <urn:p> ?o FILTER(isIRI(?o)) }", "text/csv").body == b"o\r\nurn:o\r\n"
    return name


@given(query=st.one_of(queries, garbage, broken, st.text(max_size=60)), media_type=media_types)
@example(query="SELECT ?s { ?s ?p '\ud800' }", media_type="text/csv")
@effort(max_examples=examples(300))
def test_every_outcome_has_a_name_and_the_next_query_is_right(running: Evaluator, query: str, media_type: str) -> None:
    outcome(running, query, media_type)


@given(query=queries)
@effort(max_examples=examples(100))
def test_a_well_formed_query_is_answered(running: Evaluator, query: str) -> None:
    media_type = "text/turtle" if query.startswith(("CONSTRUCT", "DESCRIBE")) else "text/csv"
    assert outcome(running, query, media_type) in ANSWERED


@pytest.mark.parametrize(
    "query",
    {
        "plus": "SELECT (1" + " + 1" * MANY + " AS ?x) {}",
        "not": "SELECT * { FILTER(" + "!" * MANY + "true) }",
        "or": "SELECT * { FILTER(true" + " || true" * MANY + ") }",
        "union": "SELECT * { {} " + "UNION { ?s ?p ?o } " * MANY + "}",
        "optional": "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * MANY + "}",
        "minus": "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p ?o } " * MANY + "}",
        "bind": "SELECT * { " + "".join(f"BIND(1 AS ?x{n}) " for n in range(MANY)) + "}",
        "triples": "SELECT * { " + "?s ?p ?o . " * MANY + "}",
        "path": "SELECT * { ?s <urn:p>" + "/<urn:p>" * MANY + " ?o }",
        "choice": "SELECT * { ?s <urn:p>" + "|<urn:p>" * MANY + " ?o }",
        "list": "SELECT * { ?s ?p ( " + "1 " * MANY + ") }",
        "in": "SELECT * { FILTER(1 IN (1" + ", 1" * MANY + ")) }",
        "functions": "SELECT " + " ".join(f"(<urn:f:{n}>() AS ?x{n})" for n in range(300)) + " {}",
        "brackets": "SELECT * " + "{" * MANY + "}" * MANY,
        "nodes": "SELECT * { " + "[ ?p " * MANY + "1" + "]" * MANY + " }",
    }.items(),
    ids=lambda item: item[0],
)
def test_ten_thousand_parts_are_answered_or_refused_by_name(running: Evaluator, query: tuple[str, str]) -> None:
    assert outcome(running, query[1], "text/csv") in ANSWERED | {"OutOfMemory", "Refused"}
