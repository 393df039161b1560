"""Rows about organisations as the plain values that pages show, and their filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from graph.filters import Facet, Filter, FilterTable, FilterValue, facet_of
from graph.law.marks import GENERAL_KNOWLEDGE, UNVERIFIED
from graph.law.period import date_span
from graph.text.messages import N_, joined
from views.partnership.rows import Row, Shaped, href, place_words, sources
from views.shown.corrections import row_at
from views.shown.laws_named import law_note, laws_named
from views.shown.ruling_marks import statement_marks
from views.shown.values import Badge, Card, Hyperlink, StoryStep
from views.web.marks import marks_of
from views.web.service import grouped, language_of, slug_of, text_of
from views.web.words import long_date

FILTERS: Final = (Filter("role", N_("Role")), Filter("kind", N_("Kind")), Filter("country", N_("Country")))
ROLE_ORDER = ("coordinator", "member", "other-partner", "secretariat", "none", "")
NO_ROLE = N_("No role in the Partnership")
AUTHORITIES = N_("Courts, authorities and legislatures that decided on practices")


def facets(rows: Iterable[Row], chosen: Mapping[str, Sequence[str]]) -> list[Facet]:
    """The filters, each with what its values would leave of all organisations."""
    choice = FilterTable.of(_values(row) for row in rows).chosen(chosen)
    return [facet_of(choice, each) for each in FILTERS]


def _values(row: Row) -> Iterator[FilterValue]:
    for each in FILTERS:
        if slug := slug_of(row[each.name]):
            label = text_of(row, f"{each.name}_label")
            yield FilterValue(each.name, slug, _role_label(slug, label) if each.name == "role" else label)


def by_role(rows: Iterable[Row]) -> list[Shaped]:
    """Organisations as result cards, in groups by their role."""
    groups = {slug_of(role): group for role, group in grouped(rows, "role").items()}
    order = [*ROLE_ORDER, *sorted(set(groups) - set(ROLE_ORDER))]
    return [
        {
            "title": _role_label(role, text_of(groups[role][0], "role_label")) or AUTHORITIES,
            "cards": [_card(row) for row in groups[role]],
        }
        for role in order
        if role in groups
    ]


def _card(row: Row) -> Card:
    meta = [part for part in (text_of(row, "kind_label"), text_of(row, "country_label")) if part]
    return Card(text_of(row, "x_label"), href("organisations", text_of(row, "x_id")), meta=meta, marks=marks_of(row))


def _role_label(role: str, label: str) -> str:
    return NO_ROLE if role == "none" else label


def show(rows: Iterable[Row]) -> Shaped:
    """One organisation from its rows (one a source)."""
    group = list(rows)
    first = group[0]
    role = slug_of(first["role"])
    return {
        "id": text_of(first, "x_id"),
        "iri": text_of(first, "x"),
        "title": text_of(first, "x_label"),
        "own_name": Hyperlink(text_of(first, "own_name"), lang=language_of(first, "own_name")),
        "kind": text_of(first, "kind_label"),
        "role": _role_label(role, text_of(first, "role_label")),
        "in_partnership": first.get("membership") is not None,
        "membership": text_of(first, "membership"),
        "country": {"label": text_of(first, "country_label"), "id": text_of(first, "country_id")},
        "wikidata": wikidata(first),
        "note": text_of(first, "note"),
        "marks": marks_of(first),
        "sources": sources(group),
    }


def wikidata(row: Row) -> Hyperlink | None:
    """The Wikidata link with its mark; nothing when there is none."""
    address = text_of(row, "wikidata")
    if not address:
        return None
    basis = text_of(row, "wikidata_basis")
    return Hyperlink(slug_of(address), address, basis, [UNVERIFIED] if GENERAL_KNOWLEDGE in basis else [])


def events(rows: Iterable[Row]) -> list[StoryStep]:
    """Events in the form of a story."""
    return [
        StoryStep(
            date=date_span(text_of(row, "start"), text_of(row, "end")),
            title=text_of(row, "x_label"),
            href=href("partnership/events", text_of(row, "x_id")),
            text=joined((text_of(row, "type_label"), place_words(text_of(row, "place"))), ", "),
            row=row_at("events", text_of(row, "x_id")),
        )
        for row in rows
    ]


def decisions(rows: Iterable[Row], on: str) -> list[StoryStep]:
    """What it decided on practices up to the day, the latest first, each with the law that the source names."""
    told = [row for row in rows if text_of(row, "date") <= on]
    return [_decision(row) for row in sorted(told, key=lambda row: text_of(row, "date"), reverse=True)]


def _decision(row: Row) -> StoryStep:
    reference = text_of(row, "reference")
    laws = [Badge("plain", each["label"], each["href"]) for each in laws_named(row)]
    return StoryStep(
        date=long_date(text_of(row, "date")) or "Date not known",
        title=text_of(row, "practice_label"),
        href=href("practices", text_of(row, "practice_id")),
        text=f"{row['summary']}{f' ({reference})' if reference else ''}",
        badges=[Badge(f"outcome-{slug_of(row['outcome'])}", text_of(row, "outcome_label")), *laws],
        marks=statement_marks(row),
        law_note=law_note(row),
        row=row_at("legal_events", text_of(row, "event_id")),
    )


def city(rows: Iterable[Row]) -> Shaped | None:
    """The city that carries the same Wikidata id, with its practices; nothing when no city does."""
    group = list(rows)
    if not group:
        return None
    return {
        "label": text_of(group[0], "city_label"),
        "href": href("cities", text_of(group[0], "city_id")),
        "practices": [
            Hyperlink(text_of(row, "x_label"), href("practices", text_of(row, "x_id")))
            for row in group
            if row.get("x") is not None
        ],
    }
