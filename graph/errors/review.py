"""What can go wrong with a change set on its way, and with work in the background."""

from __future__ import annotations

from graph.errors.base import OpenPlazaError
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


class StoppedWork(OpenPlazaError):
    """Work in a child did not come to its end; the detail says why."""

    slug = "stopped-work"
    title = N_("The work was stopped")
    advice = N_("It took longer, or more memory, than it may. Try again, or with a smaller change set.")
