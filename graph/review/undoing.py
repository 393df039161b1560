"""Taking back what went live: the inverse of a contribution, as a submission that another reviewer decides on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from graph.contribute import ledger
from graph.contribute.inverse import inverse
from graph.errors import Incomplete, NotFound
from graph.people import Person
from graph.review.records import Submission
from graph.review.submissions import need_reviewer, save_draft, submit
from graph.revision import current
from graph.settings import Settings
from graph.text.messages import N_


def undo(session: Session, settings: Settings, number: int, reviewer: Person, reason: str) -> str:
    """Submit the inverse of contribution `number` and return the id of the submission. What others have changed since
    is a conflict, as with every submission. Raises NotAllowed, NotFound, Incomplete without a reason, NoRevision."""
    need_reviewer(reviewer)
    if not reason.strip():
        raise Incomplete(N_("Say why it is taken back: readers of the history see it."))
    entry = next(
        (each for each in ledger.read(Path(settings.contributions_dir)).entries if each.number == number), None
    )
    if entry is None:
        raise NotFound(N_("There is no contribution %(number)s.", number=str(number)))
    undone = inverse(entry.changes, reason.strip(), current(settings.revisions_dir).number)
    made = save_draft(session, reviewer, undone)
    session.get_one(Submission, made).undoes = number
    submit(session, made, reviewer)
    return made
