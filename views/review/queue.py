"""What waits for reviewers: submissions, what the publisher asks, reports of readers; and what went live."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Sent

from graph.contribute.encoding import change_set
from graph.people import Person, Role, TokenScope, reading, transaction
from graph.review.decisions import accepted_by, waiting
from graph.review.records import Status, Submission
from graph.review.reports import answer, open_reports, reported
from graph.review.undoing import undo
from views.history.words import table_words
from views.languages.address import home
from views.people.signed_in import engine, needs
from views.review.submissions import called, html, me
from views.review.words import stage_words
from views.web.negotiation import JSON, wanted
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("review", __name__, url_prefix="/review")

MOST_LIVE = 100


@blueprint.get("")
@takes()
@needs(Role.REVIEWER, TokenScope.REVIEW)
def queue() -> Response:
    """What waits, the oldest first."""
    reader = me()
    with reading(engine()) as session:
        found = [_waiting(session, each, reader) for each in waiting(session)]
        working = [_working(session, each, reader) for each in _accepted(session)]
        reports = open_reports(session)
    if wanted(request) == JSON:
        return jsonify(submissions=found, publishing=working, reports=[_report(each) for each in reports])
    for each in found:
        each["tables"] = [table_words(f"{name}.csv") for name in each["tables"]]
    return html("review/queue.html", submissions=found, publishing=working, reports=reports)


@blueprint.get("/live")
@takes()
@needs(Role.REVIEWER, TokenScope.REVIEW)
def live() -> Response:
    """What went live, the newest first."""
    reader = me()
    with reading(engine()) as session:
        asked = select(Submission).where(Submission.status == Status.PUBLISHED)
        found = list(session.scalars(asked.order_by(Submission.published_at.desc(), Submission.id).limit(MOST_LIVE)))
        rows = [(each, each.publishing, called(session, each.author_id, reader)) for each in found]
    return html("review/live.html", rows=rows)


@blueprint.post("/live/<int:number>/undo")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def take_back(number: int) -> Sent:
    """Propose to undo a contribution; another reviewer decides."""
    with transaction(engine()) as session:
        made = undo(session, service().settings, number, me(), request.form.get("reason", ""))
    return redirect(url_for("submissions.show", submission_id=made), 303)


@blueprint.get("/reports/<receipt>")
@takes()
@needs(Role.REVIEWER, TokenScope.REVIEW)
def report(receipt: str) -> Response:
    """A mistake that a reader reported."""
    with reading(engine()) as session:
        found = reported(session, receipt)
    return html("review/report.html", report=found)


@blueprint.post("/reports/<receipt>/answer")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def answer_report(receipt: str) -> Sent:
    """Say what was done, or why nothing."""
    with transaction(engine()) as session:
        answer(session, receipt, me(), request.form.get("text", ""), home())
    return redirect(url_for("review.queue", _anchor="reports"), 303)


def _accepted(session: Session) -> list[Submission]:
    asked = select(Submission).where(Submission.status == Status.ACCEPTED)
    return list(session.scalars(asked.order_by(Submission.decided_at)))


def _waiting(session: Session, found: Submission, reader: Person) -> dict[str, Any]:
    changes = change_set(found.changes)
    return {
        "id": found.id,
        "why": found.why,
        "who": called(session, found.author_id, reader),
        "since": found.submitted_at.isoformat(timespec="minutes") if found.submitted_at else "",
        "rows": len(changes.rows),
        "tables": sorted({row.table for row in changes.rows}),
        "accepted_by": len(accepted_by(found)),
        "is_own": found.author_id == reader.id,
        "undoes": found.undoes,
    }


def _working(session: Session, found: Submission, reader: Person) -> dict[str, Any]:
    publishing = found.publishing
    return {
        "id": found.id,
        "why": found.why,
        "who": called(session, found.author_id, reader),
        "state": publishing.state if publishing else "",
        "stage": stage_words(publishing.stage) if publishing else "",
        "message": publishing.message if publishing else "",
    }


def _report(found: Any) -> dict[str, str]:
    return {
        "receipt": found.receipt,
        "page": found.page,
        "statement": found.statement,
        "text": found.text,
        "since": found.reported_at.isoformat(timespec="minutes"),
    }
