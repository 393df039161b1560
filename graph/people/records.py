"""The tables of people. A secret is never kept, only its digest; what is told in public of a person is `Person`."""

from __future__ import annotations

import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from graph.people.database import Base, UtcTime
from graph.text.languages import ENGLISH

Moment = datetime.datetime
ID, DIGEST, SHORT, LONG = String(32), String(64), String(20), String(320)
# SQLite numbers rows by itself only where the key is an INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


class StoredPerson(Base):
    """A person; after erasure the id and the role stay, and nothing that says who it was."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(LONG)
    organisation: Mapped[str] = mapped_column(LONG)
    email: Mapped[str | None] = mapped_column(LONG, unique=True)
    role: Mapped[str] = mapped_column(SHORT)
    agreed_to_name: Mapped[bool]
    passphrase: Mapped[str | None] = mapped_column(String(300))
    issuer: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(255))
    joined_at: Mapped[Moment] = mapped_column(UtcTime)
    language: Mapped[str] = mapped_column(String(2), default=ENGLISH)
    blocked_at: Mapped[Moment | None] = mapped_column(UtcTime)
    erased_at: Mapped[Moment | None] = mapped_column(UtcTime)


class StoredInvitation(Base):
    """A one-time link: to an account of `role`, or to a new passphrase of the account `person_id`."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    secret: Mapped[str] = mapped_column(DIGEST, unique=True)
    name: Mapped[str] = mapped_column(LONG)
    role: Mapped[str] = mapped_column(SHORT)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    expires_at: Mapped[Moment] = mapped_column(UtcTime)
    used_at: Mapped[Moment | None] = mapped_column(UtcTime)


class StoredSession(Base):
    """A browser that somebody signed in with."""

    __tablename__ = "sessions"
    secret: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[Moment] = mapped_column(UtcTime)
    seen_at: Mapped[Moment] = mapped_column(UtcTime)


class StoredToken(Base):
    """A token for programs; `scopes` are divided by spaces."""

    __tablename__ = "tokens"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    secret: Mapped[str] = mapped_column(DIGEST, unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    label: Mapped[str] = mapped_column(LONG)
    scopes: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[Moment] = mapped_column(UtcTime)
    expires_at: Mapped[Moment] = mapped_column(UtcTime)
    used_at: Mapped[Moment | None] = mapped_column(UtcTime)


class StoredAttempt(Base):
    """A try to sign in, kept for as long as it counts; `key` is the digest of an account or an address."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[str] = mapped_column(DIGEST, index=True)
    at: Mapped[Moment] = mapped_column(UtcTime, index=True)


class StoredVisit(Base):
    """Somebody who was sent to the OpenID provider: `invitation` is the digest of the link that she came with, and
    `identity`, in JSON, what the provider said of her when she came back and has no account yet."""

    __tablename__ = "visits"
    state: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    verifier: Mapped[str] = mapped_column(String(128))
    nonce: Mapped[str] = mapped_column(String(64))
    back: Mapped[str] = mapped_column(Text)
    invitation: Mapped[str] = mapped_column(DIGEST)
    identity: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[Moment] = mapped_column(UtcTime)


class StoredEvent(Base):
    """A line of the audit log. The database refuses to change or delete one."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[Moment] = mapped_column(UtcTime, index=True)
    who_id: Mapped[str | None] = mapped_column(ID)
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(Text)


class StoredMail(Base):
    """A message that waits to be sent; it is deleted when it was."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    recipient: Mapped[str] = mapped_column(LONG, index=True)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    due_at: Mapped[Moment] = mapped_column(UtcTime, index=True)
