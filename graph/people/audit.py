"""What was done, by whom and when: lines that are only ever added. They hold ids, never a name or an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.people.database import now
from graph.people.records import Moment, StoredEvent, StoredPerson

LONGEST = 500


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line; `who` is the person's name now, empty for nobody and for a former contributor."""

    number: int
    at: Moment
    who_id: str | None
    who: str
    action: str
    about: str


def audit(session: Session, who_id: str | None, action: str, about: str = "") -> None:
    """Add a line. `action` is a short name such as `signed-in`; `about` names ids and numbers, and no person."""
    session.add(StoredEvent(at=now(), who_id=who_id, action=action, about=about[:LONGEST]))


def entries(session: Session, before: int | None = None, most: int = 100) -> Sequence[AuditEntry]:
    """The newest lines first; `before` is the number of the line that those asked for are older than."""
    query = (
        select(StoredEvent, StoredPerson.name)
        .outerjoin(StoredPerson, StoredPerson.id == StoredEvent.who_id)
        .order_by(StoredEvent.id.desc())
        .limit(most)
    )
    if before is not None:
        query = query.where(StoredEvent.id < before)
    return [
        AuditEntry(each.id, each.at, each.who_id, name or "", each.action, each.about)
        for each, name in session.execute(query)
    ]
