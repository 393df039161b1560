"""The rows of an answer as a table: found, sorted, on pages, with names beside identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.store import Cell
from graph.terms import CONCEPT, PREFIXES
from graph.text.folding import plain
from views.answers.asked import AskedView
from views.answers.reading import AnswerRows, Row, day_of, number_of
from views.shown.statements import href, short
from views.shown.values import Hyperlink, TableRow

NUMBER = "#"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """The head of a column; `href` sorts by it, `sorted_as` is as HTML says it, or empty."""

    key: str
    label: str
    href: str
    sorted_as: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """The rows that are asked for, in their order, each with its number from 1 in the answer."""

    rows: Sequence[tuple[int, Row]]
    of: int


def chosen(found: AnswerRows, asked: AskedView, labels: Mapping[str, str]) -> ChosenRows:
    """The rows in which `asked.find` stands, in a value or a name, sorted as asked."""
    rows = list(enumerate(found.rows, 1))
    if asked.find:
        sought = plain(asked.find)
        rows = [each for each in rows if any(sought in plain(_text(cell, labels)) for cell in each[1].values())]
    if column := asked.sort.removeprefix("-"):
        with_value = [each for each in rows if each[1][column] is not None]
        without = [each for each in rows if each[1][column] is None]
        with_value.sort(key=lambda each: _key(each[1][column], labels), reverse=asked.sort.startswith("-"))
        # What has no value comes last either way.
        rows = [*with_value, *without]
    return ChosenRows(rows, len(found.rows))


def _text(cell: Cell | None, labels: Mapping[str, str]) -> str:
    return "" if cell is None else f"{labels.get(cell.value, '')} {cell.value}"


def _key(cell: Cell | None, labels: Mapping[str, str]) -> tuple[int, float, str]:
    """Numbers by their size, then all else by name or value as words are sorted."""
    assert cell is not None
    number = number_of(cell)
    if number is not None:
        return 0, number, ""
    return 1, 0.0, plain(labels.get(cell.value) or cell.value)


def head(found: AnswerRows, asked: AskedView) -> list[HeadCell]:
    """The heads of the columns that are shown."""
    numbers = found.of_kind("number")
    made = []
    for column in asked.columns or found.columns:
        up, down = asked.sort == column, asked.sort == f"-{column}"
        made.append(HeadCell(column, column, asked.but(sort=f"-{column}" if up else column),
                             "ascending" if up else "descending" if down else "", column in numbers))  # fmt: skip
    return made


def table_rows(rows: Sequence[tuple[int, Row]], columns: Sequence[str], labels: Mapping[str, str], base: str,
               numbered: bool = False) -> list[TableRow]:  # fmt: skip
    """Rows of the table; `numbered` adds the number of each, by which a drawing names it."""
    return [
        {**({NUMBER: Hyperlink(str(number))} if numbered else {}),
         **{column: shown(row[column], labels, base) for column in columns}}
        for number, row in rows
    ]  # fmt: skip


def shown(cell: Cell | None, labels: Mapping[str, str], base: str) -> Hyperlink:
    """A cell: what is ours leads to its page under its name, with the identifier below; the rest to its own address."""
    if cell is None:
        return Hyperlink("")
    if cell.kind != "iri":
        return Hyperlink(cell.value, lang=cell.language)
    ours = cell.value.startswith((base, CONCEPT, PREFIXES["op"]))
    address = href(cell.value, base) if ours else cell.value
    label = labels.get(cell.value)
    return Hyperlink(label, address, identifier(cell.value, base)) if label else Hyperlink(cell.value, address)


def identifier(iri: str, base: str) -> str:
    """An identifier as short as it can be told apart: a name with its prefix, or without our home."""
    return short(iri.removeprefix(f"{base}id/").removeprefix("https://w3id.org/openplaza/"))


def name_of(row: Row, columns: Sequence[str], labels: Mapping[str, str]) -> str:
    """What a row is called: the first of these columns that has words, else nothing."""
    for column in columns:
        cell = row.get(column)
        if cell is not None:
            return labels.get(cell.value) or (day_of(cell) if not cell.value else cell.value)
    return ""
