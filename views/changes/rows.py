"""What happened in the law, in words: rows of the question law-changes as dated entries in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.citation import provision_name, provision_title, sort_key
from graph.law.marks import Mark
from views.shown.values import Hyperlink
from views.web.addresses import law_href
from views.web.marks import marks_of, marks_of_all
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

GROUPS = (
    ("new", "New", "acts, judgments and guidance dated in these days"),
    ("amended", "Amended", "changed, corrected, extended or moved to another date"),
    ("ended", "Repealed or replaced", "ended by another act"),
    ("applicable", "Now applicable", "in force, applicable, or due to be transposed"),
    ("no-longer", "No longer applicable", "its last day lies in these days"),
    ("proposed", "Proposed", "nothing has changed by these yet"),
    ("timetable", "In the timetable", "dates set by acts, and steps towards them"),
    ("read", "Interpreted", "judgments and guidance on these acts"),
    ("national", "Carried out", "national law and further acts that carry them out"),
)
WORDS = {
    "dated": ("new", "Dated this day."),
    "amends": ("amended", "Amended by {by}."),
    "corrects": ("amended", "Corrected by {by}."),
    "extends-validity": ("amended", "Validity extended by {by}."),
    "moved": ("amended", "Date of application moved from {original} to {moved_to} by {by}."),
    "repeals": ("ended", "Repealed by {by}."),
    "repealed": ("ended", "Repealed by {by}."),
    "invalidates": ("ended", "Declared invalid by {by}."),
    "invalidated": ("ended", "Declared invalid by {by}."),
    "supersedes": ("ended", "Superseded by {by}."),
    "superseded": ("ended", "Superseded by {by}."),
    "withdraws": ("ended", "Withdrawn by {by}."),
    "withdrawn": ("ended", "Withdrawn by {by}."),
    "in-force": ("applicable", "In force from this day."),
    "applicable": ("applicable", "Applies from this day.{first}{moved}"),
    "rule-applies": ("applicable", "A rule of it begins. {text}."),
    "last-day-of-rule": ("no-longer", "Last day of a rule of it. {text}."),
    "transposition-due": ("applicable", "National law must have transposed it by this day."),
    "last-day-applicable": ("no-longer", "Last day on which it applies.{extended}"),
    "last-day-in-force": ("no-longer", "Last day on which it is in force.{extended}"),
    "proposed": ("proposed", "Proposed."),
    "proposes-amendment-of": ("proposed", "{by} would amend it."),
    "proposes-repeal-of": ("proposed", "{by} would repeal it."),
    "milestone": ("timetable", "{text}.{first}"),
    "interprets": ("read", "Interpreted by {by}."),
    "comments-on": ("read", "Commented on by {by}."),
    "transposes": ("national", "Transposed by {by}."),
    "implements": ("national", "Carried out by {by}."),
}
ENDERS = {"repealed": "repeals", "invalidated": "invalidates", "superseded": "supersedes", "withdrawn": "withdraws"}
OWN_WORDS = frozenset(("milestone", "rule-applies", "last-day-of-rule"))
ISSUED = {
    "judgment": "Judgment given.",
    "guideline": "Guidance issued.",
    "opinion": "Opinion given.",
    "recommendation": "Recommendation made.",
}


def group_of(row: Row) -> str:
    """The group that a change belongs to."""
    return WORDS.get(str(row["event"]), ("timetable", ""))[0]


def once(rows: Iterable[Row]) -> list[Row]:
    """Each change once: a repeal is told as a state and as a relation, a proposal as dated and as proposed."""
    found = list(rows)
    told = {(str(row["thing"]), str(row["event"])) for row in found}
    return [row for row in found if not _told_elsewhere(row, told)]


def _told_elsewhere(row: Row, told: set[tuple[str, str]]) -> bool:
    thing, event = str(row["thing"]), str(row["event"])
    if event == "dated":
        return (thing, "proposed") in told
    if event == "last-day-in-force" and (thing, "last-day-applicable") in told:
        return True
    if event.startswith("last-day"):
        return any((thing, state) in told for state in ENDERS)
    return any(event == relation and (thing, state) in told for state, relation in ENDERS.items())


def name_of(row: Row) -> str:
    """`GDPR`, or `GDPR, art. 35: Data protection impact assessment`."""
    return provision_name(str(row["act_label"]), str(row["thing_id"]), str(row["label"]), str(row["act_id"]))


def words_of(row: Row, on: str = "") -> str:
    """What happened, in a sentence; seen from a day `on` on which it was not known, also since when it is."""
    known = text_of(row, "known")
    hindsight = on and known > on and str(row["date"]) != known
    return f"{_event(row)} Known since {long_date(known)}." if hindsight else _event(row)


def _event(row: Row) -> str:
    event = str(row["event"])
    if event == "dated":
        return ISSUED.get(slug_of(row["act_type"]), "Adopted.")
    original = long_date(text_of(row, "original"))
    return WORDS.get(event, ("", "Changed."))[1].format(
        by=text_of(row, "by_label") or "an act that is not recorded",
        original=original,
        moved_to=long_date(text_of(row, "moved_to")),
        extended=f" {row['extended']}" if row.get("extended") else "",
        text=text_of(row, "text").rstrip("."),
        first=f" First set for {original}." if original else "",
        moved=f" Moved by {text_of(row, 'by_label')}." if original and text_of(row, "by_label") else "",
    )


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What happened to one act, or to some provisions of it, on one day; `key` is the same while the day moves."""

    day: str
    key: str
    title: str
    href: str
    text: str
    marks: tuple[Mark, ...]
    parts: tuple[Hyperlink, ...]

    @property
    def date(self) -> str:
        return long_date(self.day)


