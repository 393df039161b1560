"""The way from a statement on a page to the form that corrects it: one address for a row and a column."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

from graph.settings import Settings
from graph.tables.metadata import METADATA, load_metadata
from graph.terms import BASE

OFF = "off"
ROW = "row"


def register(app: Flask, settings: Settings) -> None:
    """Give templates `correct_href(table, key, column)`; it is empty where nobody may contribute: no link is shown."""
    is_on = settings.contributions != OFF

    def correct_href(table: str, key: object, column: str = "") -> str:
        return _href(f"{table}.csv/{key}", column) if is_on and key else ""

    app.jinja_env.globals["correct_href"] = correct_href
    app.jinja_env.globals["may_contribute"] = is_on


def row_href(row_iri: str, column: str = "") -> str:
    """The same for the node of a row, as the graph names it."""
    return _href(row_iri.partition("/row/")[2], column) if "/row/" in row_iri else ""


def row_of(address: str) -> tuple[str, str]:
    """The table and the key of a row from its address, `practices.csv/nice-school-vsa`; empty ones when it is none."""
    file, _, key = address.removeprefix(BASE).removeprefix("row/").partition("/")
    return file.removesuffix(".csv"), key


def column_of(facts_dir: Path, table: str, property_name: str) -> str:
    """The column of a table that states a property, by the last part of its name; empty when none does."""
    return _columns(facts_dir).get((table, property_name), "")


def _href(row: str, column: str) -> str:
    return url_for("contribute_correct.show", row=row, column=column or None)


@lru_cache(maxsize=4)
def _columns(facts_dir: Path) -> dict[tuple[str, str], str]:
    tables = load_metadata(facts_dir / METADATA)
    return {(table.name, each.property_iri.rpartition("#")[2] or each.property_iri.rpartition("/")[2]): each.name
            for table in tables for each in reversed(table.written)}  # fmt: skip
