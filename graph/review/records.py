"""What is kept of a change set until it is a fact: tables of working state."""

from __future__ import annotations

import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from graph.people.database import Base, UtcTime
from graph.text.languages import ENGLISH

Moment = datetime.datetime
ID, DIGEST, STATE = String(32), String(64), String(10)
# SQLite numbers rows by itself only where the key is an INTEGER.
Number = BigInteger().with_variant(Integer, "sqlite")


class Status(StrEnum):
    """Where a submission stands. Accepted means that it will be published; published, that it is in the ledger."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What a reviewer decided."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"


class Work(StrEnum):
    """How far work in the background is."""

    WAITING = "waiting"
    RUNNING = "running"
    CONFLICT = "conflict"
    FAILED = "failed"
    DONE = "done"


class Submission(Base):
    """A change set and who wrote it. `digest` is the SHA-256 of `changes`, its canonical JSON; `number` is that in the
    ledger once it is published, `undoes` that of the contribution which it takes back."""

    __tablename__ = "submissions"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    status: Mapped[Status] = mapped_column(STATE, index=True)
    author_id: Mapped[str] = mapped_column(ID, index=True)
    changes: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    why: Mapped[str] = mapped_column(Text)
    against: Mapped[int]
    saved_at: Mapped[Moment] = mapped_column(UtcTime)
    submitted_at: Mapped[Moment | None] = mapped_column(UtcTime)
    decided_at: Mapped[Moment | None] = mapped_column(UtcTime)
    published_at: Mapped[Moment | None] = mapped_column(UtcTime)
    number: Mapped[int | None] = mapped_column(unique=True)
    undoes: Mapped[int | None]

    comments: Mapped[list[Comment]] = relationship(order_by="Comment.id", cascade="all, delete-orphan")
    verdicts: Mapped[list[ReviewDecision]] = relationship(order_by="ReviewDecision.id", cascade="all, delete-orphan")
    publishing: Mapped[Publishing | None] = relationship(cascade="all, delete-orphan")


class Comment(Base):
    """What somebody says of a cell of a submission; `column` is empty for a row, `table` too for the whole."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    author_id: Mapped[str] = mapped_column(ID)
    table: Mapped[str] = mapped_column("table_name", Text)
    key: Mapped[str] = mapped_column("row_key", Text)
    column: Mapped[str] = mapped_column("column_name", Text)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Moment] = mapped_column(UtcTime)


class ReviewDecision(Base):
    """What one reviewer decided on what she saw: the change set with this digest."""

    __tablename__ = "review_decisions"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    reviewer_id: Mapped[str] = mapped_column(ID)
    verdict: Mapped[Verdict] = mapped_column(STATE)
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    submitted_at: Mapped[Moment] = mapped_column(UtcTime)
    decided_at: Mapped[Moment] = mapped_column(UtcTime)


class Report(Base):
    """A mistake that a reader reports without an account; `receipt` is what the reader can ask with."""

    __tablename__ = "reports"

    receipt: Mapped[str] = mapped_column(String(12), primary_key=True)
    page: Mapped[str] = mapped_column(Text)
    statement: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default=ENGLISH)
    reported_at: Mapped[Moment] = mapped_column(UtcTime, index=True)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(ID, default="")
    answered_at: Mapped[Moment | None] = mapped_column(UtcTime)


class KeptPreview(Base):
    """What a preview found, kept by what it was made of: the change set, the facts, and the program."""

    __tablename__ = "previews"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    changes: Mapped[str] = mapped_column(Text)
    state: Mapped[Work] = mapped_column(STATE)
    stage: Mapped[str] = mapped_column(String(80), default="")
    share: Mapped[float] = mapped_column(Float, default=0.0)
    started_at: Mapped[Moment] = mapped_column(UtcTime, index=True)
    result: Mapped[str] = mapped_column(Text, default="")


class Publishing(Base):
    """How an accepted submission becomes a fact. `conflicts` and `choices` are JSON. `intended` is the digest of what
    is about to be added to the ledger, or was: it is written before the ledger is, so that whoever goes on after a
    crash knows whether it was added. `revision` is the one that shows it first."""

    __tablename__ = "publishings"

    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    state: Mapped[Work] = mapped_column(STATE, index=True)
    stage: Mapped[str] = mapped_column(String(80), default="")
    share: Mapped[float] = mapped_column(Float, default=0.0)
    message: Mapped[str] = mapped_column(Text, default="")
    conflicts: Mapped[str] = mapped_column(Text, default="[]")
    choices: Mapped[str] = mapped_column(Text, default="{}")
    intended: Mapped[str] = mapped_column(DIGEST, default="")
    revision: Mapped[int | None]
    changed_at: Mapped[Moment] = mapped_column(UtcTime)
