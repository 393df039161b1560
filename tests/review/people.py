"""People and change sets for the tests of review, beside a database that only they use."""

from __future__ import annotations

from sqlalchemy import Engine

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.people import Person, Role, transaction
from graph.people.accounts import Details, checked, join
from graph.review.decisions import accept
from graph.review.records import Submission
from graph.review.submissions import save_draft, submit


def joined(engine: Engine, name: str, role: Role = Role.CONTRIBUTOR, organisation: str = "City of Braga") -> Person:
    """Somebody with an account."""
    details, wrong = checked(Details(name, organisation, f"{name.lower()}@example.org"))
    assert wrong == {}
    with transaction(engine) as session:
        return join(session, details, role)


def town(key: str = "braga", why: str = "The city told us.", **cells: str) -> ChangeSet:
    """A change set that adds a town."""
    told = {"id": key, "name": key.title(), "country": "PT", **cells}
    made = tuple(CellChange(column, "", now) for column, now in told.items())
    return ChangeSet((RowChange("towns", key, ChangeKind.ADD, made),), why, 1)


def renamed(was: str, now: str, key: str = "braga") -> ChangeSet:
    """A change set that gives a town another note."""
    row = RowChange("towns", key, ChangeKind.CHANGE, (CellChange("note", was, now),))
    return ChangeSet((row,), "It has changed.", 1)


def submitted(engine: Engine, author: Person, changes: ChangeSet) -> str:
    """The id of a change set that the author has sent."""
    with transaction(engine) as session:
        draft_id = save_draft(session, author, changes)
        submit(session, draft_id, author)
    return draft_id


def accepted(engine: Engine, author: Person, reviewer: Person, changes: ChangeSet) -> str:
    """The id of a change set that the reviewer has accepted."""
    submission_id = submitted(engine, author, changes)
    with transaction(engine) as session:
        accept(session, submission_id, reviewer, session.get_one(Submission, submission_id).digest)
    return submission_id
