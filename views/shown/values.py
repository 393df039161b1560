"""What the macros of templates draw: a link or cell, a badge, a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.law.marks import Mark
from views.web.service import slug_of, text_of


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word on a coloured ground; `kind` is a slug that the styles know, such as `status-stopped`."""

    kind: str
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """Words that lead somewhere, or bare words without an address; as a cell of a table with what stands below them.

    `row`, `column` and `add` say what would correct it.
    """

    label: str
    href: str | None = ""
    note: str = ""
    marks: Sequence[Mark | str] = ()
    badges: Sequence[Badge] = ()
    lang: str | None = None
    row: str = ""
    column: str = ""
    add: str = ""


TableRow = Mapping[str, Hyperlink | Badge | str]
"""A row of a table, by the keys of its columns."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it: one value, which may be a link, or several."""

    term: str
    value: str = ""
    href: str | None = ""
    values: Sequence[Hyperlink | str] | None = None
    badges: Sequence[Badge] = ()
    marks: Sequence[Mark | str] = ()
    note: str = ""
    lang: str | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in a list of results."""

    title: str
    href: str
    text: str = ""
    meta: Sequence[str] = ()
    tags: Sequence[Badge] = ()
    marks: Sequence[Mark | str] = ()


@dataclass(frozen=True, slots=True)
class Stat:
    """A number at a glance, with what it counts."""

    value: int
    label: str
    href: str | None = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """What happened on a day; `sort` is the day as it is written in the tables."""

    date: str
    title: str
    href: str = ""
    text: str = ""
    badges: Sequence[Badge] = ()
    marks: Sequence[Mark | str] = ()
    law_note: str = ""
    sources: Sequence[Hyperlink] = ()
    future: bool = False
    sort: str = ""
    row: str = ""


def concept_badge(row: Mapping[str, object], name: str) -> Badge:
    """The badge of a coded value of a row, in the columns `name` and `name_label`."""
    return Badge(f"{name}-{slug_of(row[name])}", text_of(row, f"{name}_label"))
