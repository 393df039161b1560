"""Asks a store for all rows of a question, as CSV; any store answers, embedded or remote.

The LIMIT of a paged question says how many keys have their rows on one page.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue

PAGE_KEYS = re.compile(r"\bLIMIT (\d+)")
CSV = "text/csv"
Row = dict[str, str]


class Queryable(Protocol):
    """The one thing that is asked of a store here."""

    def serialize(self, text: str, media_type: str) -> bytes: ...


def rows(store: Queryable, catalogue: Catalogue, name: str, **values: str) -> list[Row]:
    """Every row of a question that is asked at once; a value that is not bound is an empty text."""
    body = store.serialize(bind(catalogue[name], values), CSV).decode()
    return list(csv.DictReader(io.StringIO(body, newline="")))


def pages(store: Queryable, catalogue: Catalogue, name: str) -> Iterator[Row]:
    """Every row of a paged question; a value that is not bound is an empty text.

    A key that has no row gives one without values, so that a page is seen to be full; such a row is left out here.
    """
    most = int(PAGE_KEYS.findall(catalogue[name].text)[0])
    after = ""
    while True:
        found = rows(store, catalogue, name, after=after)
        yield from (row for row in found if any(value for name, value in row.items() if name != "key"))
        if len({row["key"] for row in found}) < most:
            return
        after = max(row["key"] for row in found)


def by_key(found: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each key, in the order in which keys are first met."""
    groups: dict[str, list[Row]] = {}
    for row in found:
        groups.setdefault(row["key"], []).append(row)
    return groups


def last_part(iri: str) -> str:
    """What follows the last `/` or `#` of an IRI."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
