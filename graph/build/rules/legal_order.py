"""The steps of a case follow one another, and the last one is what the practice's legal outcome says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from graph.build.facts import Facts, fault
from graph.build.findings import Finding
from graph.build.tables import Row
from graph.terms import OP, SKOS

# A remark decides nothing, so it is the last step only where there is no other.
REMARK = "noted"
OVERTURNED = "sanction-overturned"


def events_stand_in_time_order(facts: Facts) -> Iterator[Finding]:
    """Events of a practice stand in the order of their dates, as far as these are known."""
    for events in _cases(facts).values():
        for earlier, later in pairwise(event for event in events if event.cells["date"]):
            # "2025" and "2025-08" cannot be told apart beyond the year.
            shared = min(len(earlier.cells["date"]), len(later.cells["date"]))
            if earlier.cells["date"][:shared] > later.cells["date"][:shared]:
                message = f"The event is earlier than the one before it in line {earlier.line}."
                yield fault("legal_events", later, "date", message, "Check the dates, or swap the rows.")


def what_is_overturned_was_imposed(facts: Facts) -> Iterator[Finding]:
    """A sanction that is overturned is told as two events: its imposing, then its end."""
    for events in _cases(facts).values():
        steps = _steps(events)
        if steps and steps[0].cells["outcome"] == OVERTURNED:
            message = "No earlier event tells the sanction that was overturned."
            yield fault("legal_events", steps[0], "outcome", message, "Add the event that imposed it above.")


def the_last_step_agrees_with_the_outcome(facts: Facts) -> Iterator[Finding]:
    """The last step is one that the legal outcome sums up, by op:lastStep of its concept.

    A step that the outcome leaves out on purpose says why in left_out_because, and only where that is needed.
    """
    allowed = _last_steps(facts)
    practices = facts.by_id("practices")
    for practice_id, events in _cases(facts).items():
        practice = practices[practice_id]
        known = allowed.get(practice.cells["legal_outcome"], frozenset())
        kept = [event for event in events if not event.cells["left_out_because"]]
        if _last(kept) not in known:
            yield _disagreement(practice, kept, known)
        elif len(kept) < len(events) and _last(events) in known:
            marked = next(event for event in events if event.cells["left_out_because"])
            message = "The legal outcome of the practice already agrees with the last step."
            yield fault("legal_events", marked, "left_out_because", message, "Empty the cell.")


def _disagreement(practice: Row, kept: Sequence[Row], known: frozenset[str]) -> Finding:
    line = (_steps(kept) or kept or [practice])[-1].line
    message = f"The last step of the practice in legal_events.csv, line {line}, is {_last(kept)!r}."
    mend = (
        f"Check both: this outcome sums up {' or '.join(sorted(known)) or 'no step'}. "
        "A step it leaves out on purpose says why in left_out_because."
    )
    return fault("practices", practice, "legal_outcome", message, mend)


def _cases(facts: Facts) -> Mapping[str, list[Row]]:
    cases: dict[str, list[Row]] = {}
    for event in facts.rows("legal_events"):
        cases.setdefault(event.cells["practice"], []).append(event)
    return cases


def _steps(events: Sequence[Row]) -> list[Row]:
    return [event for event in events if event.cells["outcome"] != REMARK]


def _last(events: Sequence[Row]) -> str:
    steps = _steps(events)
    return steps[-1].cells["outcome"] if steps else REMARK


def _last_steps(facts: Facts) -> dict[str, frozenset[str]]:
    """The outcomes of events by the outcome of a practice that sums them up, as notations."""
    outcomes, steps = (facts.ontology.vocabulary(name) for name in ("legal-outcome", "legal-event-outcome"))
    return {
        notation: frozenset(
            code for step in outcomes.texts(concept, OP + "lastStep") for code in steps.texts(step, SKOS + "notation")
        )
        for concept in outcomes.subjects(SKOS + "Concept")
        for notation in outcomes.texts(concept, SKOS + "notation")
    }
