"""Browsers that somebody signed in with. The cookie holds a secret; the database its digest, until when it counts."""

from __future__ import annotations

import datetime
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph.errors import NotAllowed
from graph.people.accounts import Person, person_of
from graph.people.audit import audit
from graph.people.database import now
from graph.people.records import StoredPerson, StoredSession
from graph.people.secret_words import digest, fresh_secret
from graph.text.messages import N_

# A browser that is not used is signed out; what is used is noted only now and then, to spare the disk.
IDLE: Final = datetime.timedelta(hours=4)
NOTED_EVERY: Final = datetime.timedelta(minutes=5)


def begin_session(session: Session, person: Person, hours: float, before: str = "") -> str:
    """Sign a person in for at most `hours`; gives the secret for the cookie. The session of the cookie that the browser
    had `before` ends. Raises NotAllowed for who is blocked."""
    if person.is_blocked:
        raise NotAllowed(N_("This account is blocked. The operator of this site can say why."))
    at, secret = now(), fresh_secret()
    over = (StoredSession.expires_at < at) | (StoredSession.seen_at < at - IDLE)
    session.execute(delete(StoredSession).where(over | (StoredSession.secret == digest(before))))
    expires_at = at + datetime.timedelta(hours=hours)
    session.add(StoredSession(secret=digest(secret), person_id=person.id, expires_at=expires_at, seen_at=at))
    audit(session, person.id, "signed-in")
    return secret


def signed_in(session: Session, secret: str) -> tuple[Person, bool] | None:
    """Whose session a cookie is, and whether it is time to `note` it; None when it is over or none."""
    at = now()
    query = (
        select(StoredPerson, StoredSession.seen_at)
        .join(StoredSession, StoredSession.person_id == StoredPerson.id)
        .where(
            StoredSession.secret == digest(secret),
            StoredSession.expires_at > at,
            StoredSession.seen_at > at - IDLE,
            StoredPerson.erased_at.is_(None),
            StoredPerson.blocked_at.is_(None),
        )
    )
    found = session.execute(query).first()
    return (person_of(found[0]), found[1] < at - NOTED_EVERY) if found is not None else None


def note(session: Session, secret: str) -> None:
    """Remember that a session is used."""
    session.execute(update(StoredSession).where(StoredSession.secret == digest(secret)).values(seen_at=now()))


def end_session(session: Session, secret: str, person: Person) -> None:
    """Sign out of one browser."""
    session.execute(delete(StoredSession).where(StoredSession.secret == digest(secret)))
    audit(session, person.id, "signed-out")


def end_sessions(session: Session, person: Person) -> None:
    """Sign out everywhere."""
    session.execute(delete(StoredSession).where(StoredSession.person_id == person.id))
    audit(session, person.id, "signed-out", "everywhere")
