"""Whom to call: offices with public addresses, the official pages of cities, and whom to write to about an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.law.marks import Mark
from graph.text.messages import N_
from views.shown.corrections import row_at
from views.shown.ruling_marks import statement_marks
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]
# What people write between the digits of a number, and what an address of one may not hold.
NO_DIGIT = re.compile(r"[^+0-9]")


@dataclass(frozen=True, slots=True)
class Contact:
    """An office: `ways` are its addresses, the quickest first; `practices` are what it can be asked about."""

    office: str
    about: str
    ways: Sequence[Hyperlink]
    read: str
    note: str
    practices: Sequence[Hyperlink]
    marks: Sequence[Mark]
    sources: Sequence[Hyperlink] = ()
    row: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """Who answers for this server: `href` is empty when nobody said so."""

    label: str
    href: str

    @classmethod
    def of(cls, written: str) -> Operator:
        """From the setting: an address as it is read, without what only programs need."""
        return cls(written.removeprefix("mailto:").removeprefix("tel:").removeprefix("https://").rstrip("/"), written)


def contacts(rows: Iterable[Row], sources: Mapping[str, Sequence[Hyperlink]] | None = None) -> list[Contact]:
    """The offices of some rows; `sources` are those of each by its id."""
    return [_contact(row, (sources or {}).get(str(row["known_id"]), ())) for row in rows]


def once_each(found: Iterable[Contact]) -> list[Contact]:
    """Each office once, with all the practices that it can be asked about."""
    offices: dict[tuple[str, ...], Contact] = {}
    for each in found:
        key = (each.office, each.about, *(way.label for way in each.ways))
        known = offices.get(key)
        offices[key] = replace(known, practices=[*known.practices, *each.practices]) if known else each
    return list(offices.values())


def _contact(row: Row, sources: Sequence[Hyperlink]) -> Contact:
    organisation, office = text_of(row, "organisation"), str(row["label"])
    parts = [each for each in (organisation if organisation != office else "", text_of(row, "role")) if each]
    return Contact(
        office=office,
        about="; ".join(parts),
        ways=_ways(row),
        read=long_date(row["checked"]),
        note=text_of(row, "note"),
        practices=[Hyperlink(str(row["practice_label"]), page_href("practices", str(row["practice_id"])))],
        marks=statement_marks(row),
        sources=sources,
        row=row_at("practice_contacts", row["known_id"]),
    )


def _ways(row: Row) -> list[Hyperlink]:
    email, phone, own = (text_of(row, name) for name in ("email", "phone", "page"))
    found = [
        Hyperlink(phone, f"tel:{NO_DIGIT.sub('', phone)}", N_("Telephone")) if phone else None,
        Hyperlink(email, f"mailto:{email}", N_("E-mail")) if email else None,
        Hyperlink(_host(own), own, N_("Page")) if own else None,
    ]
    return [each for each in found if each]


def official_pages(rows: Iterable[Row]) -> list[Hyperlink]:
    """The web sites of cities, each with the mark of what it rests on."""
    return [
        Hyperlink(str(row["label"]), str(row["page"]), _host(str(row["page"])), statement_marks(row)) for row in rows
    ]


def _host(address: str) -> str:
    """`www.leuven.be` of an address, for a link that says where it leads."""
    return address.partition("//")[2].partition("/")[0].removeprefix("www.")
