"""What people say of a cell, a row or the whole of a submission; the next version of it keeps what was said."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from graph.errors import Incomplete
from graph.people import Person, audit, now
from graph.review.records import Comment
from graph.review.submissions import seen_by
from graph.text.messages import N_

MAX_COMMENT: Final = 4_000


def comment(
    session: Session, submission_id: str, person: Person, text: str, table: str = "", key: str = "", column: str = ""
) -> None:
    """Say something of a cell; without a column of its row, without a table of the whole submission.

    Raises NotFound for who may not see the submission, Incomplete for an empty text.
    """
    found = seen_by(session, submission_id, person)
    if not text.strip():
        raise Incomplete(N_("Write something: the comment is empty."))
    if len(text) > MAX_COMMENT:
        raise Incomplete(N_("The comment is longer than %(count)s signs. Shorten it.", count=MAX_COMMENT))
    written = {"author_id": person.id, "text": text.strip(), "written_at": now()}
    found.comments.append(Comment(table=table, key=key, column=column, **written))
    audit(session, person.id, "commented", submission_id)
    session.flush()
