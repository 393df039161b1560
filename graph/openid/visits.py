"""Somebody who goes to the provider and comes back: known by a secret that her browser keeps, and for once."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph.errors import SignInFailed
from graph.openid.provider import Departure, Identity
from graph.people.accounts import Details, Person, join, person_of
from graph.people.audit import audit
from graph.people.database import now
from graph.people.invitations import role_offered
from graph.people.records import StoredPerson, StoredVisit
from graph.people.roles import Role
from graph.people.secret_words import digest, fresh_secret

# How long somebody may take at the provider, and to say who she is afterwards.
LASTS: Final = datetime.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Visit:
    """Where to go on to, the digest of the invitation she came with, and what to check; `identity` when she is back."""

    back: str
    invitation: str
    verifier: str
    nonce: str
    identity: Identity | None = None


def begin_visit(session: Session, leaving: Departure, back: str, invitation: str) -> None:
    """Remember somebody who leaves for the provider; `invitation` is the secret of her link, or empty."""
    _keep(
        session, leaving.state, Visit(back, digest(invitation) if invitation else "", leaving.verifier, leaving.nonce)
    )


def end_visit(session: Session, state: str) -> Visit:
    """The visit of this state, which nobody can use again. Raises SignInFailed when there is none."""
    found = session.scalar(select(StoredVisit).where(StoredVisit.state == digest(state)).with_for_update())
    if found is None or found.expires_at < now():
        raise SignInFailed()
    session.execute(delete(StoredVisit).where((StoredVisit.state == found.state) | (StoredVisit.expires_at < now())))
    identity = Identity(**json.loads(found.identity)) if found.identity else None
    return Visit(found.back, found.invitation, found.verifier, found.nonce, identity)


def keep_identity(session: Session, visit: Visit, identity: Identity) -> str:
    """Remember who came back and has no account yet; gives the secret by which she is known."""
    state = fresh_secret()
    _keep(session, state, Visit(visit.back, visit.invitation, "", "", identity))
    return state


def known(session: Session, identity: Identity) -> Person | None:
    """The account of an identity: its own, or one by passphrase whose e-mail address the provider vouches for."""
    own = (StoredPerson.issuer == identity.issuer) & (StoredPerson.subject == identity.subject)
    found = session.scalar(select(StoredPerson).where(own))
    if found is None and identity.is_verified and identity.email:
        by_email = (StoredPerson.email == identity.email) & StoredPerson.issuer.is_(None)
        found = session.scalar(select(StoredPerson).where(by_email).with_for_update())
        if found is not None:
            _bind(session, found, identity)
    return person_of(found) if found is not None else None


def join_by(session: Session, visit: Visit, identity: Identity, given: Details) -> Person:
    """A new account of checked details for an identity, with the role of the invitation that it came with. Raises
    BadParameter when the e-mail address has an account."""
    role = role_offered(session, visit.invitation) if visit.invitation else None
    person = join(session, given, role or Role.CONTRIBUTOR)
    stored = session.get(StoredPerson, person.id)
    if stored is not None:
        _bind(session, stored, identity)
    return person


def _bind(session: Session, stored: StoredPerson, identity: Identity) -> None:
    stored.issuer, stored.subject = identity.issuer, identity.subject
    audit(session, stored.id, "bound-to-provider")


def _keep(session: Session, state: str, visit: Visit) -> None:
    stored = StoredVisit(
        state=digest(state),
        verifier=visit.verifier,
        nonce=visit.nonce,
        back=visit.back,
        invitation=visit.invitation,
        identity=json.dumps(asdict(visit.identity)) if visit.identity else "",
        expires_at=now() + LASTS,
    )
    session.add(stored)
