"""A legal event is one dated step before an authority; what has no date or no authority is a note.

An event drawn from the legal issue of its practice says so in `derived_from`; every other has sources of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.terms import SKOS

THE_ISSUE = "practices.csv#legal_issue"
FINED = "fined"
CONCEPT, NOTATION = SKOS + "Concept", SKOS + "notation"
OWN = "or empty derived_from, if the event has sources of its own"
GOVERNMENTS = frozenset({"city", "region", "metropolitan", "union of municipalities", "member state"})


def an_event_has_a_month_and_an_authority(facts: Facts) -> Iterator[Finding]:
    """A legal event says when, to the month at least, and before whom; what does not is a note of the practice."""
    for event in facts.rows("legal_events"):
        mend = "Move the row to practice_notes.csv until it is known."
        if len(event.cells["date"]) < len("2019-10"):
            message = "A legal event needs its month."
            yield fault("legal_events", event, "date", message, f"Write YYYY-MM or YYYY-MM-DD. {mend}")
        if not event.cells["authority"]:
            named = event.cells["authority_named"]
            known = f"Add {named!r} to organisations.csv with its country, and write its id. " if named else ""
            message = "A legal event needs its authority."
            yield fault("legal_events", event, "authority", message, f"{known}{mend}")


def high_confidence_needs_a_date_and_an_authority(facts: Facts) -> Iterator[Finding]:
    """Confidence in an event or a note is high only when it says when and by whom."""
    for table in ("legal_events", "practice_notes"):
        for row in facts.rows(table):
            missing = " and ".join(name for name in ("date", "authority_named") if not row.cells[name])
            if row.cells["confidence"] == "high" and missing:
                message = f"High confidence needs a date and an authority; {missing} is empty."
                yield fault(table, row, "confidence", message, f"Write medium, or the {missing}.")


def a_fine_has_a_currency(facts: Facts) -> Iterator[Finding]:
    """Only a step that fined has a fine, and a fine has its currency."""
    for event in facts.rows("legal_events"):
        fine, currency, outcome = (event.cells[name] for name in ("fine", "fine_currency", "outcome"))
        if fine and outcome != FINED:
            message = f"A step with the outcome {outcome} has no fine."
            yield fault("legal_events", event, "fine", message, f"Write {FINED} as its outcome, or empty the cell.")
        if bool(fine) != bool(currency):
            message = "The fine has no currency." if fine else "A currency stands without a fine."
            mend = "Write it by ISO 4217." if fine else "Empty it."
            yield fault("legal_events", event, "fine_currency", message, mend)


def an_issue_has_an_event_and_an_event_an_issue(facts: Facts) -> Iterator[Finding]:
    """A legal issue has an event, a declared basis or a note with its reason; a practice with an event has an issue."""
    tables = ("legal_events", "declared_basis", "practice_notes")
    told = {row.cells["practice"] for table in tables for row in facts.rows(table)}
    practices = facts.by_id("practices")
    for event in facts.rows("legal_events"):
        if not practices[event.cells["practice"]].cells["legal_issue"]:
            mend = "Tell the issue in legal_issue of practices.csv, or remove the event."
            yield fault("legal_events", event, "practice", "The practice has no legal issue.", mend)
    for practice in practices.values():
        if practice.cells["legal_issue"] and practice.cells["id"] not in told:
            mend = "Add a row to legal_events.csv for each step, or to practice_notes.csv with the reason why not."
            yield fault("practices", practice, "legal_issue", "No event and no note tells the legal issue.", mend)


def a_drawn_event_keeps_to_its_issue(facts: Facts) -> Iterator[Finding]:
    """An event drawn from a legal issue has its year, its decision numbers, its basis or memory, one of its sources."""
    practices = facts.by_id("practices")
    for event in facts.rows("legal_events"):
        if event.cells["derived_from"] != THE_ISSUE:
            continue
        practice = practices[event.cells["practice"]]
        stated = practice.cells["legal_issue"]
        place = f"state it in legal_issue of {practice.cells['id']} in practices.csv, {OWN}."
        numbers = filter(None, map(str.strip, event.cells["reference"].split(";")))
        for column, value in (("date", event.cells["date"][:4]), *(("reference", number) for number in numbers)):
            if value not in stated:
                message = f"The practice's legal issue does not state {value}."
                yield fault("legal_events", event, column, message, f"Check it, {place}")
        if event.cells["basis"] not in (practice.cells["basis"], "general-knowledge"):
            mend = f"Write {practice.cells['basis']}, as in practices.csv, line {practice.line}, {OWN}."
            yield fault("legal_events", event, "basis", "The practice has another basis.", mend)
        shared = set(facts.items("practices", practice, "source_ids"))
        if not shared.intersection(facts.items("legal_events", event, "source_ids")):
            mend = f"Name the source in practices.csv, line {practice.line}, {OWN}."
            yield fault("legal_events", event, "source_ids", "The practice has none of these sources.", mend)


def an_authority_fits_its_event(facts: Facts) -> Iterator[Finding]:
    """One of the authorities of an event has the kind that the event says, and each acted in its own country."""
    organisations, practices = facts.by_id("organisations"), facts.by_id("practices")
    # What is no kind at all is told where the vocabulary is asked.
    vocabulary = facts.ontology.vocabulary("authority-kind")
    known = {text for kind in vocabulary.subjects(CONCEPT) for text in vocabulary.texts(kind, NOTATION)}
    for event in facts.rows("legal_events"):
        bodies = [organisations[each].cells for each in facts.items("legal_events", event, "authority")]
        kinds = {"government" if body["kind"] in GOVERNMENTS else body["kind"] for body in bodies}
        if bodies and event.cells["authority_kind"] in known - kinds - {"other"}:
            mend = f"Write {' or '.join(sorted(kinds))}, or another authority."
            yield fault("legal_events", event, "authority_kind", "The authority is of another kind.", mend)
        places = {"", *facts.items("practices", practices[event.cells["practice"]], "country")}
        for body in (each for each in bodies if each["country"] not in places):
            message = f"{body['name']} is of {body['country']}, and the practice is not."
            yield fault("legal_events", event, "authority", message, "Name the authority that acted.", body["id"])
