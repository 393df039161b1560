"""Mistakes that readers report without an account. A receipt is all that leads back to a report."""

from __future__ import annotations

import secrets
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.errors import ChangedMeanwhile, Incomplete, NotFound
from graph.people import Person, audit, now
from graph.review.mail import tell_reporter
from graph.review.records import Report
from graph.review.submissions import need_reviewer
from graph.text.languages import ENGLISH
from graph.text.messages import N_

# Digits and letters that nobody takes for another when they are read out.
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_SIGNS: Final = 12
MAX_TEXT: Final = 4_000
MAX_SHORT: Final = 1_000


def report(session: Session, page: str, statement: str, text: str, contact: str = "", language: str = ENGLISH) -> str:
    """Keep a report and return its receipt. `page` is a path of this site, `statement` what it says there, `language`
    the one in which the reader reads.

    Raises Incomplete when it does not say what is wrong, or is longer than can be kept.
    """
    if not text.strip():
        raise Incomplete(N_("Say what is wrong, and how you know."))
    for given, limit in ((page, MAX_SHORT), (statement, MAX_TEXT), (text, MAX_TEXT), (contact, MAX_SHORT)):
        _need_short(given, limit)
    receipt = "".join(secrets.choice(SIGNS) for _ in range(RECEIPT_SIGNS))
    told = {"page": page, "statement": statement, "text": text.strip(), "contact": contact.strip()}
    session.add(Report(receipt=receipt, language=language, reported_at=now(), **told))
    session.flush()
    return receipt


def reported(session: Session, receipt: str) -> Report:
    """The report with this receipt, as written down by hand. Raises NotFound."""
    found = session.get(Report, "".join(receipt.upper().replace("-", " ").split()))
    if found is None:
        raise NotFound(N_("There is no report with this receipt. Compare each sign."))
    return found


def open_reports(session: Session) -> list[Report]:
    """The reports that nobody has answered, the oldest first."""
    return list(session.scalars(select(Report).where(Report.answered_at.is_(None)).order_by(Report.reported_at)))


def answer(session: Session, receipt: str, reviewer: Person, text: str, home: str = "") -> Report:
    """Answer a report: what was done, or why nothing. Raises NotFound, NotAllowed for who is no reviewer,
    ChangedMeanwhile when it was answered already, Incomplete without a text."""
    need_reviewer(reviewer)
    found = reported(session, receipt)
    if found.answered_at:
        raise ChangedMeanwhile(N_("Somebody has answered this report already."))
    if not text.strip():
        raise Incomplete(N_("Say what was done, or why nothing: who reported it reads the answer."))
    _need_short(text, MAX_TEXT)
    found.answer, found.answered_by, found.answered_at = text.strip(), reviewer.id, now()
    audit(session, reviewer.id, "answered", receipt)
    tell_reporter(session, found, home)
    session.flush()
    return found


def _need_short(text: str, limit: int) -> None:
    if len(text) > limit:
        raise Incomplete(N_("A text is longer than %(count)s signs. Shorten it.", count=limit))
