"""The publisher: accepted submissions become files of the ledger, then one revision, all or nothing.

The ledger is the truth. What is about to be added to it is noted before, so that after a crash at any point the next
publisher finds out how far this one came, and goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from graph.background import PUBLISHER, Tell, alone, in_child, start
from graph.contribute.changes import ChangeSet
from graph.errors import ChangedMeanwhile, NotAllowed
from graph.people import Person, audit, transaction
from graph.review.adding import TIMEOUT_S, Checked, add_accepted
from graph.review.noting import note_failed, note_published, note_running, say
from graph.review.records import Publishing, Submission, Work
from graph.review.resolving import Settlement
from graph.review.submissions import need_reviewer
from graph.settings import Settings
from graph.text.messages import N_

Built = Callable[[Settings, Tell], str]
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
            say(each, Work.WAITING)
    if _unfinished(engine):
        start_publisher(settings)


def check_facts(settings: Settings, changes: Sequence[ChangeSet], tell: Tell) -> str:
    """The facts with change sets, checked together as a build does. Raises BadFacts."""
    from graph.build import check

    check(settings, lambda stage, share: tell(stage, 0.4 * share), extra=changes)
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
            add_accepted(settings, engine, _unfinished(engine), check)
            _build_what_was_added(settings, engine, build)


def choose(session: Session, submission_id: str, reviewer: Person, choices: Mapping[str, Settlement]) -> None:
    """Keep what a reviewer chose where both sides had changed a cell; the publisher goes on with it.

    Raises NotAllowed for its author and for who is no reviewer, ChangedMeanwhile when nothing is asked.
    """
    found = _stopped(session, submission_id, reviewer, Work.CONFLICT)
    found.choices = json.dumps({**json.loads(found.choices), **choices}, sort_keys=True)
    say(found, Work.WAITING)
    audit(session, reviewer.id, "settled", submission_id)


def try_again(session: Session, submission_id: str, reviewer: Person) -> None:
    """Let the publisher try once more what failed. Raises as `choose`."""
    say(_stopped(session, submission_id, reviewer, Work.FAILED), Work.WAITING)


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


def _build_what_was_added(settings: Settings, engine: Engine, build: Built) -> None:
    """One build for all that was added since the last."""
    with transaction(engine) as session:
        asked = select(Submission.id).join(Publishing).where(Submission.number.is_not(None))
        added = list(session.scalars(asked.where(Publishing.state.in_(UNFINISHED)).order_by(Submission.number)))
    if not added:
        return
    tell = partial(note_running, engine, added)
    try:
        number = int(in_child(partial(build, settings), tell, TIMEOUT_S, None))
    except SQLAlchemyError:
        raise
    except Exception as error:
        return note_failed(engine, added, error)
    for each in added:
        note_published(settings, engine, each, number)
