"""What differs between two answers to one query: rows added and rows gone, whatever their order."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.errors import Damaged
from graph.sparql.formats import GRAPH_FORMATS, RESULT_FORMATS
from graph.sparql.reading import Reading
from graph.store import Cell
from graph.terms import XSD

CSV = "text/csv"
TRIPLE = ("subject", "predicate", "object")
YES_NO = "answer"
# Functions whose value depends on the order in which the engine finds rows.
_BY_ORDER = frozenset(("group_concat", "sample"))

ResultRow = tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The rows of an answer in any form; triples are rows of three, yes or no is one row of one."""

    columns: tuple[str, ...]
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """From one answer to another. Rows count as often as they occur.

    `has_blank_nodes`: a blank node has no name that lasts, so each is taken for any other.
    """

    same_bytes: bool
    columns: tuple[str, ...]
    kept: int
    added: tuple[ResultRow, ...]
    gone: tuple[ResultRow, ...]
    has_blank_nodes: bool

    @property
    def same_rows(self) -> bool:
        """Whether both have the same rows, in whichever order."""
        return not (self.added or self.gone)


def compared(old: bytes, new: bytes, media_type: str) -> AnswerDifference:
    """What `new` adds to `old` and what is gone; raises Damaged for bytes that are no answer of this media type."""
    before, after = table_of(old, media_type), table_of(new, media_type)
    left, right = Counter(map(_nameless, before.rows)), Counter(map(_nameless, after.rows))
    added, gone = right - left, left - right
    return AnswerDifference(
        same_bytes=old == new,
        columns=after.columns,
        kept=(left & right).total(),
        added=tuple(added.elements()),
        gone=tuple(gone.elements()),
        has_blank_nodes=any(cell is not None and cell.kind == "bnode" for row in (*left, *right) for cell in row),
    )


def depends_on_order(query: Reading) -> bool:
    """Whether the answer may differ with the order in which an engine finds rows: a cut without ORDER BY, and such."""
    words = set(query.words)
    if words & {"limit", "offset"} and "order" not in words:
        return True
    return any(query.called(place) in _BY_ORDER for place in range(len(query.tokens)))


def table_of(body: bytes, media_type: str) -> ResultTable:
    """The rows of an answer; raises Damaged when `body` is none."""
    try:
        if media_type in GRAPH_FORMATS:
            parsed = ox.parse(body, format=GRAPH_FORMATS[media_type])
            return ResultTable(TRIPLE, tuple(_row((each.subject, each.predicate, each.object)) for each in parsed))
        return _csv(body) if media_type == CSV else _results(body, media_type)
    except (SyntaxError, ValueError, KeyError, csv.Error) as error:
        raise Damaged(f"These bytes cannot be read as {media_type}: {error}") from error


def _results(body: bytes, media_type: str) -> ResultTable:
    found = ox.parse_query_results(body, format=RESULT_FORMATS[media_type])
    if isinstance(found, ox.QueryBoolean):
        return ResultTable((YES_NO,), ((Cell(str(bool(found)).lower(), "literal"),),))
    columns = tuple(each.value for each in found.variables)
    return ResultTable(columns, tuple(_row(solution) for solution in found))


def _csv(body: bytes) -> ResultTable:
    text = body.decode()
    if text.strip() in ("true", "false"):
        return ResultTable((YES_NO,), ((Cell(text.strip(), "literal"),),))
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    # The reader gives nothing for an empty line, which is a row whose one value is not there.
    return ResultTable(tuple(head), tuple(_csv_row(each, len(head)) for each in rows))


def _csv_row(values: Sequence[str], width: int) -> ResultRow:
    padded = [*values, *[""] * (width - len(values))]
    return tuple(Cell(each, "bnode" if each.startswith("_:") else "literal") if each else None for each in padded)


def _row(terms: Iterable[object]) -> ResultRow:
    return tuple(_cell(term) for term in terms)


def _cell(term: object) -> Cell | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Cell(term.value, "iri")
    if isinstance(term, ox.BlankNode):
        return Cell(term.value, "bnode")
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        plain = term.language or datatype == f"{XSD}string"
        return Cell(term.value, "literal", term.language, None if plain else datatype)
    return Cell(str(term), "literal")


def _nameless(row: ResultRow) -> ResultRow:
    return tuple(Cell("", "bnode") if cell is not None and cell.kind == "bnode" else cell for cell in row)
