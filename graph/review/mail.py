"""What the contributor is told by mail at each step, in English: what happened, why, and where to look."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from graph.people import send
from graph.people.accounts import find
from graph.review.records import Report, Status, Submission

SUBJECTS: Final = {
    Status.SUBMITTED: "Your contribution has arrived",
    Status.RETURNED: "Your contribution came back with a question",
    Status.REJECTED: "Your contribution was not accepted",
    Status.ACCEPTED: "Your contribution was accepted",
    Status.PUBLISHED: "Your contribution is published",
}
TEXTS: Final = {
    Status.SUBMITTED: "A reviewer will look at it. You can take it back until somebody has decided.",
    Status.RETURNED: "Change what the reviewer asks for, and send it again. Nothing of it is lost.",
    Status.REJECTED: "It stays in your list of submissions, and nothing of it is published.",
    Status.ACCEPTED: "It will be published in a few minutes, and you will get another message then.",
    Status.PUBLISHED: "Everybody can read it now.",
}


def tell_author(session: Session, found: Submission, home: str, reason: str = "") -> None:
    """Put a message on the step that a submission just took into the outbox, in the same transaction. `home` is where
    this site begins, with its slash; without it the message has no link."""
    author = find(session, found.author_id)
    if author is None:
        return
    status = Status(found.status)
    link = f"{home}submissions/{found.id}" if home else ""
    parts = [f"What you wrote: {found.why}", f"The reviewer says: {reason}" if reason else "", TEXTS[status], link]
    send(session, author.email, SUBJECTS[status], "\n\n".join(filter(None, parts)))


def tell_reporter(session: Session, found: Report, home: str) -> None:
    """Send the answer to a report to who left an e-mail address."""
    if "@" not in found.contact:
        return
    link = f"{home}reports/{found.receipt}" if home else ""
    parts = [f"You reported a mistake on {found.page} (receipt {found.receipt}).", found.answer, link]
    send(session, found.contact, "Answer to your report", "\n\n".join(filter(None, parts)))
