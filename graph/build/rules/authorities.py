"""Authorities are organisations of a country, of the kind and the place of the events that they acted in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.build.facts import Facts, fault
from graph.findings import Finding

OF_NO_COUNTRY: Final = frozenset({"EU institution", "EU body", "DG", "international organisation"})
GOVERNMENTS: Final = frozenset({"city", "region", "metropolitan", "union of municipalities", "member state"})
"""Kinds of organisation that act as a government."""


def an_authority_has_a_country(facts: Facts) -> Iterator[Finding]:
    """An organisation that acted as an authority has a country, unless it is of the Union or of several states."""
    acted = {each for event in facts.rows("legal_events") for each in facts.items("legal_events", event, "authority")}
    for organisation in facts.rows("organisations"):
        cells = organisation.cells
        if cells["id"] in acted and not cells["country"] and cells["kind"] not in OF_NO_COUNTRY:
            message = "An authority needs its country."
            yield fault("organisations", organisation, "country", message, "Write an id of countries.csv.")


def an_authority_fits_its_event(facts: Facts) -> Iterator[Finding]:
    """One of the authorities of an event has the kind that the event says, and each acted in its own country."""
    organisations, practices = facts.by_id("organisations"), facts.by_id("practices")
    for event in facts.rows("legal_events"):
        bodies = [organisations[each].cells for each in facts.items("legal_events", event, "authority")]
        kinds = {"government" if body["kind"] in GOVERNMENTS else body["kind"] for body in bodies}
        kind = event.cells["authority_kind"]
        if bodies and kind not in {"", "other"} | kinds:
            mend = f"Write {' or '.join(sorted(kinds))}, or another authority."
            yield fault("legal_events", event, "authority_kind", "The authority is of another kind.", mend)
        places = {"", *facts.items("practices", practices[event.cells["practice"]], "country")}
        for body in bodies:
            if body["country"] not in places:
                message = f"{body['name']} is of {body['country']}, and the practice is not."
                yield fault("legal_events", event, "authority", message, "Name the authority that acted.", body["id"])


def a_name_of_its_own_has_a_language(facts: Facts) -> Iterator[Finding]:
    """A name in the language of the country says which language that is."""
    for organisation in facts.rows("organisations"):
        if organisation.cells["own_name"] and not organisation.cells["own_name_language"]:
            message = "The language of own_name is not told."
            yield fault("organisations", organisation, "own_name_language", message, "Write its two letters, as fr.")
