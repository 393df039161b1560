"""One-time links: to an account with a role, or to a new passphrase. The link is told once and kept as a digest."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph.errors import NotFound
from graph.people.accounts import Details, Person, change_passphrase, find, join
from graph.people.audit import audit
from graph.people.database import now
from graph.people.records import StoredInvitation
from graph.people.roles import Role
from graph.people.secret_words import digest, fresh_secret, hashed
from graph.text.messages import N_

OVER = N_("This link is not valid any more: it was used, or its time is over. Ask for a new one.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that still works; `person` is who gets a new passphrase by it, None where an account is offered."""

    id: str
    name: str
    role: Role
    person: Person | None


def invite(session: Session, name: str, role: Role, hours: float, by: str | None = None) -> str:
    """Offer somebody an account; gives the secret of the link. `by` is None for the command line."""
    return _made(session, name, role, hours, by, None)


def offer_passphrase(session: Session, person: Person, hours: float, by: str | None = None) -> str:
    """Let a person who has lost her passphrase choose another; gives the secret of the link."""
    return _made(session, "", person.role, hours, by, person.id)


def find_invitation(session: Session, secret: str) -> Invitation:
    """The invitation of a link. Raises NotFound when it was used, is over or never was."""
    return _offered(session, _valid(session, digest(secret)))


def accept(session: Session, secret: str, given: Details, passphrase: str) -> Person:
    """An account for checked details with a passphrase that was found good. Raises NotFound, and BadParameter for an
    e-mail address that has an account."""
    stored = _valid(session, digest(secret))
    if stored.person_id is not None:
        raise NotFound(OVER)
    person = join(session, given, Role(stored.role), hashed(passphrase))
    _use(session, stored)
    return person


def accept_passphrase(session: Session, secret: str, passphrase: str) -> Person:
    """The new passphrase of the person whom the link names; she is signed out everywhere else. Raises NotFound."""
    stored = _valid(session, digest(secret))
    person = find(session, stored.person_id or "")
    if person is None:
        raise NotFound(OVER)
    change_passphrase(session, person, passphrase)
    _use(session, stored)
    return person


def role_offered(session: Session, secret_digest: str) -> Role | None:
    """Use up the invitation of this digest and give its role; None when there is no valid one. For OpenID."""
    try:
        stored = _valid(session, secret_digest)
        _use(session, stored)
    except NotFound:
        return None
    return Role(stored.role) if stored.person_id is None else None


def _made(session: Session, name: str, role: Role, hours: float, by: str | None, person_id: str | None) -> str:
    secret = fresh_secret()
    stored = StoredInvitation(
        id=uuid.uuid4().hex,
        secret=digest(secret),
        name=name,
        role=role.value,
        person_id=person_id,
        made_by=by,
        expires_at=now() + datetime.timedelta(hours=hours),
    )
    session.add(stored)
    # An invitation that nobody took says who was invited, so it does not stay.
    session.execute(delete(StoredInvitation).where(StoredInvitation.expires_at < now()))
    audit(session, by, "invited" if person_id is None else "passphrase-offered", f"{person_id or stored.id} {role}")
    return secret


def _valid(session: Session, secret_digest: str) -> StoredInvitation:
    query = select(StoredInvitation).where(
        StoredInvitation.secret == secret_digest,
        StoredInvitation.used_at.is_(None),
        StoredInvitation.expires_at > now(),
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(OVER)
    return found


def _offered(session: Session, stored: StoredInvitation) -> Invitation:
    person = find(session, stored.person_id) if stored.person_id else None
    return Invitation(stored.id, stored.name, Role(stored.role), person)


def _use(session: Session, stored: StoredInvitation) -> None:
    """Mark the link as used; of two who use it at once one is refused."""
    same = update(StoredInvitation).where(StoredInvitation.id == stored.id, StoredInvitation.used_at.is_(None))
    # An update gives a cursor's result, which counts rows; the checker sees only that of any statement.
    if session.execute(same.values(used_at=now(), name="")).rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(OVER)
