"""What is kept of uploads between two steps, and of answers for the next upload: tables of working state."""

from __future__ import annotations

import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from graph.people.database import Base, UtcTime

Moment = datetime.datetime
ID = String(32)


class StoredUpload(Base):
    """A spreadsheet as it was read, and what its sender answered so far; `book` and `answers` are JSON. `draft_id` is
    the draft that was made of it, else empty."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID, index=True)
    name: Mapped[str] = mapped_column(Text)
    book: Mapped[str] = mapped_column(Text)
    answers: Mapped[str] = mapped_column(Text)
    draft_id: Mapped[str] = mapped_column(ID)
    made_at: Mapped[Moment] = mapped_column(UtcTime, index=True)


class StoredGuess(Base):
    """What a person chose for the words of a field, by the id of the guess."""

    __tablename__ = "remembered_guesses"

    person_id: Mapped[str] = mapped_column(ID, primary_key=True)
    guess_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    field: Mapped[str] = mapped_column(Text)
    written: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    chosen_at: Mapped[Moment] = mapped_column(UtcTime)


class StoredRequest(Base):
    """A change set that a program sent, by the key that it gave: sent again, it is not taken again."""

    __tablename__ = "received_change_sets"

    person_id: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    submission_id: Mapped[str] = mapped_column(ID)
    received_at: Mapped[Moment] = mapped_column(UtcTime)