def entries(rows: Iterable[Row], on: str) -> list[ChangeEntry]:
    """One entry a day, act and event; provisions that share them become its parts. `on` is the day of the links."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        whole = str(row["thing_id"]) == str(row["act_id"])
        own = words_of(row, on) if whole or str(row["event"]) in OWN_WORDS else ""
        found.setdefault((str(row["date"]), str(row["act_id"]), str(row["event"]), own), []).append(row)
    return [_entry(each, on) for each in found.values()]


def _entry(rows: Sequence[Row], on: str) -> ChangeEntry:
    first = rows[0]
    things = {str(row["thing_id"]) for row in rows}
    one = len(things) == 1
    sentences = list(dict.fromkeys(words_of(row, on) for row in rows))
    same = len(sentences) == 1
    shared = marks_of_all(rows)
    ordered = [] if one else sorted(rows, key=lambda row: sort_key(str(row["thing_id"])))
    return ChangeEntry(
        day=str(first["date"]),
        key=" ".join(text_of(first, name) for name in ("event", "thing_id", "by_id", "text")),
        title=name_of(first) if one else f"{first['act_label']}: {len(things)} provisions",
        href=law_href(str(first["thing_id"] if one else first["act_id"]), on),
        text=" ".join(sentences) if one or same else "",
        marks=shared,
        parts=tuple(_part(row, "" if same else words_of(row, on), shared, on) for row in ordered),
    )


def _part(row: Row, note: str, told: Sequence[Mark], on: str) -> Hyperlink:
    """One provision of an entry, with the marks that are not `told` of all of them."""
    return Hyperlink(
        provision_title(str(row["thing_id"]), str(row["label"]), str(row["act_id"])),
        law_href(str(row["thing_id"]), on),
        note,
        [mark for mark in marks_of(row) if mark not in told],
    )


def groups(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """The changes by what they are; groups without any are kept, so that a page can say so."""
    by_group: dict[str, list[Row]] = {slug: [] for slug, _, _ in GROUPS}
    for row in once(rows):
        by_group[group_of(row)].append(row)
    return [
        {
            "slug": slug,
            "label": label,
            "help": note,
            "count": len(by_group[slug]),
            "entries": entries(by_group[slug], on),
        }
        for slug, label, note in GROUPS
    ]
