"""Rows about the Partnership as the plain values that pages show: dates, marks, sources, places in the seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from graph.errors import NotFound
from graph.law.period import date_span
from graph.text.messages import N_
from views.shown.corrections import row_at
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.marks import marks_of
from views.web.service import grouped, has_partnership, slug_of, text_of

Row = Mapping[str, object]
Shaped = dict[str, Any]

ACRONYMS = {"eu": "EU", "edpb": "EDPB"}


def href(collection: str, identifier: str = "") -> str:
    """The address of a page of this site; of the list itself without an identifier."""
    return page_href(collection, identifier) if identifier else f"{request.script_root}/{collection}"


def need_partnership() -> None:
    """Raises NotFound where the network has no partnership."""
    if not has_partnership():
        raise NotFound(N_("No partnership is recorded on this site."))


def words(key: str) -> str:
    """The key of a fact as words: `edpb_topic` as `EDPB topic`."""
    parts = [ACRONYMS.get(part, part) for part in key.split("_")]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def source(row: Row, prefix: str = "source") -> Hyperlink | None:
    """Where the row comes from, as a link; the seed by its characters when they are known."""
    label, address = text_of(row, f"{prefix}_label"), text_of(row, f"{prefix}_address")
    own = row_at("sources", slug_of(row.get(prefix)))
    if row.get("seed_start") is not None:
        start, end = text_of(row, "seed_start"), text_of(row, "seed_end")
        return Hyperlink(
            N_("seed, characters %(start)s–%(end)s", start=start, end=end),
            href("partnership/seed") + f"#c{start}",
            row=own,
        )
    if address.startswith("seed:"):
        return Hyperlink(label, href("partnership", "seed"), row=own)
    return Hyperlink(label, address if address.startswith("http") else "", row=own) if label else None


def sources(rows: Iterable[Row]) -> list[Hyperlink]:
    """The sources of several rows, each once, in order."""
    return list({each.label: each for row in rows if (each := source(row))}.values())


def distinct(rows: Iterable[Row], name: str) -> list[Row]:
    """The first row for each value of `name`, rows without one left out."""
    return [group[0] for value, group in grouped(rows, name).items() if value]


def fact(row: Row) -> Shaped:
    """One statement with its mark and its source."""
    key = text_of(row, "x_id")
    return {
        "key": key,
        "row": row_at("partnership", key),
        "term": words(key),
        "value": text_of(row, "x_label"),
        "marks": marks_of(row),
        "source": source(row),
        "basis": slug_of(row.get("basis")),
    }


def event(rows: list[Row]) -> Shaped:
    """One event from its rows (one a participant and source)."""
    first = rows[0]
    return {
        "id": text_of(first, "x_id"),
        "iri": text_of(first, "x"),
        "title": text_of(first, "x_label"),
        "date": date_span(text_of(first, "start"), text_of(first, "end")),
        "href": href("partnership/events", text_of(first, "x_id")),
        "place": place_words(text_of(first, "place")),
        "kind": text_of(first, "type_label"),
        "text": text_of(first, "description"),
        "marks": marks_of(first),
        "part_of": _whole(first),
        "sources": sources(rows),
        "start": text_of(first, "start"),
        "participants": [
            Hyperlink(text_of(row, "participant_label"), href("organisations", text_of(row, "participant_id")))
            for row in distinct(rows, "participant")
        ],
    }


def _whole(row: Row) -> Shaped | None:
    if row.get("part_of") is None:
        return None
    identifier = text_of(row, "part_of_id")
    return {"id": identifier, "label": text_of(row, "part_of_label"), "href": href("partnership/events", identifier)}


def timeline(rows: Iterable[Row], on: str) -> list[Shaped]:
    """Events in order of date, the parts of an event inside it; `future` when they had not begun on the day."""
    events = [event(group) for group in grouped(rows, "x").values()]
    known = {each["id"] for each in events}
    inside = grouped(({"whole": each["part_of"]["id"], "part": each} for each in events if each["part_of"]), "whole")
    for each in events:
        each["parts"] = [row["part"] for row in inside.get(each["id"], [])]
        each["future"] = bool(each["start"]) and each["start"] > on
    return sorted((each for each in events if not each["part_of"] or each["part_of"]["id"] not in known), key=_begins)


def _begins(each: Shaped) -> str:
    return str(each["start"])


def organisation(row: Row) -> Shaped:
    """One organisation as a link with its kind and country."""
    return {
        "row": row_at("organisations", text_of(row, "x_id")),
        "label": text_of(row, "x_label"),
        "href": href("organisations", text_of(row, "x_id")),
        "kind": text_of(row, "kind_label"),
        "country": text_of(row, "country_label"),
        "role": slug_of(row.get("role")),
        "role_label": text_of(row, "role_label"),
        "marks": marks_of(row),
    }


def conflict(rows: list[Row]) -> Shaped:
    """One disagreement: every claim with its status and source, and why one was accepted."""
    first = rows[0]
    about = text_of(first, "about_id")
    return {
        "id": text_of(first, "x_id"),
        "row": row_at("conflicts", text_of(first, "x_id")),
        "attribute": text_of(first, "attribute"),
        "resolution": text_of(first, "resolution"),
        "about": about,
        "about_label": text_of(first, "about_label") or text_of(first, "subject"),
        "subject": text_of(first, "subject"),
        "claims": [
            {
                "text": text_of(group[0], "claim_text"),
                "status": slug_of(group[0]["claim_status"]),
                "status_label": text_of(group[0], "status_label"),
                "sources": sources(group),
            }
            for group in grouped(rows, "claim").values()
        ],
    }


def conflicts(rows: Iterable[Row]) -> list[Shaped]:
    """Every disagreement among the rows."""
    return [conflict(group) for group in grouped(rows, "x").values()]


def doubtful(checks: Iterable[Row]) -> list[str]:
    """Why a later check doubts the row behind a thing."""
    return [text_of(row, "reason") for row in checks if slug_of(row["verdict"]) == "doubtful"]


def voices(rows: Iterable[Row]) -> dict[str, list[Shaped]]:
    """Testimonials and people, each once, with the organisation they speak for."""
    found: dict[str, list[Shaped]] = {"testimonial": [], "person": []}
    for group in grouped(rows, "x").values():
        first = group[0]
        found[text_of(first, "kind")].append(
            {
                "iri": text_of(first, "x"),
                "row": row_at(
                    "people" if text_of(first, "kind") == "person" else "testimonials", text_of(first, "x_id")
                ),
                "label": text_of(first, "x_label"),
                "note": text_of(first, "note"),
                "organisation": {
                    "id": text_of(first, "organisation_id"),
                    "label": text_of(first, "organisation_label"),
                    "href": href("organisations", text_of(first, "organisation_id")),
                },
                "event": {
                    "id": text_of(first, "event_id"),
                    "label": text_of(first, "event_label"),
                    "href": href("partnership/events", text_of(first, "event_id")),
                },
                "topics": [text_of(row, "topic") for row in distinct(group, "topic")],
                "voice": _voice(first),
                "source": source(first),
                "marks": marks_of(first),
            }
        )
    return found


def _voice(row: Row) -> Hyperlink | None:
    """The person who spoke for the organisation, and how far that is stated; None when nobody is named."""
    name, role, why = (text_of(row, f"voice_{each}") for each in ("label", "role", "basis"))
    reading = why.partition("spoken_by=")[2].partition("; ")
    return Hyperlink(f"{name}, {role.partition(';')[0]}", note=f"{reading[0]}; {reading[2]}") if name else None


def place_words(place: str) -> str:
    """Where a meeting is: the name of a place, or that it has none."""
    return N_("online") if place == "online" else place
