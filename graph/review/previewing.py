"""Previews that are asked for, made one after the other in the background, and kept."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from graph.background import PREVIEWS, Tell, alone, in_child, start
from graph.contribute.changes import ChangeSet
from graph.contribute.encoding import change_set, encoded
from graph.errors import OpenPlazaError
from graph.people import now, transaction
from graph.preview.values import Preview
from graph.review.records import KeptPreview, Work
from graph.revision import current
from graph.settings import Settings
from graph.tables.metadata import METADATA

FORMAT: Final = "1"
KEPT_DAYS: Final = 7
INTERRUPTED: Final = "The work was interrupted. Ask for the preview again."


@dataclass(frozen=True, slots=True)
class PreviewState:
    """How far a preview is: `found` when it is done, `failure` why it came to no end."""

    digest: str
    state: Work
    stage: str
    share: float
    found: Preview | None
    failure: str

    @property
    def is_pending(self) -> bool:
        return self.state in (Work.WAITING, Work.RUNNING)


def preview(session: Session, settings: Settings, changes: ChangeSet, again: bool = False) -> PreviewState:
    """The preview of a change set on the facts as they are now, asked for if there is none; `again` also when it
    failed. Who gets one that waits calls `start_previews` after the transaction. Raises NoRevision, BadFacts."""
    text = encoded(changes).decode()
    digest = _digest(settings, text)
    found = session.get(KeptPreview, digest)
    if found is None or (again and found.state == Work.FAILED):
        _forget_old(session)
        told = {"state": Work.WAITING, "stage": "", "share": 0.0, "result": "", "started_at": now()}
        found = session.merge(KeptPreview(digest=digest, changes=text, **told))
        session.flush()
    return _state(found)


def start_previews(settings: Settings) -> None:
    """See to it that somebody makes the previews that wait."""
    start(settings, PREVIEWS)


def make_previews(settings: Settings, engine: Engine) -> None:
    """Make all that wait, the oldest first, unless another process does."""
    with alone(settings, PREVIEWS) as is_alone:
        if not is_alone:
            return
        _note_interrupted(engine)
        for digest, changes in _waiting(engine):
            _make(settings, engine, digest, change_set(changes))


def _make(settings: Settings, engine: Engine, digest: str, changes: ChangeSet) -> None:
    tell: Tell = partial(_note, engine, digest, Work.RUNNING)
    tell("", 0.0)
    try:
        result = in_child(
            partial(_looked, settings, changes), tell, settings.preview_timeout_s, settings.preview_memory_mb
        )
    except OpenPlazaError as error:
        _note(engine, digest, Work.FAILED, "", 1.0, error.detail)
    else:
        _note(engine, digest, Work.DONE, "", 1.0, result)


def _looked(settings: Settings, changes: ChangeSet, tell: Tell) -> str:
    from graph.preview.looking import look

    return look(settings, changes, tell).to_json()


def _digest(settings: Settings, changes: str) -> str:
    """Names a preview by all that it is made of."""
    made_of = hashlib.sha256()
    for part in (FORMAT, version("openplaza"), changes, *_facts(settings)):
        made_of.update(f"{len(part)}:{part}".encode())
    return made_of.hexdigest()


def _facts(settings: Settings) -> Iterator[str]:
    folder = Path(settings.facts_dir)
    yield current(settings.revisions_dir).manifest.quads_sha256
    # The last file of the ledger stands for those before it, which it names; two notes of the ledger come after it.
    last = sorted(Path(settings.contributions_dir).glob("*.json"))[-3:]
    for path in (folder / METADATA, *sorted(folder.glob("*.csv")), *last):
        yield f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _state(found: KeptPreview) -> PreviewState:
    state = Work(found.state)
    result = Preview.of_json(found.result) if state is Work.DONE else None
    failure = found.result if state is Work.FAILED else ""
    return PreviewState(found.digest, state, found.stage, found.share, result, failure)


def _waiting(engine: Engine) -> Iterator[tuple[str, str]]:
    asked = select(KeptPreview).where(KeptPreview.state == Work.WAITING).order_by(KeptPreview.started_at).limit(1)
    while True:
        with transaction(engine) as session:
            found = session.scalar(asked)
        if found is None:
            return
        yield found.digest, found.changes


def _note(engine: Engine, digest: str, state: Work, stage: str, share: float, result: str = "") -> None:
    with transaction(engine) as session:
        found = session.get(KeptPreview, digest)
        if found is not None:
            found.state, found.stage, found.share, found.result = state, stage, share, result


def _note_interrupted(engine: Engine) -> None:
    """This process is the only one that makes previews, so what another was making is left."""
    with transaction(engine) as session:
        for each in session.scalars(select(KeptPreview).where(KeptPreview.state == Work.RUNNING)):
            each.state, each.result = Work.FAILED, INTERRUPTED


def _forget_old(session: Session) -> None:
    long_ago = now() - datetime.timedelta(days=KEPT_DAYS)
    session.execute(delete(KeptPreview).where(KeptPreview.started_at < long_ago))
