"""Drafts and submissions: who may write, send and take back what, and in which state."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.contribute.changes import ChangeSet
from graph.contribute.encoding import change_set, encoded
from graph.errors import ChangedMeanwhile, Incomplete, NotAllowed, NotFound
from graph.people import Person, Role, audit, now
from graph.people.records import StoredPerson
from graph.review.mail import tell_author
from graph.review.records import Status, Submission
from graph.text.messages import N_

WRITABLE: Final = (Status.DRAFT, Status.RETURNED)
MAX_CHANGES_MB: Final = 16


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft or a submission as its author sees it; `reason` is why it was returned or rejected, else empty."""

    id: str
    status: Status
    changes: ChangeSet
    saved_at: datetime.datetime
    submitted_at: datetime.datetime | None
    reason: str


def save_draft(session: Session, author: Person, changes: ChangeSet, draft_id: str | None = None) -> str:
    """Keep a draft and return its id; with `draft_id`, in the place of what that draft said. A draft of the author that
    says the same is that draft: a button that was pressed twice makes one.

    Raises NotFound when the author has no such draft, ChangedMeanwhile when it was sent and waits or is decided,
    Incomplete when it is larger than can be kept.
    """
    text = encoded(changes).decode()
    if len(text) > MAX_CHANGES_MB << 20:
        raise Incomplete(N_("The draft is too large to be kept. Send it in parts."))
    told = {"changes": text, "digest": digest_of(text), "why": changes.why, "against": changes.against}
    if draft_id is not None:
        found = own(session, draft_id, author)
        _need(found, *WRITABLE)
        for name, value in {**told, "saved_at": now()}.items():
            setattr(found, name, value)
        session.flush()
        return draft_id
    # On PostgreSQL others write meanwhile; of one author one waits for the other.
    session.get(StoredPerson, author.id, with_for_update=True)
    same = select(Submission.id).where(Submission.author_id == author.id, Submission.status == Status.DRAFT)
    if held := session.scalar(same.where(Submission.digest == told["digest"])):
        return held
    made = Submission(id=uuid.uuid4().hex, status=Status.DRAFT, author_id=author.id, saved_at=now(), **told)
    session.add(made)
    session.flush()
    return made.id


def submit(session: Session, draft_id: str, author: Person, home: str = "") -> None:
    """Send a draft to the reviewers, or send a returned one again. `home` is where this site begins, for the link in
    the mail to the author.

    Raises NotFound when the author has no such draft, Incomplete when it changes nothing or says not why,
    ChangedMeanwhile when it was sent already.
    """
    found = own(session, draft_id, author)
    _need(found, *WRITABLE)
    changes = change_set(found.changes)
    if not changes.rows:
        raise Incomplete(N_("The draft changes nothing. Add or change a row first."))
    if not changes.why.strip():
        raise Incomplete(N_("Say in a sentence why: reviewers and readers of the history see it."))
    found.status, found.submitted_at, found.decided_at = Status.SUBMITTED, now(), None
    audit(session, author.id, "submitted", draft_id)
    tell_author(session, found, home)
    session.flush()


def withdraw(session: Session, draft_id: str, author: Person) -> None:
    """Take a submission back before anybody has decided: it is a draft again. Raises as `submit` does."""
    found = own(session, draft_id, author)
    _need(found, Status.SUBMITTED)
    found.status, found.submitted_at = Status.DRAFT, None
    audit(session, author.id, "withdrawn", draft_id)
    session.flush()


def discard(session: Session, draft_id: str, author: Person) -> None:
    """Forget a draft that was never decided on. Raises NotFound, ChangedMeanwhile when it is no draft."""
    found = own(session, draft_id, author)
    _need(found, Status.DRAFT)
    session.delete(found)
    session.flush()


def draft(session: Session, draft_id: str, author: Person) -> SavedDraft:
    """What the author wrote, as it stands. Raises NotFound when she has no such draft or submission."""
    return _saved(own(session, draft_id, author))


def mine(session: Session, author: Person) -> list[SavedDraft]:
    """Everything the author has written, what was saved last first."""
    asked = select(Submission).where(Submission.author_id == author.id)
    return [_saved(each) for each in session.scalars(asked.order_by(Submission.saved_at.desc(), Submission.id))]


def seen_by(session: Session, submission_id: str, person: Person) -> Submission:
    """A submission for its author or, once it was sent, for a reviewer. Raises NotFound for everybody else."""
    found = session.get(Submission, submission_id)
    if found is None or not (found.author_id == person.id or (_is_reviewer(person) and found.status != Status.DRAFT)):
        raise NotFound(N_("There is no such submission, or it is not yours to see."))
    return found


def own(session: Session, submission_id: str, author: Person) -> Submission:
    """A draft or submission of this author, locked where the database can. Raises NotFound."""
    found = session.get(Submission, submission_id, with_for_update=True)
    if found is None or found.author_id != author.id:
        raise NotFound(N_("You have no such draft."))
    return found


def digest_of(text: str) -> str:
    """The SHA-256 of the canonical JSON of a change set."""
    return hashlib.sha256(text.encode()).hexdigest()


def need_reviewer(person: Person) -> None:
    """Raises NotAllowed when the person is no reviewer."""
    if not _is_reviewer(person):
        raise NotAllowed(N_("Only reviewers decide on submissions."))


def _is_reviewer(person: Person) -> bool:
    return person.role >= Role.REVIEWER


def _need(found: Submission, *allowed: Status) -> None:
    if found.status not in allowed:
        raise ChangedMeanwhile(N_("It is %(status)s now, so this step is not possible.", status=found.status))


def _saved(found: Submission) -> SavedDraft:
    reasons = [each.reason for each in found.verdicts if found.status in (Status.RETURNED, Status.REJECTED)]
    changes = change_set(found.changes)
    return SavedDraft(
        found.id, Status(found.status), changes, found.saved_at, found.submitted_at, reasons[-1] if reasons else ""
    )
