"""What is refused of a change set on its way, each with what can be done."""

from __future__ import annotations

from graph.errors import OpenPlazaError
from graph.text.messages import N_


class ChangedMeanwhile(OpenPlazaError):
    status = 409
    slug = "changed-meanwhile"
    title = N_("It has changed meanwhile")
    advice = N_("Somebody else was faster, or this step does not fit what it is now. Look at it again.")


class Incomplete(OpenPlazaError):
    status = 422
    slug = "incomplete"
    title = N_("Something is missing")
    advice = N_("The detail says what to add. What you wrote is kept.")
