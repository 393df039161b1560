"""Tokens for programs: told once, kept as a digest, for a purpose and a time, and ended at any moment."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph.errors import NotFound
from graph.people.accounts import Person, person_of
from graph.people.audit import audit
from graph.people.database import now
from graph.people.records import Moment, StoredPerson, StoredToken
from graph.people.roles import TokenScope
from graph.people.secret_words import digest, fresh_secret
from graph.text.messages import N_

PREFIX: Final = "plaza_"
LONGEST_LABEL, MOST_DAYS = 100, 366
NOTED_EVERY: Final = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is told of a token after it was made."""

    id: str
    label: str
    scopes: frozenset[TokenScope]
    made_at: Moment
    expires_at: Moment
    used_at: Moment | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a program acts for, and what for."""

    person: Person
    scopes: frozenset[TokenScope]


def make_token(session: Session, person: Person, label: str, scopes: Iterable[TokenScope], days: int) -> str:
    """A new token, in the only form in which it is ever told."""
    secret, at = PREFIX + fresh_secret(), now()
    stored = StoredToken(
        id=uuid.uuid4().hex,
        secret=digest(secret),
        person_id=person.id,
        label=label,
        scopes=" ".join(sorted(scopes)),
        made_at=at,
        expires_at=at + datetime.timedelta(days=days),
    )
    session.add(stored)
    audit(session, person.id, "token-made", f"{stored.id} {stored.scopes}")
    return secret


def tokens_of(session: Session, person: Person) -> Sequence[ApiToken]:
    """The tokens of a person that count, oldest first."""
    query = select(StoredToken).where(StoredToken.person_id == person.id, StoredToken.expires_at > now())
    return [
        ApiToken(each.id, each.label, _scopes(each), each.made_at, each.expires_at, each.used_at)
        for each in session.scalars(query.order_by(StoredToken.made_at))
    ]


def end_token(session: Session, person: Person, token_id: str) -> None:
    """End a token of this person. Raises NotFound."""
    found = delete(StoredToken).where(StoredToken.id == token_id, StoredToken.person_id == person.id)
    # A deletion gives a cursor's result, which counts rows; the checker sees only that of any statement.
    if session.execute(found).rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(N_("You have no such token."))
    audit(session, person.id, "token-ended", token_id)


def bearer(session: Session, secret: str) -> tuple[Bearer, bool] | None:
    """Who a token acts for, and whether it is time to `note_token` it; None when it is over or none."""
    query = (
        select(StoredToken, StoredPerson)
        .join(StoredPerson, StoredPerson.id == StoredToken.person_id)
        .where(StoredToken.secret == digest(secret), StoredToken.expires_at > now())
        .where(StoredPerson.erased_at.is_(None), StoredPerson.blocked_at.is_(None))
    )
    found = session.execute(query).first()
    if found is None:
        return None
    token, person = found
    is_due = token.used_at is None or token.used_at < now() - NOTED_EVERY
    return Bearer(person_of(person), _scopes(token)), is_due


def note_token(session: Session, secret: str) -> None:
    """Remember that a token is used."""
    session.execute(update(StoredToken).where(StoredToken.secret == digest(secret)).values(used_at=now()))


def _scopes(stored: StoredToken) -> frozenset[TokenScope]:
    return frozenset(map(TokenScope, stored.scopes.split()))
