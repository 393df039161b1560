"""What happened in the law, in words: rows of the question law-changes as dated entries in groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.citation import provision_name, provision_title, sort_key
from graph.law.marks import Mark
from graph.text.messages import N_, counted, joined
from views.shown.corrections import row_in
from views.shown.values import Hyperlink
from views.web.addresses import law_href
from views.web.marks import marks_of, marks_of_all
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

GROUPS = (
    ("new", N_("New"), N_("acts, judgments and guidance dated in these days")),
    ("amended", N_("Amended"), N_("changed, corrected, extended or moved to another date")),
    ("ended", N_("Repealed or replaced"), N_("ended by another act")),
    ("applicable", N_("Now applicable"), N_("in force, applicable, or due to be transposed")),
    ("no-longer", N_("No longer applicable"), N_("its last day lies in these days")),
    ("proposed", N_("Proposed"), N_("nothing has changed by these yet")),
    ("timetable", N_("In the timetable"), N_("dates set by acts, and steps towards them")),
    ("read", N_("Interpreted"), N_("judgments and guidance on these acts")),
    ("national", N_("Carried out"), N_("national law and further acts that carry them out")),
)
WORDS = {
    "dated": ("new", N_("Dated this day.")),
    "amends": ("amended", N_("Amended by %(by)s.")),
    "corrects": ("amended", N_("Corrected by %(by)s.")),
    "extends-validity": ("amended", N_("Validity extended by %(by)s.")),
    "moved": ("amended", N_("Date of application moved from %(original)s to %(moved_to)s by %(by)s.")),
    "repeals": ("ended", N_("Repealed by %(by)s.")),
    "repealed": ("ended", N_("Repealed by %(by)s.")),
    "invalidates": ("ended", N_("Declared invalid by %(by)s.")),
    "invalidated": ("ended", N_("Declared invalid by %(by)s.")),
    "supersedes": ("ended", N_("Superseded by %(by)s.")),
    "superseded": ("ended", N_("Superseded by %(by)s.")),
    "withdraws": ("ended", N_("Withdrawn by %(by)s.")),
    "withdrawn": ("ended", N_("Withdrawn by %(by)s.")),
    "in-force": ("applicable", N_("In force from this day.")),
    "applicable": ("applicable", N_("Applies from this day.")),
    "rule-applies": ("applicable", N_("A rule of it begins. %(text)s.")),
    "last-day-of-rule": ("no-longer", N_("Last day of a rule of it. %(text)s.")),
    "transposition-due": ("applicable", N_("National law must have transposed it by this day.")),
    "last-day-applicable": ("no-longer", N_("Last day on which it applies.")),
    "last-day-in-force": ("no-longer", N_("Last day on which it is in force.")),
    "proposed": ("proposed", N_("Proposed.")),
    "proposes-amendment-of": ("proposed", N_("%(by)s would amend it.")),
    "proposes-repeal-of": ("proposed", N_("%(by)s would repeal it.")),
    "milestone": ("timetable", ""),
    "interprets": ("read", N_("Interpreted by %(by)s.")),
    "comments-on": ("read", N_("Commented on by %(by)s.")),
    "transposes": ("national", N_("Transposed by %(by)s.")),
    "implements": ("national", N_("Carried out by %(by)s.")),
}
ENDERS = {"repealed": "repeals", "invalidated": "invalidates", "superseded": "supersedes", "withdrawn": "withdraws"}
OWN_WORDS = frozenset(("milestone", "rule-applies", "last-day-of-rule"))
DAY_COLUMNS = {
    ("acts", "dated"): "date_document",
    ("acts", "in-force"): "date_in_force",
    ("acts", "applicable"): "date_applicable",
    ("acts", "transposition-due"): "transposition_deadline",
    ("acts", "last-day-applicable"): "date_end_of_validity",
    ("acts", "last-day-in-force"): "date_end_of_validity",
    ("provisions", "applicable"): "application_date",
    ("provisions", "moved"): "application_date",
    ("provisions", "last-day-applicable"): "end_date",
}
"""Which column of a row has the day of an event."""
OWN_TABLES = ("acts.csv/", "provisions.csv/")
ISSUED = {
    "judgment": N_("Judgment given."),
    "guideline": N_("Guidance issued."),
    "opinion": N_("Opinion given."),
    "recommendation": N_("Recommendation made."),
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
    since = N_("Known since %(day)s.", day=long_date(known)) if hindsight else ""
    return joined((_event(row), since), " ")


def _event(row: Row) -> str:
    event = str(row["event"])
    if event == "dated":
        return ISSUED.get(slug_of(row["act_type"]), N_("Adopted."))
    text = text_of(row, "text").rstrip(".")
    sentence = (
        f"{text}."
        if event == "milestone"
        else N_(
            WORDS.get(event, ("", N_("Changed.")))[1],
            by=text_of(row, "by_label") or N_("an act that is not recorded"),
            original=long_date(text_of(row, "original")),
            moved_to=long_date(text_of(row, "moved_to")),
            text=text,
        )
    )
    return joined((sentence, *_more(row, event)), " ")


def _more(row: Row, event: str) -> list[str]:
    """How the day was moved or the validity extended, where the sentence itself does not say so."""
    if event.startswith("last-day-applicable") or event == "last-day-in-force":
        return [str(row.get("extended") or "")]
    original, by = long_date(text_of(row, "original")), text_of(row, "by_label")
    if event not in ("applicable", "milestone") or not original:
        return []
    moved = N_("Moved by %(law)s.", law=by) if by and event == "applicable" else ""
    return [N_("First set for %(day)s.", day=original), moved]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What happened to one act, or to some provisions of it, on one day; `key` is the same while the day moves.

    `rows` are the rows that say so, each with its column; those of several provisions stand with the `parts`.
    """

    day: str
    key: str
    title: str
    href: str
    text: str
    marks: tuple[Mark, ...]
    parts: tuple[Hyperlink, ...]
    rows: tuple[tuple[str, str], ...]

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
    rests_on = tuple(dict.fromkeys(_rests_on(row) for row in rows)) if one else ()
    return ChangeEntry(
        day=str(first["date"]),
        key=" ".join(text_of(first, name) for name in ("event", "thing_id", "by_id", "text")),
        title=name_of(first) if one else N_("%(act)s: %(part)s", act=first["act_label"], part=_provisions(len(things))),
        href=law_href(str(first["thing_id"] if one else first["act_id"]), on),
        text=joined(sentences, " ") if one or same else "",
        marks=shared,
        parts=tuple(_part(row, "" if same else words_of(row, on), shared, on) for row in ordered),
        rows=rests_on,
    )


def _provisions(number: int) -> str:
    return counted(number, "%(number)s provision", "%(number)s provisions")


def _part(row: Row, note: str, told: Sequence[Mark], on: str) -> Hyperlink:
    """One provision of an entry, with the marks that are not `told` of all of them."""
    address = row_in(text_of(row, "row"))
    return Hyperlink(
        provision_title(str(row["thing_id"]), str(row["label"]), str(row["act_id"])),
        law_href(str(row["thing_id"]), on),
        note,
        [mark for mark in marks_of(row) if mark not in told],
        # Its own days are corrected on its page, which is one step away; a calendar has hundreds of them.
        row="" if address.startswith(OWN_TABLES) else address,
    )


def _rests_on(row: Row) -> tuple[str, str]:
    """The row that says so, and the column of its day; no column where the row says one thing alone."""
    address = row_in(text_of(row, "row"))
    return address, DAY_COLUMNS.get((address.partition(".csv/")[0], str(row["event"])), "")


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
