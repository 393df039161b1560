"""What states, steps and choices are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.contribute.changes import ChangeKind
from graph.preview.values import Fate
from graph.review.records import Status, Verdict
from graph.review.resolving import Settlement
from graph.text.messages import N_
from views.shown.values import Badge

STATUSES: Final[Mapping[Status, str]] = {
    Status.DRAFT: N_("Draft"),
    Status.SUBMITTED: N_("Waits for a reviewer"),
    Status.RETURNED: N_("Came back to you"),
    Status.ACCEPTED: N_("Accepted, not published yet"),
    Status.PUBLISHED: N_("Published"),
    Status.REJECTED: N_("Not accepted"),
}
# Colours that the styles have for the states of practices.
COLOURS: Final[Mapping[Status, str]] = {
    Status.DRAFT: "plain",
    Status.SUBMITTED: "status-pilot-running",
    Status.RETURNED: "status-suspended",
    Status.ACCEPTED: "status-pilot-running",
    Status.PUBLISHED: "status-operational",
    Status.REJECTED: "status-repealed",
}
VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.ACCEPT: N_("accepted it"),
    Verdict.RETURN: N_("returned it"),
    Verdict.REJECT: N_("did not accept it"),
}
KINDS: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.ADD: N_("New row"),
    ChangeKind.CHANGE: N_("Changed row"),
    ChangeKind.RETIRE: N_("Row taken out"),
}
FATES: Final[Mapping[Fate, str]] = {
    Fate.NEW: N_("New"),
    Fate.CHANGED: N_("Changed"),
    Fate.RETIRED: N_("No longer there"),
}
CHOICES: Final[Mapping[Settlement, str]] = {
    Settlement.MINE: N_("Take what this submission says"),
    Settlement.THEIRS: N_("Keep what stands now"),
    Settlement.BOTH: N_("Keep both, as claims that disagree"),
}
STANDINGS: Final[Mapping[str, str]] = {
    "": N_("does not govern"),
    "holds": N_("governs"),
    "question": N_("may govern, a fact decides"),
}
STAGES: Final[Mapping[str, str]] = {
    "": N_("Waits for its turn"),
    "read": N_("Reading the tables"),
    "map": N_("Making statements"),
    "infer": N_("Working out what follows"),
    "validate": N_("Checking every statement"),
    "compare": N_("Comparing with what stands now"),
    "governing": N_("Looking for the law that governs"),
    "answers": N_("Asking the questions of the catalogue"),
    "rebase": N_("Bringing it to the tables as they are now"),
    "publish": N_("Writing the revision"),
}


def status_badge(status: str) -> Badge:
    """The state of a submission on a coloured ground."""
    found = Status(status)
    return Badge(COLOURS[found], STATUSES[found])


def stage_words(stage: str) -> str:
    """What is being done now; a step of a build that has no words of its own makes indexes."""
    return STAGES.get(stage.partition(" ")[0], N_("Making indexes"))
