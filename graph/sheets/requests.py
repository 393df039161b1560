"""Change sets that programs sent: the same key and the same body are taken once."""

from __future__ import annotations

import datetime
import hashlib
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from graph.errors import KeyUsed
from graph.people import Person
from graph.people.database import now
from graph.sheets.records import StoredRequest

KEPT_FOR: Final = datetime.timedelta(days=7)


def received_before(session: Session, person: Person, key: str, body: bytes) -> str:
    """The submission that the same request made before; "" when there was none.

    Raises KeyUsed when the key was used for another body.
    """
    session.execute(delete(StoredRequest).where(StoredRequest.received_at < now() - KEPT_FOR))
    held = session.get(StoredRequest, (person.id, _digest(key.encode())))
    if held is None:
        return ""
    if held.digest != _digest(body):
        raise KeyUsed
    return held.submission_id


def note_received(session: Session, person: Person, key: str, body: bytes, submission_id: str) -> None:
    """Remember what a request made, for when it is sent again."""
    made = StoredRequest(person_id=person.id, key=_digest(key.encode()), digest=_digest(body),
                         submission_id=submission_id, received_at=now())  # fmt: skip
    session.add(made)
    session.flush()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
