"""How far the publisher is with a submission, as it is written down while it works."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from graph.errors import NoRevision, OpenPlazaError
from graph.people import audit, now, transaction
from graph.review.mail import tell_author
from graph.review.records import Publishing, Status, Submission, Work
from graph.review.resolving import ClashQuestion
from graph.revision import current
from graph.settings import Settings
from graph.text.messages import N_

log = logging.getLogger("openplaza.publisher")


def say(found: Publishing, state: Work, stage: str = "", share: float = 0.0, message: str = "") -> None:
    """Set where a submission stands, within a transaction."""
    found.state, found.stage, found.share, found.message = state, stage, share, message
    found.changed_at = now()


def note_running(engine: Engine, submission_ids: Iterable[str], stage: str, share: float) -> None:
    """Note how far the work on these is. One that was returned meanwhile is left alone."""
    with transaction(engine) as session:
        for each in _publishings(session, submission_ids):
            say(each, Work.RUNNING, stage, share)


def note_failed(engine: Engine, submission_ids: Iterable[str], error: Exception) -> None:
    """Note that these could not be published, and why."""
    message = _reason(error)
    with transaction(engine) as session:
        for each in _publishings(session, submission_ids):
            say(each, Work.FAILED, message=message)


def note_conflicts(engine: Engine, submission_id: str, questions: tuple[ClashQuestion, ...]) -> None:
    """Note what a reviewer has to choose before this can be published."""
    with transaction(engine) as session:
        for found in _publishings(session, [submission_id]):
            say(found, Work.CONFLICT)
            found.conflicts = json.dumps([asdict(each) for each in questions], ensure_ascii=False)


def note_added(engine: Engine, submission_id: str, number: int) -> None:
    """Note under which number this stands in the ledger."""
    with transaction(engine) as session:
        session.get_one(Submission, submission_id).number = number


def note_published(settings: Settings, engine: Engine, submission_id: str, revision: int, message: str = "") -> None:
    """Note which revision shows this first, and tell its author."""
    with transaction(engine) as session:
        found, publishing = session.get_one(Submission, submission_id), session.get_one(Publishing, submission_id)
        found.status, found.published_at = Status.PUBLISHED, now()
        say(publishing, Work.DONE, share=1.0, message=message)
        publishing.revision = revision
        audit(session, None, "published", f"{submission_id} {found.number or ''}".strip())
        tell_author(session, found, settings.public_url)


def revision_number(settings: Settings) -> int:
    """The number of the current revision, 0 before the first."""
    try:
        return current(settings.revisions_dir).number
    except NoRevision:
        return 0


def _publishings(session: Session, submission_ids: Iterable[str]) -> list[Publishing]:
    found = (session.get(Publishing, each) for each in submission_ids)
    return [each for each in found if each is not None]


def _reason(error: Exception) -> str:
    if isinstance(error, OpenPlazaError):
        return error.detail
    if isinstance(error, OSError):
        return N_("The disk refused: %(reason)s. Nothing was published.", reason=error.strerror or str(error))
    log.exception("A contribution could not be published", exc_info=error)
    return N_("A fault of ours; the log of the server tells more. Nothing was published.")
