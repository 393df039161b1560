"""The publisher: accepted submissions become files of the ledger, then one revision, all or nothing.

The ledger is the truth. What is about to be added to it is noted before, so that after a crash at any point the next
publisher finds out how far this one came, and goes on.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from graph.background import PUBLISHER, Tell, alone, in_child, start
from graph.contribute import ledger
from graph.contribute.changes import Accepted, ChangeSet, Party
from graph.contribute.encoding import canonical, change_set
from graph.contribute.ledger import Ledger
from graph.contribute.rebasing import rebased
from graph.contribute.standing import standing
from graph.errors import ChangedMeanwhile, NoRevision, NotAllowed, OpenPlazaError
from graph.people import Person, audit, now, party, transaction
from graph.people.accounts import find
from graph.review.decisions import accepted_by
from graph.review.mail import tell_author
from graph.review.records import Moment, Publishing, Status, Submission, Work
from graph.review.resolving import ClashQuestion, Settlement, resolved
from graph.review.submissions import need_reviewer
from graph.revision import current
from graph.settings import Settings
from graph.text.messages import N_

TIMEOUT_S: Final = 3_600
Checked = Callable[[Settings, ChangeSet, Tell], str]
Built = Callable[[Settings, Tell], str]
NOTHING_LEFT: Final = N_("All that it says stands already, so nothing was added.")
log = logging.getLogger("openplaza.publisher")
UNFINISHED: Final = (Work.WAITING, Work.RUNNING)


def start_publisher(settings: Settings) -> None:
    """See to it that somebody publishes what was accepted."""
    start(settings, PUBLISHER)


def resume(settings: Settings, engine: Engine) -> None:
    """Start the publisher when something waits for it, was interrupted, or is in the ledger and was not built; for the
    start of a server."""
    with transaction(engine) as session:
        ahead = select(Publishing).join(Submission).where(Submission.number.is_not(None))
        for each in session.scalars(ahead.where(Publishing.state == Work.FAILED)):
            _say(each, Work.WAITING)
    if _unfinished(engine):
        start_publisher(settings)


def check_facts(settings: Settings, changes: ChangeSet, tell: Tell) -> str:
    """The facts with a change set, checked as a build does. Raises BadFacts."""
    from graph.build import check

    check(settings, lambda stage, share: tell(stage, 0.4 * share), extra=[changes])
    return ""


def build_facts(settings: Settings, tell: Tell) -> str:
    """The number of the revision that the facts give."""
    from graph.build import build

    return str(build(settings, lambda stage, share: tell(stage, 0.4 + 0.6 * share)).number)


def publish_accepted(
    settings: Settings, engine: Engine, check: Checked = check_facts, build: Built = build_facts
) -> None:
    """Publish all that was accepted, what was accepted first before the rest, unless another process does."""
    # Looked at again after the lock is free: who accepted meanwhile saw it held, and started nobody.
    while _unfinished(engine):
        with alone(settings, PUBLISHER) as is_alone:
            if not is_alone:
                return
            for submission_id in _unfinished(engine):
                _step(engine, submission_id, partial(_add, settings, engine, submission_id, check))
            _build_what_was_added(settings, engine, build)


def choose(session: Session, submission_id: str, reviewer: Person, choices: Mapping[str, Settlement]) -> None:
    """Keep what a reviewer chose where both sides had changed a cell; the publisher goes on with it.

    Raises NotAllowed for its author and for who is no reviewer, ChangedMeanwhile when nothing is asked.
    """
    found = _stopped(session, submission_id, reviewer, Work.CONFLICT)
    found.choices = json.dumps({**json.loads(found.choices), **choices}, sort_keys=True)
    _say(found, Work.WAITING)
    audit(session, reviewer.id, "settled", submission_id)


def try_again(session: Session, submission_id: str, reviewer: Person) -> None:
    """Let the publisher try once more what failed. Raises as `choose`."""
    _say(_stopped(session, submission_id, reviewer, Work.FAILED), Work.WAITING)


def _stopped(session: Session, submission_id: str, reviewer: Person, state: Work) -> Publishing:
    need_reviewer(reviewer)
    found = session.get(Publishing, submission_id, with_for_update=True)
    if found is None or found.state != state:
        raise ChangedMeanwhile(N_("The publisher does not wait for this."))
    if session.get_one(Submission, submission_id).author_id == reviewer.id:
        raise NotAllowed(N_("This is your own submission: another reviewer decides on it."))
    return found


def _unfinished(engine: Engine) -> list[str]:
    with transaction(engine) as session:
        asked = select(Submission.id).join(Publishing).where(Publishing.state.in_(UNFINISHED))
        return list(session.scalars(asked.order_by(Submission.decided_at, Submission.id)))


def _step(engine: Engine, submission_id: str, work: partial[None]) -> None:
    """Do one step of a submission; when it fails, that is noted with the reason and the others go on."""
    try:
        work()
    except SQLAlchemyError:
        # Without the database nothing can be noted; whoever starts next goes on.
        raise
    except Exception as error:
        _note(engine, submission_id, Work.FAILED, message=_reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, OpenPlazaError):
        return error.detail
    if isinstance(error, OSError):
        return N_("The disk refused: %(reason)s. Nothing was published.", reason=error.strerror or str(error))
    log.exception("A contribution could not be published", exc_info=error)
    return N_("A fault of ours; the log of the server tells more. Nothing was published.")


def _add(settings: Settings, engine: Engine, submission_id: str, check: Checked) -> None:
    """Rebase, check, and add to the ledger, unless that was done."""
    tell = partial(_note, engine, submission_id, Work.RUNNING)
    tell("rebase", 0.0)
    with transaction(engine) as session:
        found = session.get_one(Submission, submission_id)
        publishing = session.get_one(Publishing, submission_id)
    if found.number is not None:
        return
    here = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    if number := _added_already(here.ledger, publishing.intended):
        return _note_added(engine, submission_id, number)
    changes = change_set(found.changes)
    left = rebased(changes, here.rows_of(changes), _revision_number(settings))
    choices = {name: Settlement(each) for name, each in json.loads(publishing.choices).items()}
    made = resolved(changes, left, here, choices, submission_id)
    if made.open:
        return _note_conflicts(engine, submission_id, made.open)
    if not made.changes.rows:
        return _note_published(settings, engine, submission_id, _revision_number(settings), NOTHING_LEFT)
    in_child(partial(check, settings, made.changes), tell, TIMEOUT_S, None)
    _append(settings, engine, submission_id, made.changes)


def _append(settings: Settings, engine: Engine, submission_id: str, changes: ChangeSet) -> None:
    with transaction(engine) as session:
        found = session.get_one(Submission, submission_id, with_for_update=True)
        author = find(session, found.author_id)
        contributor = party(author) if author else Party(found.author_id, "")
        reviewers = tuple(_party(session, each) for each in accepted_by(found))
        times = _stamp(found.submitted_at), _stamp(found.decided_at)
        intended = Accepted(0, "", changes, contributor, reviewers, *times)
        session.get_one(Publishing, submission_id).intended = _digest(intended)
    made = ledger.append(Path(settings.contributions_dir), changes, contributor, reviewers, *times)
    _note_added(engine, submission_id, made.number)


def _added_already(held: Ledger, intended: str) -> int | None:
    """The number under which what was intended stands in the ledger."""
    return next((each.number for each in held.entries if intended and _digest(each) == intended), None)


def _digest(entry: Accepted) -> str:
    """Names what an entry says, wherever in the ledger it stands."""
    said = {name: value for name, value in asdict(entry).items() if name not in ("number", "previous")}
    return hashlib.sha256(canonical(said)).hexdigest()


def _build_what_was_added(settings: Settings, engine: Engine, build: Built) -> None:
    """One build for all that was added since the last."""
    with transaction(engine) as session:
        asked = select(Submission.id).join(Publishing).where(Submission.number.is_not(None))
        added = list(session.scalars(asked.where(Publishing.state.in_(UNFINISHED)).order_by(Submission.number)))
    if not added:
        return
    tell = partial(_note_all, engine, added)
    try:
        number = int(in_child(partial(build, settings), tell, TIMEOUT_S, None))
    except SQLAlchemyError:
        raise
    except Exception as error:
        for each in added:
            _note(engine, each, Work.FAILED, message=_reason(error))
        return
    for each in added:
        _note_published(settings, engine, each, number)


def _note(
    engine: Engine, submission_id: str, state: Work, stage: str = "", share: float = 0.0, message: str = ""
) -> None:
    with transaction(engine) as session:
        found = session.get(Publishing, submission_id)
        if found is not None:
            _say(found, state, stage, share, message)


def _say(found: Publishing, state: Work, stage: str = "", share: float = 0.0, message: str = "") -> None:
    found.state, found.stage, found.share, found.message = state, stage, share, message
    found.changed_at = now()


def _note_all(engine: Engine, submission_ids: list[str], stage: str, share: float) -> None:
    for each in submission_ids:
        _note(engine, each, Work.RUNNING, stage, share)


def _note_conflicts(engine: Engine, submission_id: str, questions: tuple[ClashQuestion, ...]) -> None:
    with transaction(engine) as session:
        found = session.get_one(Publishing, submission_id)
        _say(found, Work.CONFLICT)
        found.conflicts = json.dumps([asdict(each) for each in questions], ensure_ascii=False)


def _note_added(engine: Engine, submission_id: str, number: int) -> None:
    with transaction(engine) as session:
        session.get_one(Submission, submission_id).number = number


def _note_published(settings: Settings, engine: Engine, submission_id: str, revision: int, message: str = "") -> None:
    with transaction(engine) as session:
        found, publishing = session.get_one(Submission, submission_id), session.get_one(Publishing, submission_id)
        found.status, found.published_at = Status.PUBLISHED, now()
        _say(publishing, Work.DONE, share=1.0, message=message)
        publishing.revision = revision
        audit(session, None, "published", f"{submission_id} {found.number or ''}".strip())
        tell_author(session, found, settings.public_url)


def _revision_number(settings: Settings) -> int:
    try:
        return current(settings.revisions_dir).number
    except NoRevision:
        return 0


def _party(session: Session, person_id: str) -> Party:
    found = find(session, person_id)
    return party(found) if found else Party(person_id, "")


def _stamp(moment: Moment | None) -> str:
    assert moment is not None, "what was accepted was submitted and decided on"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
