"""Sources as a form asks for them: an address, a title and a publisher make a row of `sources.csv`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.contribute.changes import ChangeKind, ChangeSet, RowChange
from graph.contribute.drafting import added
from graph.forms.answers import plain_text
from graph.forms.fields import SOURCES
from graph.forms.naming import minted
from graph.forms.standing import StandingTable

DIGEST: Final = 4
ASKED: Final = ("url", "title", "publisher", "language")


@dataclass(frozen=True, slots=True)
class SourceGiven:
    """A source as a person names it; a title in another language has that of the page."""

    url: str = ""
    title: str = ""
    publisher: str = ""
    language: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written; a language alone names no source."""
        return not (self.url or self.title or self.publisher)


def cleaned(given: Mapping[str, str]) -> SourceGiven:
    """What was written, as a table keeps it."""
    return SourceGiven(**{name: plain_text(given.get(name, "")) for name in ASKED})


def same_address(source: SourceGiven, table: StandingTable) -> str:
    """The source that has this address already; empty when none has."""
    if not source.url:
        return ""
    wanted = _address(source.url)
    return next((key for key, cells in table.rows.items() if cells["url"] and _address(cells["url"]) == wanted), "")


def row_of(source: SourceGiven, table: StandingTable, taken: Iterable[str], basis: str) -> RowChange:
    """A new row of `sources.csv`, with an identifier that nobody has."""
    schema = table.schema
    told = {"url": source.url, "title": source.title, "publisher": source.publisher, "language": source.language,
            "title_language": source.language if source.language != "en" else "", "basis": basis}  # fmt: skip
    preset = {column.name: column.preset for column in schema.written if column.preset}
    cells = {**preset, **{name: text for name, text in told.items() if text}}
    named = source if source.publisher else SourceGiven(publisher=_host(source.url), title=source.title)
    template = schema.column(schema.key or "id").identifier_template or "{publisher}-{title}"
    words = {"publisher": named.publisher, "title": named.title}
    # Two people who name one page at a time name one source; two pages of one title are two.
    key = minted(template, words, {*table.rows, *taken}, _digest(source.url))
    return added(schema, {schema.key or "id": key, **cells})


def given_in(changes: ChangeSet) -> list[SourceGiven]:
    """The new sources that a change set names, as a form shows them again."""
    rows = (row for row in changes.of(SOURCES) if row.kind is ChangeKind.ADD)
    return [SourceGiven(**{name: row.now(name) or "" for name in ASKED}) for row in rows]


def _address(url: str) -> str:
    return url.rpartition("://")[2].removeprefix("www.").rstrip("/")


def _digest(url: str) -> str:
    return hashlib.sha256(_address(url).encode()).hexdigest()[:DIGEST] if url else ""


def _host(url: str) -> str:
    return _address(url).partition("/")[0]
