"""Uploads between two steps: what was read and what was answered, until a draft is made of it or a month is over."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.errors import NotFound
from graph.people import Person
from graph.people.database import now
from graph.reconcile.guess import Guess, Sureness
from graph.sheets.records import StoredGuess, StoredRequest, StoredUpload
from graph.text.messages import N_
from graph.workbooks.sheet import Workbook

KEPT_FOR: Final = datetime.timedelta(days=30)
MOST_UPLOADS: Final = 20
"""Uploads that a person can have at once; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A spreadsheet on its way; `answers` are values by the ids of guesses, `draft_id` is empty before a draft."""

    id: str
    book: Workbook
    answers: Mapping[str, str]
    draft_id: str
    made_at: datetime.datetime


def keep_upload(session: Session, person: Person, book: Workbook) -> str:
    """Keep what was read and return its id. Uploads that are over, or too many, are forgotten."""
    session.execute(delete(StoredUpload).where(StoredUpload.made_at < now() - KEPT_FOR))
    own = select(StoredUpload.id).where(StoredUpload.person_id == person.id).order_by(StoredUpload.made_at.desc())
    for old in list(session.scalars(own))[MOST_UPLOADS - 1 :]:
        session.execute(delete(StoredUpload).where(StoredUpload.id == old))
    made = StoredUpload(
        id=uuid.uuid4().hex, person_id=person.id, name=book.name, book=json.dumps(book.plain()), answers="{}",
        draft_id="", made_at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def upload(session: Session, upload_id: str, person: Person) -> Upload:
    """An upload of this person. Raises NotFound."""
    held = _own(session, upload_id, person)
    return Upload(held.id, Workbook.of(json.loads(held.book)), json.loads(held.answers), held.draft_id, held.made_at)


def uploads_of(session: Session, person: Person) -> list[tuple[str, str, datetime.datetime]]:
    """Id, file name and time of the uploads of a person without a draft, the newest first."""
    asked = (
        select(StoredUpload.id, StoredUpload.name, StoredUpload.made_at)
        .where(StoredUpload.person_id == person.id, StoredUpload.draft_id == "")
        .order_by(StoredUpload.made_at.desc())
    )
    return [(id_, name, made_at) for id_, name, made_at in session.execute(asked)]


def upload_of_draft(session: Session, draft_id: str, person: Person) -> str:
    """The id of the upload of this person that a draft was made of; empty when it was made otherwise, or long ago."""
    asked = select(StoredUpload.id).where(StoredUpload.person_id == person.id, StoredUpload.draft_id == draft_id)
    return session.scalar(asked.order_by(StoredUpload.made_at.desc()).limit(1)) or ""


def answer_upload(session: Session, upload_id: str, person: Person, answers: Mapping[str, str]) -> None:
    """Add answers to those given before. Raises NotFound."""
    held = _own(session, upload_id, person)
    held.answers = json.dumps({**json.loads(held.answers), **answers})
    session.flush()


def finish_upload(session: Session, upload_id: str, person: Person, draft_id: str) -> None:
    """Note the draft that was made of an upload. Raises NotFound."""
    _own(session, upload_id, person).draft_id = draft_id
    session.flush()


def forget_upload(session: Session, upload_id: str, person: Person) -> None:
    """Take an upload out. Raises NotFound."""
    session.delete(_own(session, upload_id, person))
    session.flush()


def forget_all(session: Session, person_id: str) -> None:
    """Take out what a person sent, chose, and had sent by programs; drafts and submissions stay."""
    for table in (StoredUpload, StoredGuess, StoredRequest):
        session.execute(delete(table).where(table.person_id == person_id))


def remember(session: Session, person: Person, guesses: Iterable[Guess]) -> None:
    """Keep what was chosen, for the next upload of this person."""
    for guess in guesses:
        if guess.certainty is Sureness.CHOSEN and guess.is_lasting:
            session.merge(StoredGuess(person_id=person.id, guess_id=guess.id, field=guess.field,
                                      written=guess.written, value=guess.value, chosen_at=now()))  # fmt: skip
    session.flush()


def remembered(session: Session, person: Person) -> dict[str, str]:
    """What this person chose before, by the ids of guesses."""
    asked = select(StoredGuess.guess_id, StoredGuess.value).where(StoredGuess.person_id == person.id)
    return {row.guess_id: row.value for row in session.execute(asked)}


def _own(session: Session, upload_id: str, person: Person) -> StoredUpload:
    held = session.get(StoredUpload, upload_id)
    if held is None or held.person_id != person.id:
        raise NotFound(N_("You have no such upload. Uploads are kept for a month."))
    return held
