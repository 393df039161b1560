"""People: who there is, what they may do, and how somebody stops being known."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from graph.contribute.changes import Party
from graph.errors import BadParameter, NotFound
from graph.people.audit import audit
from graph.people.database import now
from graph.people.records import StoredInvitation, StoredMail, StoredPerson, StoredSession, StoredToken
from graph.people.roles import Role
from graph.people.secret_words import hashed
from graph.text.invisible import visible
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_

FORMER = N_("a former contributor")
LONGEST_NAME, LONGEST_EMAIL = 200, 254
SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 12, 200
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]\x00-\x20\x7f]{1,64}@[^\s@<>\"(),:;\\\[\]/\x00-\x20\x7f]+\.[^\W\d_][\w-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; `agreed_to_name` says whether pages may show the name beside the organisation,
    `language` in which language she gets mail."""

    id: str
    name: str
    organisation: str
    email: str
    role: Role
    agreed_to_name: bool
    language: str = ENGLISH
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """What a person says of herself; `checked` before it is kept."""

    name: str
    organisation: str
    email: str
    agreed_to_name: bool = False
    language: str = ENGLISH


def checked(given: Details) -> tuple[Details, dict[str, str]]:
    """The details as they are kept, and what is wrong with them by field; nothing when all is well."""
    name, organisation = _line(given.name), _line(given.organisation)
    email = given.email.strip()
    wrong: dict[str, str] = {}
    for field, text in (("name", name), ("organisation", organisation)):
        if not text:
            wrong[field] = N_("Fill this in.")
        elif len(text) > LONGEST_NAME:
            wrong[field] = N_("At most %(most)s characters, please.", most=LONGEST_NAME)
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        wrong["email"] = N_("This is no e-mail address. It looks like name@example.org.")
    language = given.language if given.language in LANGUAGES else ENGLISH
    return Details(name, organisation, folded_email(email), given.agreed_to_name, language), wrong


def wrong_passphrase(passphrase: str, details: Details) -> str:
    """What is wrong with a new passphrase, in words; empty when nothing is."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return N_("At least %(least)s characters, please. A few words are good.", least=SHORTEST_PASSPHRASE)
    if len(passphrase) > LONGEST_PASSPHRASE:
        return N_("At most %(most)s characters, please.", most=LONGEST_PASSPHRASE)
    if len(set(passphrase)) < 5 or passphrase.casefold() in (details.name.casefold(), details.email.casefold()):
        return N_("This can be guessed. Take other words.")
    return ""


def folded_email(email: str) -> str:
    """An e-mail address as it is compared: capitals make no difference."""
    return email.strip().lower()


def party(person: Person) -> Party:
    """What is told of a person in public and for ever: her id and her organisation."""
    return Party(person.id, person.organisation)


def find(session: Session, person_id: str) -> Person | None:
    """The person of an id; None when there is none, or no more."""
    found = session.get(StoredPerson, person_id)
    return person_of(found) if found is not None and found.erased_at is None else None


def find_by_email(session: Session, email: str) -> Person:
    """The person of an e-mail address. Raises NotFound."""
    found = session.scalar(select(StoredPerson).where(StoredPerson.email == folded_email(email)))
    if found is None:
        raise NotFound(N_("Nobody has the e-mail address %(email)s.", email=email[:LONGEST_EMAIL]))
    return person_of(found)


def everybody(session: Session) -> Sequence[Person]:
    """Everybody with an account, by name."""
    query = select(StoredPerson).where(StoredPerson.erased_at.is_(None)).order_by(StoredPerson.name, StoredPerson.id)
    return [person_of(each) for each in session.scalars(query)]


def names_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The names of those of these ids that belong to somebody, for people who administer."""
    there = StoredPerson.id.in_(list(ids)), StoredPerson.erased_at.is_(None)
    found = session.execute(select(StoredPerson.id, StoredPerson.name).where(*there))
    return {row.id: row.name for row in found}


def public_name(session: Session, person_id: str) -> str:
    """How pages call a person: by name if she agreed, else by organisation; `a former contributor` after erasure."""
    found = find(session, person_id)
    if found is None:
        return FORMER
    return f"{found.name}, {found.organisation}" if found.agreed_to_name else found.organisation


