"""A legal event is one dated step before an authority; what has no date or no authority is a note.

An event that was drawn from the legal issue of its practice (`derived_from`) tells no more than that issue and rests on
what it rests on; every other event rests on sources of its own, and says so by leaving `derived_from` empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.build.findings import Finding
from graph.build.tables import Row

THE_ISSUE = "practices.csv#legal_issue"
MEMORY = "general-knowledge"
OWN = "or empty derived_from, if the event has sources of its own"


def an_event_has_a_month_and_an_authority(facts: Facts) -> Iterator[Finding]:
    """A legal event says when, to the month at least, and before whom; what does not is a note of the practice."""
    for event in facts.rows("legal_events"):
        mend = "Move the row to practice_notes.csv until it is known."
        if len(event.cells["date"]) < len("2019-10"):
            message = "A legal event needs its month."
            yield fault("legal_events", event, "date", message, f"Write YYYY-MM or YYYY-MM-DD. {mend}")
        if not event.cells["authority"]:
            yield fault("legal_events", event, "authority", "A legal event needs its authority.", mend)


def an_issue_is_told_as_an_event_or_says_why_not(facts: Facts) -> Iterator[Finding]:
    """A legal issue has an event, or a declared basis, or a note whose reason says why it is no event."""
    tables = ("legal_events", "declared_basis", "practice_notes")
    told = {row.cells["practice"] for table in tables for row in facts.rows(table)}
    for practice in facts.rows("practices"):
        if practice.cells["legal_issue"] and practice.cells["id"] not in told:
            mend = "Add a row to legal_events.csv for each step, or to practice_notes.csv with the reason why not."
            yield fault("practices", practice, "legal_issue", "No event and no note tells the legal issue.", mend)


def a_drawn_event_tells_what_its_issue_tells(facts: Facts) -> Iterator[Finding]:
    """The year and every decision number of an event drawn from a legal issue stand in it."""
    for event, practice in _drawn(facts):
        stated = practice.cells["legal_issue"]
        place = f"state it in legal_issue of {practice.cells['id']} in practices.csv, {OWN}"
        if event.cells["date"][:4] not in stated:
            message = "The practice's legal issue does not state this year."
            yield fault("legal_events", event, "date", message, f"Check the date, {place}.")
        for number in filter(None, map(str.strip, event.cells["reference"].split(";"))):
            if number not in stated:
                message = "The practice's legal issue does not state this decision number."
                yield fault("legal_events", event, "reference", message, f"Check the number, {place}.", number)


def a_drawn_event_rests_on_what_its_practice_rests_on(facts: Facts) -> Iterator[Finding]:
    """An event drawn from a legal issue has its basis, unless it is from memory, and shares a source with it."""
    for event, practice in _drawn(facts):
        if event.cells["basis"] not in (practice.cells["basis"], MEMORY):
            mend = f"Write {practice.cells['basis']}, as in practices.csv, line {practice.line}, {OWN}."
            yield fault("legal_events", event, "basis", "The practice has another basis.", mend)
        own, shared = (set(facts.items(table, row, "source_ids"))
                       for table, row in (("legal_events", event), ("practices", practice)))  # fmt: skip
        if not own & shared:
            mend = f"Name the source in practices.csv, line {practice.line}, {OWN}."
            yield fault("legal_events", event, "source_ids", "The practice has none of these sources.", mend)


def _drawn(facts: Facts) -> Iterator[tuple[Row, Row]]:
    practices = facts.by_id("practices")
    drawn = (event for event in facts.rows("legal_events") if event.cells["derived_from"] == THE_ISSUE)
    return ((event, practices[event.cells["practice"]]) for event in drawn)
