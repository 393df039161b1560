"""A legal event tells one step of what the practice's legal issue tells, and rests on the same sources."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.build.findings import Finding
from graph.build.tables import Row


def an_issue_has_an_event_and_an_event_an_issue(facts: Facts) -> Iterator[Finding]:
    """A practice has a legal issue exactly when it has legal events."""
    told = {event.cells["practice"] for event in facts.rows("legal_events")}
    for practice in facts.rows("practices"):
        if practice.cells["legal_issue"] and practice.cells["id"] not in told:
            mend = "Add a row to legal_events.csv for each step of it."
            yield fault("practices", practice, "legal_issue", "The legal issue has no legal event.", mend)
    for event, practice in _told(facts):
        if not practice.cells["legal_issue"]:
            mend = "Tell the issue in legal_issue of practices.csv, or remove the event."
            yield fault("legal_events", event, "practice", "The practice has no legal issue.", mend)


def high_confidence_needs_a_date_and_an_authority(facts: Facts) -> Iterator[Finding]:
    """Confidence is high only when an event says when and before whom."""
    for event in facts.rows("legal_events"):
        missing = [name for name in ("date", "authority") if not event.cells[name]]
        if event.cells["confidence"] == "high" and missing:
            message = f"High confidence needs a date and an authority; {' and '.join(missing)} is empty."
            yield fault("legal_events", event, "confidence", message, f"Write medium, or the {' and '.join(missing)}.")


def the_issue_states_year_and_number(facts: Facts) -> Iterator[Finding]:
    """The year and every decision number of an event stand in the practice's legal issue."""
    for event, practice in _told(facts):
        stated = practice.cells["legal_issue"]
        place = f"legal_issue of {practice.cells['id']} in practices.csv"
        if event.cells["date"] and event.cells["date"][:4] not in stated:
            message = "The practice's legal issue does not state this year."
            yield fault("legal_events", event, "date", message, f"Check the date, or state it in {place}.")
        for number in filter(None, map(str.strip, event.cells["reference"].split(";"))):
            if number not in stated:
                message = "The practice's legal issue does not state this decision number."
                mend = f"Check the number, or state it in {place}."
                yield fault("legal_events", event, "reference", message, mend, number)


def basis_and_sources_are_those_of_the_practice(facts: Facts) -> Iterator[Finding]:
    """An event is drawn from the practice's row, so it rests on the same basis and the same sources."""
    for event, practice in _told(facts):
        for column in ("basis", "source_ids"):
            if event.cells[column] != practice.cells[column]:
                mend = f"Write {practice.cells[column]}, as in practices.csv, line {practice.line}."
                yield fault("legal_events", event, column, f"The practice has another {column}.", mend)


def _told(facts: Facts) -> Iterator[tuple[Row, Row]]:
    practices = facts.by_id("practices")
    return ((event, practices[event.cells["practice"]]) for event in facts.rows("legal_events"))
