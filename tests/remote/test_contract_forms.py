"""One contract, four stores: the form of an answer, where it is cut, and what strangers are refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import BadQuery, NotFound, Refused, TimedOut, TooLarge
from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator, RemoteStore
from graph.revision import Revision
from graph.settings import Settings
from graph.store import EmbeddedStore
from tests.remote.any_store import CSV, JSON, PREFIXES, TSV, XML, Evaluators, Stores, evaluator
from tests.remote.differences import KINDS, across
from tests.remote.realstores import free_port, stoppable
from tests.remote.same_answers import triples

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


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "oxigraph"])
def test_a_question_that_takes_too_long_ends_at_its_limit(kind: str, evaluators: Evaluators) -> None:
    ends_at_its_limit(evaluators(kind))


def test_it_ends_although_the_server_goes_on_with_it(
    store_folder: Path, settings: Settings, revision: Revision
) -> None:
    """Oxigraph's server does not stop a join that is under way: one of its own, which is killed afterwards."""
    with stoppable(store_folder, free_port()) as (address, _):
        here = address.settings(settings)
        store = RemoteStore.open(here)
        ends_at_its_limit(evaluator(here, store, revision))
        store.close()


def ends_at_its_limit(asked: Evaluator | RemoteEvaluator) -> None:
    with pytest.raises(TimedOut) as told:
        asked.evaluate(ENDLESS, JSON, timeout_s=0.5)
    assert told.value.limit_s == 0.5
    assert asked.evaluate("ASK { ?s ?p ?o }", JSON).complete


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
