"""A legal event is one dated step before an authority; what has no date or no authority is a note."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.tables.findings import Finding


def an_event_has_a_month_and_an_authority(facts: Facts) -> Iterator[Finding]:
    """A legal event says when, to the month at least, and before whom; what does not is a note of the practice."""
    for event in facts.rows("legal_events"):
        mend = "Move the row to practice_notes.csv until it is known."
        if len(event.cells["date"]) < len("2019-10"):
            message = "A legal event needs its month."
            yield fault("legal_events", event, "date", message, f"Write YYYY-MM or YYYY-MM-DD. {mend}")
        if not event.cells["authority"]:
            yield fault("legal_events", event, "authority", "A legal event needs its authority.", mend)
