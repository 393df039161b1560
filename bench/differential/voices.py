"""Three engines that answer the same query over the same quads: ours, rdflib, and Apache Jena where it is installed."""

from __future__ import annotations

import base64
import json
import math
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from graph.errors import BadQuery, Refused
from graph.sparql import conform
from graph.sparql.reading import read

JARS = Path("/usr/share/java")
NEEDED = (
    *("jena-*.jar", "commons-*.jar", "dexx*.jar", "gson.jar", "guava.jar", "http*.jar", "jackson-*.jar"),
    *(
        "jsonld-java.jar",
        "jakarta.json*.jar",
        "protobuf.jar",
        "slf4j-api.jar",
        "slf4j-nop.jar",
        "thrift.jar",
        "titanium-json-ld.jar",
    ),
)
_NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double", "float"))
Rows = Counter[tuple[tuple[str, str], ...]]
Answer = Rows | bool | None
# A product of patterns may have more rows than fit into memory three times; it tells nothing that fewer rows do not.
MOST_ROWS = 50_000


class TooManyRows(Exception):
    """An answer that is not compared."""


def ours(quads: Sequence[ox.Quad]) -> ox.Store:
    """A store with `quads`."""
    store = ox.Store()
    store.extend(quads)
    return store


def answer_of_ours(store: ox.Store, query: str, graphs: Sequence[str]) -> Answer:
    """Our answer: rows as a bag, or yes or no; None if the query is refused. Raises TooManyRows above MOST_ROWS."""
    try:
        edits = conform.edits_of(read(query), graphs)
        found = conform.answered(store, query, edits, {})
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        assert isinstance(found, ox.QuerySolutions)
        if sum(1 for _ in islice(found, MOST_ROWS + 1)) > MOST_ROWS:
            raise TooManyRows
        found = conform.answered(store, query, edits, {})
        assert isinstance(found, ox.QuerySolutions)
        return rows_of(json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b""))
    except (SyntaxError, RuntimeError, Refused, BadQuery, ValueError):
        return None


def dataset(quads: Sequence[ox.Quad]) -> rdflib.Dataset:
    """The same in rdflib."""
    found = rdflib.Dataset()
    found.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    return found


def answer_of_rdflib(data: rdflib.Dataset, query: str) -> Answer:
    """The answer of rdflib; None if it fails."""
    try:
        body = json.loads(data.query(query).serialize(format="json") or b"")
    except Exception:
        return None
    return bool(body["boolean"]) if "boolean" in body else rows_of(body)


class Jena:
    """One process of Jena; ends with the `with` block."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        command = ["java", "-cp", class_path(Path(self._folder.name)), str(Path(__file__).with_name("Jena.java"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def load(self, quads: Sequence[ox.Quad]) -> None:
        """Puts `quads` in the place of those before."""
        self._tell("data", ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")

    def answer(self, query: str) -> Answer:
        """The answer of Jena; None if it fails."""
        self._tell("query", query.encode())
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        if not line:
            raise RuntimeError("Jena ended.")
        if line == "error":
            return None
        body = json.loads(base64.b64decode(line))
        return bool(body["boolean"]) if "boolean" in body else rows_of(body)

    def _tell(self, what: str, text: bytes) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{what} {base64.b64encode(text).decode()}\n")
        self._process.stdin.flush()

    def __enter__(self) -> Jena:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._folder.cleanup()


def class_path(folder: Path) -> str:
    """Where Java finds Debian's Jena and what it needs; `folder` takes a few files that it looks for elsewhere."""
    jars = {str(jar.resolve()) for names in NEEDED for jar in JARS.glob(names)}
    return ":".join(sorted({*jars, _messages(folder)}))


def _messages(folder: Path) -> str:
    """A folder with the messages of Jena's XML parser where it looks for them; Debian's package has them elsewhere."""
    elsewhere = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(elsewhere) and name.endswith(".properties"):
                file = folder / name.removeprefix(elsewhere)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(jar.read(name))
    return str(folder)


def rows_of(body: dict[str, Any]) -> Rows:
    """The rows of SPARQL JSON results as a bag; numbers by their value, names without a value left out."""
    return Counter(
        tuple(sorted((name, _term(cell)) for name, cell in row.items() if cell)) for row in body["results"]["bindings"]
    )


def _term(cell: dict[str, str]) -> str:
    kind = cell.get("datatype", "")
    if kind in _NUMBERS:
        value = Decimal(cell["value"]) if cell["value"] not in ("INF", "-INF", "NaN") else Decimal(math.inf)
        return f"number {value.quantize(Decimal('1.000000000')).normalize()}"
    kind = "" if kind.endswith("#string") else kind
    return f"{cell['type']} {cell['value']} {cell.get('xml:lang', '').lower()} {kind}".replace(
        "typed-literal", "literal"
    )