def has_reviewer(session: Session) -> bool:
    """Whether anybody may accept what others contribute."""
    roles = [Role.REVIEWER.value, Role.ADMIN.value]
    query = select(func.count()).where(
        StoredPerson.erased_at.is_(None), StoredPerson.blocked_at.is_(None), StoredPerson.role.in_(roles)
    )
    return bool(session.scalar(query))


def join(session: Session, given: Details, role: Role, passphrase: str | None = None) -> Person:
    """A new account of checked details; `passphrase` is its hash. Raises BadParameter when the e-mail has one."""
    if session.scalar(select(StoredPerson.id).where(StoredPerson.email == given.email)):
        raise BadParameter("email", N_("There is an account with this e-mail address already."))
    made = StoredPerson(
        id=uuid.uuid4().hex,
        name=given.name,
        organisation=given.organisation,
        email=given.email,
        role=role.value,
        agreed_to_name=given.agreed_to_name,
        passphrase=passphrase,
        joined_at=now(),
        language=given.language,
    )
    session.add(made)
    session.flush()
    audit(session, made.id, "joined", role.value)
    return person_of(made)


def change_details(session: Session, person: Person, given: Details) -> None:
    """Keep what a person says of herself now; her e-mail address stays."""
    stored = _stored(session, person.id)
    stored.name, stored.organisation, stored.agreed_to_name = given.name, given.organisation, given.agreed_to_name
    stored.language = given.language


def has_passphrase(session: Session, person: Person) -> bool:
    """Whether a person signs in by a passphrase, and not by a provider."""
    return _stored(session, person.id).passphrase is not None


def change_passphrase(session: Session, person: Person, passphrase: str) -> None:
    """Another passphrase, found good, for a person; she is signed out everywhere. Raises NotFound."""
    _stored(session, person.id).passphrase = hashed(passphrase)
    session.execute(delete(StoredSession).where(StoredSession.person_id == person.id))
    audit(session, person.id, "passphrase-changed")


def change_role(session: Session, person_id: str, role: Role, by: str | None) -> None:
    """Give a person another role; she is signed out everywhere. `by` is None for the command line. Raises NotFound."""
    stored = _stored(session, person_id)
    before, stored.role = stored.role, role.value
    session.execute(delete(StoredSession).where(StoredSession.person_id == person_id))
    audit(session, by, "role-changed", f"{person_id} {before} {role.value}")


def block(session: Session, person_id: str, by: str | None) -> None:
    """Let a person in no more, nor her tokens, until she is let in again; she is signed out everywhere. What she did
    stays. Raises NotFound."""
    _stored(session, person_id).blocked_at = now()
    session.execute(delete(StoredSession).where(StoredSession.person_id == person_id))
    audit(session, by, "blocked", person_id)


def unblock(session: Session, person_id: str, by: str | None) -> None:
    """Let a person sign in again; her tokens count again too. Raises NotFound."""
    _stored(session, person_id).blocked_at = None
    audit(session, by, "unblocked", person_id)


def erase(session: Session, person_id: str, by: str | None) -> None:
    """Forget who a person was. Her id stays in what she did, and nothing leads from it to her. Raises NotFound."""
    stored = _stored(session, person_id)
    for table in (StoredSession, StoredToken, StoredInvitation):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(update(StoredInvitation).where(StoredInvitation.made_by == person_id).values(made_by=None))
    session.execute(delete(StoredMail).where(StoredMail.recipient == stored.email))
    stored.name = stored.organisation = ""
    stored.email = stored.passphrase = stored.issuer = stored.subject = None
    stored.agreed_to_name, stored.erased_at, stored.language = False, now(), ENGLISH
    audit(session, by, "erased", person_id)


def person_of(stored: StoredPerson) -> Person:
    """A row of the table as a value."""
    return Person(
        stored.id, stored.name, stored.organisation, stored.email or "", Role(stored.role), stored.agreed_to_name,
        stored.language, stored.blocked_at is not None,
    )  # fmt: skip


def _stored(session: Session, person_id: str) -> StoredPerson:
    found = session.get(StoredPerson, person_id, with_for_update=True)
    if found is None or found.erased_at is not None:
        raise NotFound(N_("There is no such account."))
    return found


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", visible(text)).split())
