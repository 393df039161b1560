"""The way from a statement on a page to the form that corrects it: one address for a row and a column of the tables.

It is the same for everybody, so that a page is the same bytes for all; who has no account is led on to a report.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

from graph.settings import Settings
from graph.tables.metadata import METADATA, load_metadata
from views.web.service import service

OFF = "off"


def register(app: Flask, settings: Settings) -> None:
    """Give templates `correct_href(row, column, add)`; it is empty where nobody may contribute: no link is shown."""
    is_on = settings.contributions != OFF

    def correct_href(row: str, column: str = "", add: str = "") -> str:
        return correction(row, column, add) if is_on and row else ""

    app.jinja_env.globals.update(correct_href=correct_href, may_contribute=is_on)


def correction(row: str, column: str = "", add: str = "") -> str:
    """The form of a row at the field of a column or, with `add`, the form of something new about what the row tells."""
    return url_for("contribute_correct.show", row=row, column=column or None, add=add or None)


def row_at(table: str, key: object) -> str:
    """The address of a row, `legal_events.csv/le-001`; empty for no key."""
    return f"{table}.csv/{key}" if key else ""


def row_in(node: str) -> str:
    """The same from the node of a row, as the graph names it; empty when it is none."""
    return node.partition("/row/")[2]


def column_of(table: str, property_name: str) -> str:
    """The column of a table that states a property, by the last part of its name; empty when none does."""
    return _columns(Path(service().settings.facts_dir)).get((table, property_name), "")


@lru_cache(maxsize=4)
def _columns(facts_dir: Path) -> dict[tuple[str, str], str]:
    tables = load_metadata(facts_dir / METADATA)
    return {(table.name, each.property_iri.rpartition("#")[2] or each.property_iri.rpartition("/")[2]): each.name
            for table in tables for each in reversed(table.written)}  # fmt: skip
