"""The W3C's SPARQL query tests through our evaluator: none fails without a cause, none that the engine passes."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import BadQuery, OpenPlazaError, Refused
from graph.evaluate.evaluator import Evaluator
from graph.revision import publish
from graph.settings import Settings
from graph.sparql.reading import read
from tests.protocol import w3c_suite
from tests.protocol.w3c_suite import BASE, NOTHING, Case

SKIPS = Path(__file__).parent / "w3c-skips.csv"
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
MEDIA_TYPES = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
PARSED = {JSON: ox.QueryResultsFormat.JSON, "text/tab-separated-values": ox.QueryResultsFormat.TSV}


@dataclass(frozen=True)
class Outcome:
    """Whether a test passed; `why` says what happened instead."""

    passed: bool
    why: str = ""


@pytest.fixture(scope="module")
def suite() -> Path:
    return w3c_suite.folder()


@pytest.fixture(scope="module")
def asked(suite: Path) -> list[Case]:
    return w3c_suite.cases(suite)


@pytest.fixture(scope="module")
def graphs(suite: Path, asked: list[Case]) -> Mapping[str, list[ox.Triple]]:
    """The triples of every data file that can be read, by its name."""
    names = {name for case in asked for name in (*case.default, *case.named)}
    names |= {f"dawg-data-r2/dataset/{file.name}" for file in (suite / "dawg-data-r2" / "dataset").glob("data-*.ttl")}
    read: dict[str, list[ox.Triple]] = {}
    for name in sorted(names):
        read[name] = w3c_suite.data(suite, name)
    return read


@pytest.fixture(scope="module")
def ours(
    suite: Path,
    asked: list[Case],
    graphs: Mapping[str, list[ox.Triple]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, Outcome]:
    """How our evaluator does: every data file is one graph of one revision, and each test names the graphs it needs."""
    quads = [_quad(triple, ox.NamedNode(BASE + name)) for name, triples in graphs.items() for triple in triples]
    quads.append(ox.Quad(NOTHING, NOTHING, NOTHING, NOTHING))
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    revision = publish(text.splitlines(), tmp_path_factory.mktemp("w3c"), software="test", sources={})
    with Evaluator(revision, Settings(query_timeout_s=10)) as evaluator:
        return {case.name: _ours(suite, case, graphs, evaluator) for case in asked}


@pytest.fixture(scope="module")
def engines(suite: Path, asked: list[Case], graphs: Mapping[str, list[ox.Triple]]) -> Mapping[str, Outcome]:
    """How the engine does on its own."""
    return {case.name: _engine(suite, case, graphs) for case in asked}


def _quad(triple: ox.Triple, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _text(suite: Path, case: Case) -> str:
    return (suite / case.query).read_bytes().decode("utf-8")


def _ours(suite: Path, case: Case, graphs: Mapping[str, list[ox.Triple]], evaluator: Evaluator) -> Outcome:
    # Relative names are relative to the query's file; an address carries no such place.
    query = f"BASE <{BASE}{case.query}>\n{_text(suite, case)}"
    media_type = MEDIA_TYPES.get(Path(case.result).suffix, JSON)
    default = [BASE + name for name in case.default if graphs[name]]
    named = [BASE + name for name in case.named if graphs[name]]
    if _own_dataset(query):
        default, named = [], []
    elif not default and not named:
        named = [NOTHING.value]
    try:
        try:
            answer = evaluator.evaluate(query, media_type, default_graphs=default, named_graphs=named)
        except Refused as refused:
            if "CONSTRUCT" not in str(refused):
                raise
            media_type = TRIPLES
            answer = evaluator.evaluate(query, media_type, default_graphs=default, named_graphs=named)
    except OpenPlazaError as error:
        syntax = isinstance(error, BadQuery) and case.kind.startswith("Negative")
        return Outcome(syntax, "" if syntax else f"{error.slug}: {error}")
    return _judged(suite, case, answer.body, media_type)


def _own_dataset(query: str) -> bool:
    """Whether the query itself names its graphs."""
    return "from" in read(query).words


def _engine(suite: Path, case: Case, graphs: Mapping[str, list[ox.Triple]]) -> Outcome:
    store = ox.Store()
    own = _own_dataset(_text(suite, case))
    default = {} if own else {name: ox.DefaultGraph() for name in case.default}
    named = {name: ox.NamedNode(BASE + name) for name in (graphs if own else case.named)}
    for place in (default, named):
        for name, graph in place.items():
            store.extend(_quad(triple, graph) for triple in graphs[name])
    try:
        results = store.query(_text(suite, case), base_iri=BASE + case.query)
        if isinstance(results, ox.QueryTriples):
            body, media_type = results.serialize(format=ox.RdfFormat.N_TRIPLES), TRIPLES
        else:
            media_type = MEDIA_TYPES.get(Path(case.result).suffix, JSON)
            form = PARSED.get(media_type, ox.QueryResultsFormat.CSV)
            body = results.serialize(format=form)
    except SyntaxError as error:
        return Outcome(case.kind.startswith("Negative"), str(error))
    except (RuntimeError, ValueError, OSError) as error:
        return Outcome(False, str(error))
    return _judged(suite, case, body or b"", media_type)


def _judged(suite: Path, case: Case, body: bytes, media_type: str) -> Outcome:
    if "Syntax" in case.kind:
        return Outcome(case.kind.startswith("Positive"), "It was answered.")
    if media_type == "text/csv":
        documents = (body, (suite / case.result).read_bytes())
        # Each data file has at most one blank node, so its name is all that may differ.
        rows = [sorted(re.sub(r"_:\w+", "_:node", text.decode()).splitlines()) for text in documents]
        return Outcome(rows[0] == rows[1], "Another table.")
    if media_type == TRIPLES:
        parsed = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        found = w3c_suite.Found(triples=tuple(parsed))
    else:
        found = w3c_suite.found(ox.parse_query_results(body, format=PARSED[media_type]))
    return Outcome(w3c_suite.same(found, w3c_suite.expected(suite, case), case.lax), "Another answer.")


def causes() -> dict[str, tuple[str, str]]:
    """Test → whose doing it is (`engine` or `ours`) and why."""
    with SKIPS.open(encoding="utf-8", newline="") as table:
        return {row["test"]: (row["whose"], row["cause"]) for row in csv.DictReader(table)}


def test_the_whole_query_part_of_the_suite_is_asked(asked: list[Case]) -> None:
    assert len(asked) > 650
    assert len({case.name for case in asked}) == len(asked)


def test_every_test_passes_or_its_cause_is_written_down(ours: Mapping[str, Outcome]) -> None:
    failed = {name: outcome.why for name, outcome in ours.items() if not outcome.passed}
    assert {name: why for name, why in failed.items() if name not in causes()} == {}


def test_no_cause_is_written_down_for_a_test_that_passes(ours: Mapping[str, Outcome]) -> None:
    assert [name for name in causes() if ours[name].passed] == []
    assert all(cause.strip() for _, cause in causes().values())


def test_nothing_fails_here_that_the_engine_passes_but_what_is_refused_on_purpose(
    ours: Mapping[str, Outcome], engines: Mapping[str, Outcome]
) -> None:
    written = causes()
    worse = {name for name, outcome in ours.items() if not outcome.passed and engines[name].passed}
    refused = {name for name, (whose, _) in written.items() if whose == "ours"}
    assert worse <= refused
    assert all(ours[name].why.startswith("refused: ") for name in refused)
