"""What the collection is a sample of: practices counted, and how often a second reading corrected them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from graph.store import Cell
from graph.text.messages import N_, joined
from views.history.columns import column_label
from views.shown.values import Hyperlink
from views.web.here import address
from views.web.service import slug_of, text_of

Row = Mapping[str, Cell | None]
CountedRow = Mapping[str, Hyperlink | str | int]
COUNTS: Final = (
    ("practices", N_("Practices")),
    ("with_technology", N_("with technology")),
    ("without", N_("without technology")),
    ("deployments", N_("Deployments in registers")),
)
GROUPS: Final = (
    ("found", N_("How it was found"), N_("Practices by how they were found")),
    ("country", N_("Country"), N_("Practices by country")),
    ("evidence", N_("How it was looked at"), N_("Practices by how they were looked at")),
    ("basis", N_("How it is known"), N_("Practices by the basis of their row")),
)
CHOSEN_BY: Final = {"country": "country", "evidence": "evidence"}
"""Groups whose values are filters of the list of practices."""


@dataclass(frozen=True, slots=True)
class CountedColumn:
    """A column of a table of counts."""

    key: str
    label: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table of counts with what stands above it; each row has a cell for the key of each column."""

    caption: str
    columns: Sequence[CountedColumn]
    rows: Sequence[CountedRow]


def counted_tables(rows: Sequence[Row]) -> list[CountedTable]:
    """A table for each group that has rows: its caption, columns and rows, each with its share of all practices."""
    total = next((_number(row, "practices") for row in rows if text_of(row, "group") == "all"), 0)
    return [
        CountedTable(caption, _columns(head, *COUNTS), list(_counted(rows, group, total)))
        for group, head, caption in GROUPS
        if total and any(text_of(row, "group") == group for row in rows)
    ]


def _counted(rows: Sequence[Row], group: str, total: int) -> Iterator[CountedRow]:
    for row in rows:
        if text_of(row, "group") == group:
            practices, technical = _number(row, "practices"), _number(row, "with_technology")
            yield {
                "label": Hyperlink(text_of(row, "value_label") or N_("Not recorded"), _href(group, row)),
                "practices": _with_share(practices, total),
                "with_technology": technical,
                "without": practices - technical,
                "deployments": _number(row, "deployments"),
            }


def reread_tables(rows: Sequence[Row], counted: Sequence[Row]) -> list[CountedTable]:
    """How many practices were read again and corrected by how they were found, and in which field; none when no row
    was ever read again."""
    read = next((_number(row, "practices") for row in rows if text_of(row, "group") == "all"), 0)
    if not read:
        return []
    again = {text_of(row, "value"): row for row in rows if text_of(row, "group") == "found"}
    ways = [_way(row, again.get(text_of(row, "value"))) for row in counted if text_of(row, "group") == "found"]
    fields: list[CountedRow] = [
        {
            "label": column_label("practices", text_of(row, "value")),
            "corrected": _with_share(_number(row, "corrected"), read),
            "added": _number(row, "added"),
            "doubtful": _number(row, "doubtful"),
        }
        for row in rows
        if text_of(row, "group") == "field"
    ]
    corrected = ("corrected", N_("Corrected"))
    columns = _columns(N_("How it was found"), ("practices", N_("Practices")), ("read", N_("Read again")),
                       ("corrected", N_("Corrected in some field")))  # fmt: skip
    by_field = _columns(N_("Field"), corrected, ("added", N_("Added")), ("doubtful", N_("Doubtful")))
    return [
        CountedTable(N_("Practices read again and corrected"), columns, ways),
        CountedTable(N_("Practices corrected in each field"), by_field, fields),
    ]


def reading_rows(rows: Sequence[Row]) -> list[dict[str, str]]:
    """What each reading found, in its own words, with the page of all that it changed."""
    return [
        {"why": text_of(row, "why"), "href": url_for("contributions.show", number=text_of(row, "number"))}
        for row in rows
    ]


def only_for_consistency(rows: Sequence[Row]) -> int:
    """For how many practices the second reader compared the row with itself, and looked at no page."""
    return sum(_number(row, "practices") for row in rows if text_of(row, "value") == "row (consistency only)")


def _way(row: Row, again: Row | None) -> CountedRow:
    read = _number(again, "practices") if again else 0
    return {
        "label": text_of(row, "value_label") or N_("Not recorded"),
        "practices": _number(row, "practices"),
        "read": read,
        "corrected": _with_share(_number(again, "corrected"), read) if again else N_("not read again yet"),
    }


def _with_share(number: int, total: int) -> str:
    """`104 (87 %)`; a share under one half of a per cent is told as less than 1 %."""
    share = round(100 * number / total)
    told = "< 1" if number and not share else str(share)
    return joined((str(number), N_("(%(share)s %%)", share=told)), " ")


def _columns(label: str, *numbers: tuple[str, str]) -> list[CountedColumn]:
    return [CountedColumn("label", label, numeric=False), *(CountedColumn(key, name) for key, name in numbers)]


def _href(group: str, row: Row) -> str:
    chosen = [(CHOSEN_BY[group], slug_of(row["value"]))] if group in CHOSEN_BY else []
    return address(url_for("practices.list_", on=None), chosen) if chosen else ""


def _number(row: Row, column: str) -> int:
    return int(text_of(row, column) or 0)
