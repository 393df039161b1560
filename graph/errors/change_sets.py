"""What is wrong with a change set that a program sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.errors.base import OpenPlazaError
from graph.text.messages import N_, counted

MOST_FAULTS = 200


class FaultyChanges(OpenPlazaError):
    """`faults` are what is wrong, each with its place in the JSON."""

    status = 422
    slug = "faulty-changes"
    title = N_("The change set cannot be taken as it is")
    advice = N_("The member faults names each cell, what is wrong with it and how to mend it. Nothing was kept.")

    def __init__(self, faults: Sequence[Mapping[str, object]]) -> None:
        super().__init__(counted(len(faults), "%(number)s fault was found.", "%(number)s faults were found."))
        self.faults = faults

    def members(self) -> dict[str, object]:
        return {"faults": self.faults[:MOST_FAULTS]}


class KeyUsed(OpenPlazaError):
    status = 422
    slug = "key-used"
    title = N_("The key was used before")
    advice = N_("Send each change set with an Idempotency-Key of its own.")

    def __init__(self) -> None:
        super().__init__(N_("This Idempotency-Key was used for another change set."))


class NoJson(OpenPlazaError):
    status = 415
    slug = "no-json"
    title = N_("This takes JSON")
    advice = N_("Send the body as application/json.")

    def __init__(self) -> None:
        super().__init__(N_("The body is not said to be application/json."))
