"""What the contributor is told by mail at each step, in her language: what happened, why, and where to look."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from graph.people import send
from graph.people.accounts import find
from graph.review.records import Report, Status, Submission
from graph.text.catalogues import told_in
from graph.text.languages import ENGLISH
from graph.text.messages import N_

SUBJECTS: Final = {
    Status.SUBMITTED: N_("Your contribution has arrived"),
    Status.RETURNED: N_("Your contribution came back with a question"),
    Status.REJECTED: N_("Your contribution was not accepted"),
    Status.ACCEPTED: N_("Your contribution was accepted"),
    Status.PUBLISHED: N_("Your contribution is published"),
}
TEXTS: Final = {
    Status.SUBMITTED: N_("A reviewer will look at it. You can take it back until somebody has decided."),
    Status.RETURNED: N_("Change what the reviewer asks for, and send it again. Nothing of it is lost."),
    Status.REJECTED: N_("It stays in your list of submissions, and nothing of it is published."),
    Status.ACCEPTED: N_("It will be published in a few minutes, and you will get another message then."),
    Status.PUBLISHED: N_("Everybody can read it now."),
}


def tell_author(session: Session, found: Submission, home: str, reason: str = "") -> None:
    """Put a message on the step that a submission just took into the outbox, in the same transaction. `home` is where
    this site begins, in English; without it the message has no link."""
    author = find(session, found.author_id)
    if author is None:
        return
    status, language = Status(found.status), author.language
    parts = [N_("What you wrote: %(text)s", text=found.why)]
    parts += [N_("The reviewer says: %(text)s", text=reason)] if reason else []
    told = [told_in(each, language) for each in (*parts, TEXTS[status])]
    link = _link(home, language, f"submissions/{found.id}")
    send(session, author.email, told_in(SUBJECTS[status], language), "\n\n".join(filter(None, (*told, link))))


def tell_reporter(session: Session, found: Report, home: str) -> None:
    """Send the answer to a report to who left an e-mail address."""
    if "@" not in found.contact:
        return
    about = N_("You reported a mistake on %(page)s (receipt %(receipt)s).", page=found.page, receipt=found.receipt)
    link = _link(home, found.language, f"contribute/receipts/{found.receipt}")
    body = "\n\n".join(filter(None, (told_in(about, found.language), found.answer, link)))
    send(session, found.contact, told_in(N_("Answer to your report"), found.language), body)


def _link(home: str, language: str, path: str) -> str:
    """A page of this site as its reader reads it."""
    return f"{home.rstrip('/')}{'' if language == ENGLISH else f'/{language}'}/{path}" if home else ""
