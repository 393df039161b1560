"""The steps of a case follow one another, and the latest one is the practice's legal outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.tables.reading import Row
from graph.terms import OP, SKOS

# A remark decides nothing, so it is the last step only where there is no other.
REMARK = "noted"
OVERTURNED = "sanction-overturned"


def what_is_overturned_was_imposed(facts: Facts) -> Iterator[Finding]:
    """A sanction that is overturned is told as two events: its imposing, then its end."""
    for events in _cases(facts).values():
        steps = _steps(events)
        if steps and steps[0].cells["outcome"] == OVERTURNED:
            message = "No earlier event tells the sanction that was overturned."
            yield fault("legal_events", steps[0], "outcome", message, "Add the event that imposed it.")


def an_outcome_is_stated_only_where_no_step_decides(facts: Facts) -> Iterator[Finding]:
    """The legal outcome follows from the latest step; the cell says it only where no step decides anything."""
    cases = _cases(facts)
    for practice_id, practice in facts.by_id("practices").items():
        decides = [event for event in _steps(cases.get(practice_id, [])) if not event.cells["left_out_because"]]
        if decides and practice.cells["legal_outcome"]:
            message = f"The outcome follows from legal_events.csv, line {decides[-1].line}."
            yield fault("practices", practice, "legal_outcome", message, "Empty the cell, or mend the event.")
        if not decides and not practice.cells["legal_outcome"]:
            message = "No event of the practice decides anything, so its legal outcome is not known."
            yield fault("practices", practice, "legal_outcome", message, "Write none-known, or what is known.")


def only_a_last_step_is_left_out(facts: Facts) -> Iterator[Finding]:
    """A step says why the legal outcome leaves it out only where it would be the latest step otherwise."""
    for events in _cases(facts).values():
        last = max((_order(event) for event in _steps(events) if not event.cells["left_out_because"]), default=("", 0))
        for event in (each for each in events if each.cells["left_out_because"]):
            if event.cells["outcome"] == REMARK or _order(event) < last:
                message = "The legal outcome follows from a later step already, or the event decides nothing."
                yield fault("legal_events", event, "left_out_because", message, "Empty the cell.")


def a_step_leads_to_an_outcome(facts: Facts) -> Iterator[Finding]:
    """Every step that decides something is one that a legal outcome sums up, by op:lastStep of its concept, or says why
    the outcome leaves it out."""
    known, steps = _summed_up(facts), facts.ontology.vocabulary("legal-event-outcome")
    outcomes = {code for step in steps.subjects(SKOS + "Concept") for code in steps.texts(step, SKOS + "notation")}
    for events in _cases(facts).values():
        for event in (each for each in _steps(events) if not each.cells["left_out_because"]):
            if event.cells["outcome"] in outcomes - known:
                mend = (
                    "Say in left_out_because why the outcome of the practice leaves it out, or add op:lastStep for it "
                    "to a concept of ontology/vocabularies/legal-outcome.ttl."
                )
                yield fault("legal_events", event, "outcome", "No legal outcome sums up this step.", mend)


def _cases(facts: Facts) -> Mapping[str, list[Row]]:
    """The events of each practice in the order of time, wherever their rows stand."""
    cases: dict[str, list[Row]] = {}
    for event in sorted(facts.rows("legal_events"), key=_order):
        cases.setdefault(event.cells["practice"], []).append(event)
    return cases


def _order(event: Row) -> tuple[str, int]:
    """By date; on one day by their rows, as `ontology/rules/31-legal-outcome.rq` has it."""
    return event.cells["date"], event.line


def _steps(events: Sequence[Row]) -> list[Row]:
    return [event for event in events if event.cells["outcome"] != REMARK]


def _summed_up(facts: Facts) -> set[str]:
    """The outcomes of events that an outcome of a practice sums up, as notations."""
    outcomes, steps = (facts.ontology.vocabulary(name) for name in ("legal-outcome", "legal-event-outcome"))
    return {
        code
        for concept in outcomes.subjects(SKOS + "Concept")
        for step in outcomes.texts(concept, OP + "lastStep")
        for code in steps.texts(step, SKOS + "notation")
    }
