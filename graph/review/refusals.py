"""What is refused of a change set on its way, each with what can be done."""

from __future__ import annotations

from graph.errors import OpenPlazaError
from graph.text.messages import N_


class NotAllowed(OpenPlazaError):
    status = 403
    slug = "not-allowed"
    title = N_("You may not do that")
    advice = N_("Another person decides on what you sent, and only its author changes a draft.")


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


class WorkingStateUnavailable(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "working-state-unavailable"
    title = N_("It could not be saved")
    advice = N_("Nothing was saved. Keep what you wrote, and try again after the seconds in Retry-After.")

    def __init__(self, message: str, retry_after_s: int = 10) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}
