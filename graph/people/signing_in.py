"""Signing in by e-mail address and passphrase. Who tries too often waits, whether or not the account exists."""

from __future__ import annotations

import datetime
from typing import Final

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from graph.errors import SignInFailed, TooManyTries
from graph.people.accounts import Person, folded_email, person_of
from graph.people.audit import audit
from graph.people.database import now, reading, transaction
from graph.people.records import StoredAttempt, StoredPerson
from graph.people.secret_words import digest, matches
from graph.people.sessions import begin_session

WINDOW: Final = datetime.timedelta(minutes=15)
MOST_OF_ACCOUNT, MOST_OF_ADDRESS = 10, 40


def sign_in(
    engine: Engine, email: str, passphrase: str, address: str, hours: float, before: str = ""
) -> tuple[Person, str]:
    """The person, and the secret of a new session of `hours`; `before` is the secret that the browser had.

    `address` is where the request came from, empty when that is not known. Raises SignInFailed, which does not tell
    what was wrong, and TooManyTries.
    """
    account = _account(email)
    _count_try(engine, account, address)
    with reading(engine) as session:
        stored = session.scalar(select(StoredPerson).where(StoredPerson.email == folded_email(email)))
    # A slow hash, so no transaction is open meanwhile.
    is_right = matches(passphrase, stored.passphrase if stored else None)
    with transaction(engine) as session:
        # The passphrase may have been changed, and the person erased, since it was read.
        person = session.get(StoredPerson, stored.id) if is_right and stored else None
        if person is not None and stored is not None and person.passphrase == stored.passphrase:
            session.execute(delete(StoredAttempt).where(StoredAttempt.key == account))
            return person_of(person), begin_session(session, person_of(person), hours, before)
        audit(session, stored.id if stored else None, "sign-in-failed")
    raise SignInFailed()


def confirm(engine: Engine, person: Person, passphrase: str, address: str) -> bool:
    """Whether somebody who is signed in knows the passphrase. Raises TooManyTries."""
    _count_try(engine, _account(person.email), address)
    with reading(engine) as session:
        stored = session.get(StoredPerson, person.id)
    return matches(passphrase, stored.passphrase if stored else None)


def _account(email: str) -> str:
    return digest(f"account {folded_email(email)}")


def _count_try(engine: Engine, account: str, address: str) -> None:
    """Counts a try before it is made, so that many at once are counted too. Raises TooManyTries."""
    limits = {account: MOST_OF_ACCOUNT} | ({digest(f"address {address}"): MOST_OF_ADDRESS} if address else {})
    with transaction(engine) as session:
        session.execute(delete(StoredAttempt).where(StoredAttempt.at < now() - WINDOW))
        locked = [key for key, most in limits.items() if _tries(session, key) >= most]
        if not locked:
            session.add_all(StoredAttempt(key=key, at=now()) for key in limits)
    if locked:
        raise TooManyTries(int(WINDOW.total_seconds()))


def _tries(session: Session, key: str) -> int:
    return session.scalar(select(func.count()).select_from(StoredAttempt).where(StoredAttempt.key == key)) or 0
