"""Who did what, for administrators: newest first, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, Response, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import BadParameter
from graph.people import FORMER, Role, TokenScope, reading
from graph.people.accounts import names_of
from graph.people.audit import AuditEntry, entries
from graph.review.records import Report, Submission
from graph.text.messages import N_
from views.people.forms import shown
from views.people.signed_in import BY_HAND, engine, needs
from views.people.words import ACTIONS, ROLES, SCOPES
from views.shown.values import Hyperlink
from views.web.parameters import takes

blueprint = Blueprint("audit", __name__)

ROWS = 100
ID: Final = re.compile("[0-9a-f]{32}")
OF_PEOPLE: Final = ("role-changed", "erased", "blocked", "unblocked", "passphrase-offered")
WORDS: Final[Mapping[str, str]] = {
    **{each.value: ROLES[each] for each in Role},
    **{each.value: SCOPES[each] for each in TokenScope},
    "everywhere": N_("everywhere"),
}


@blueprint.get("/audit")
@takes("before")
@needs(Role.ADMIN, BY_HAND)
def show() -> Response:
    """The lines before a number, or the newest."""
    given = request.args.get("before", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) < 16):
        raise BadParameter("before", N_("Write the number of a line."))
    with reading(engine()) as session:
        found = entries(session, int(given) if given else None, ROWS)
        known = _known(session, found)
    rows = [(each, _about(each, known)) for each in found]
    return shown("audit.html", entries=rows, actions=ACTIONS, older=found[-1].number if len(found) == ROWS else None)


def _known(session: Session, found: Sequence[AuditEntry]) -> Mapping[str, Hyperlink]:
    """The people, submissions and reports that these lines name, by id."""
    named = {word for each in found for word in each.about.split()}
    known = {id_: Hyperlink(name) for id_, name in names_of(session, named).items()}
    sent = session.execute(select(Submission.id, Submission.why).where(Submission.id.in_(named))).all()
    known |= {id_: Hyperlink(why, url_for("submissions.show", submission_id=id_)) for id_, why in sent}
    told = session.execute(select(Report.receipt, Report.page).where(Report.receipt.in_(named))).all()
    return known | {name: Hyperlink(page, url_for("review.report", receipt=name)) for name, page in told}


def _about(entry: AuditEntry, known: Mapping[str, Hyperlink]) -> list[Hyperlink]:
    """What a line is about, in words. The id of what has no name, such as a token, says nothing and is left out."""
    told = [_word(entry.action, word, known) for word in entry.about.split()]
    return [each for each in told if each.label]


def _word(action: str, word: str, known: Mapping[str, Hyperlink]) -> Hyperlink:
    if word in known:
        return known[word]
    if action == "published" and word.isdecimal():
        return Hyperlink(N_("contribution %(number)s", number=word), url_for("contributions.show", number=word))
    if ID.fullmatch(word):
        return Hyperlink(FORMER if action in OF_PEOPLE else "")
    return Hyperlink(WORDS.get(word, word))
