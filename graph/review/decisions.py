"""What reviewers decide: accept, return with a reason, reject with a reason. Nobody decides on her own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import ChangedMeanwhile, Incomplete, NotAllowed, NotFound
from graph.people import Person, audit, now
from graph.review.mail import tell_author
from graph.review.records import Publishing, ReviewDecision, Status, Submission, Verdict, Work
from graph.review.submissions import need_reviewer
from graph.text.messages import N_

MAX_REASON: Final = 4_000
PAST: Final = {Verdict.ACCEPT: "accepted", Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}
STATUS_AFTER: Final = {Verdict.RETURN: Status.RETURNED, Verdict.REJECT: Status.REJECTED}


def waiting(session: Session) -> list[Submission]:
    """The submissions that wait for a decision, the one that waits longest first."""
    asked = select(Submission).where(Submission.status == Status.SUBMITTED)
    return list(session.scalars(asked.order_by(Submission.submitted_at, Submission.id)))


def accept(
    session: Session, submission_id: str, reviewer: Person, digest: str, reviewers_needed: int = 1, home: str = ""
) -> bool:
    """Say that what the reviewer saw, the change set with this digest, is right. Returns whether that was the last
    word that it needed, so that it waits to be published.

    Raises NotAllowed for its author and for who is no reviewer, NotFound, and ChangedMeanwhile when it is not waiting
    any more, was accepted by her already, or is not what she saw.
    """
    found = _decidable(session, submission_id, reviewer, Status.SUBMITTED)
    if found.digest != digest:
        raise ChangedMeanwhile(N_("The submission was changed after you opened it. Read it again."))
    before = accepted_by(found)
    if reviewer.id in before:
        raise ChangedMeanwhile(N_("You have accepted it already; it needs another reviewer too."))
    _decide(session, found, reviewer, Verdict.ACCEPT, "")
    if len(before) + 1 < reviewers_needed:
        return False
    found.status = Status.ACCEPTED
    found.publishing = Publishing(state=Work.WAITING, changed_at=now())
    tell_author(session, found, home)
    session.flush()
    return True


def give_back(session: Session, submission_id: str, reviewer: Person, reason: str, home: str = "") -> None:
    """Return a submission to its author, who can change and send it again. One that was accepted can be returned
    until it is in the ledger. Raises as `accept`, and Incomplete without a reason."""
    found = _decidable(session, submission_id, reviewer, Status.SUBMITTED, Status.ACCEPTED)
    if found.publishing is not None and found.publishing.intended:
        raise ChangedMeanwhile(N_("It is being published. Take it back from the list of contributions afterwards."))
    found.publishing = None
    _decide(session, found, reviewer, Verdict.RETURN, _reason(reason))
    tell_author(session, found, home, reason.strip())


def reject(session: Session, submission_id: str, reviewer: Person, reason: str, home: str = "") -> None:
    """Refuse a submission for good. Raises as `accept`, and Incomplete without a reason."""
    found = _decidable(session, submission_id, reviewer, Status.SUBMITTED)
    _decide(session, found, reviewer, Verdict.REJECT, _reason(reason))
    tell_author(session, found, home, reason.strip())


def accepted_by(found: Submission) -> tuple[str, ...]:
    """The ids of those who accepted what is submitted now, in order."""
    return tuple(
        each.reviewer_id
        for each in found.verdicts
        if each.verdict == Verdict.ACCEPT and (each.digest, each.submitted_at) == (found.digest, found.submitted_at)
    )


def may_decide(found: Submission, person: Person) -> bool:
    """Whether this reviewer can decide on it now."""
    return found.status == Status.SUBMITTED and found.author_id != person.id and person.id not in accepted_by(found)


def _decidable(session: Session, submission_id: str, reviewer: Person, *allowed: Status) -> Submission:
    need_reviewer(reviewer)
    found = session.get(Submission, submission_id, with_for_update=True)
    if found is None or found.status == Status.DRAFT:
        raise NotFound(N_("There is no such submission."))
    if found.author_id == reviewer.id:
        raise NotAllowed(N_("This is your own submission: another reviewer decides on it."))
    _need(found, allowed)
    return found


def _need(found: Submission, allowed: Iterable[Status]) -> None:
    if found.status not in allowed:
        raise ChangedMeanwhile(N_("It is %(status)s now, so this step is not possible.", status=found.status))


def _decide(session: Session, found: Submission, reviewer: Person, verdict: Verdict, reason: str) -> None:
    found.status, found.decided_at = STATUS_AFTER.get(verdict, found.status), now()
    found.verdicts.append(
        ReviewDecision(
            reviewer_id=reviewer.id,
            verdict=verdict,
            reason=reason,
            digest=found.digest,
            submitted_at=found.submitted_at,
            decided_at=found.decided_at,
        )
    )
    audit(session, reviewer.id, PAST[verdict], found.id)
    session.flush()


def _reason(text: str) -> str:
    if not text.strip():
        raise Incomplete(N_("Give a reason: the contributor reads it and knows what to change."))
    if len(text) > MAX_REASON:
        raise Incomplete(N_("The reason is longer than %(count)s signs. Shorten it.", count=MAX_REASON))
    return text.strip()
