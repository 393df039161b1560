"""Submissions as their authors and reviewers see them, and what authors do with them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Sent

from graph.contribute.encoding import change_set
from graph.errors import NoRevision
from graph.people import Person, Role, TokenScope, public_name, reading, transaction
from graph.people.accounts import find
from graph.review.decisions import accepted_by, may_decide
from graph.review.previewing import PreviewState, preview, start_previews
from graph.review.publishing import UNFINISHED, start_publisher
from graph.review.records import Status, Submission
from graph.review.submissions import discard, mine, own, seen_by, submit, withdraw
from graph.sheets.uploads import upload_of_draft
from views.languages.address import home
from views.people.limits import limited
from views.people.signed_in import engine, must_have_accounts, needs, person, refusal
from views.review import consequences as shapes
from views.review.conflicts import questions, told_conflict
from views.review.rows import SubmissionRows
from views.review.words import VERDICTS, stage_words, status_badge
from views.shown.cells import CellWords
from views.web.negotiation import JSON, wanted
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("submissions", __name__, url_prefix="/submissions")

PREVIEWED = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)
PAGE_ROWS = 20
# What work.js listens for.
WORK_DONE = "openplaza:work-done"


@blueprint.get("")
@takes()
@needs()
def list_() -> Response:
    """All that one has written, the newest first."""
    with reading(engine()) as session:
        found = mine(session, me())
    if wanted(request) == JSON:
        return jsonify(submissions=[{"id": each.id, "status": each.status, "why": each.changes.why} for each in found])
    rows = [{"kept": each, "badge": status_badge(each.status)} for each in found]
    return html("review/mine.html", rows=rows)


@blueprint.get("/<submission_id>")
@takes("page")
def show(submission_id: str) -> Response | Sent:
    """A submission: what it changes, what that would do, what was said and decided of it.

    A token reads one's own with the scope `read`, those of others with `review`.
    """
    must_have_accounts()
    reader = person()
    if reader is None:
        return refusal(Role.CONTRIBUTOR, TokenScope.READ) or back(submission_id)
    with reading(engine()) as session:
        found = seen_by(session, submission_id, reader)
        is_own = found.author_id == reader.id
        if refused := refusal(Role.CONTRIBUTOR, TokenScope.READ if is_own else TokenScope.REVIEW):
            return refused
        context = _context(session, found, reader)
    looked = _preview(found) if found.status in PREVIEWED else None
    if wanted(request) == JSON:
        return jsonify(as_json(found, looked))
    return html("review/submission.html", is_own=is_own, **context, **_shown(found, looked, context["names"]))


@blueprint.get("/<submission_id>/progress")
@takes()
@needs()
def progress(submission_id: str) -> Response:
    """The part of the page that tells how far the work is, for a script that asks; without work, that it is done. The
    script makes the page anew then, unless somebody is writing on it."""
    with reading(engine()) as session:
        found = seen_by(session, submission_id, me())
        work = _work(found, _preview(found) if found.status in PREVIEWED else None)
    if work is None:
        done = html("review/done.html", submission=found)
        done.headers["HX-Trigger"] = WORK_DONE
        return done
    return html("review/progress.html", submission=found, work=work)


@blueprint.post("/<submission_id>/preview")
@needs()
@limited("30 per minute")
def look_again(submission_id: str) -> Sent:
    """Ask once more for a preview that came to no end."""
    with reading(engine()) as session:
        found = seen_by(session, submission_id, me())
    _preview(found, again=True)
    return back(submission_id, "preview")


@blueprint.post("/<submission_id>/submit")
@needs(scope=TokenScope.SUBMIT)
@limited("30 per minute")
def send(submission_id: str) -> Sent:
    """Send a draft, or a returned submission again."""
    with transaction(engine()) as session:
        # A button that was pressed twice sends once, and leads to the same page.
        if own(session, submission_id, me()).status != Status.SUBMITTED:
            submit(session, submission_id, me(), home())
    return back(submission_id)


@blueprint.post("/<submission_id>/withdraw")
@needs(scope=TokenScope.SUBMIT)
def take_back(submission_id: str) -> Sent:
    """Make a draft of it again, as long as nobody has decided."""
    with transaction(engine()) as session:
        withdraw(session, submission_id, me())
    return back(submission_id)


@blueprint.post("/<submission_id>/discard")
@needs(scope=TokenScope.SUBMIT)
def forget(submission_id: str) -> Sent:
    """Forget a draft."""
    with transaction(engine()) as session:
        discard(session, submission_id, me())
    return redirect(url_for("submissions.list_"), 303)


def me() -> Person:
    """The person whom `needs` has let in."""
    found = person()
    assert found is not None
    return found


def back(submission_id: str, anchor: str | None = None) -> Sent:
    """To the page of a submission."""
    return redirect(url_for("submissions.show", submission_id=submission_id, _anchor=anchor), 303)


def html(template: str, **context: object) -> Response:
    """A page for its reader alone."""
    return Response(render_template(template, **context), mimetype="text/html")


def called(session: Session, person_id: str, reader: Person) -> str:
    """Reviewers see who it is; others what is told in public."""
    found = find(session, person_id) if reader.role >= Role.REVIEWER else None
    return f"{found.name}, {found.organisation}" if found else public_name(session, person_id)


def as_json(found: Submission, looked: PreviewState | None) -> dict[str, Any]:
    """A submission for a program."""
    publishing = found.publishing
    return {
        "id": found.id,
        "status": found.status,
        "changes": json.loads(found.changes),
        "digest": found.digest,
        "submitted_at": found.submitted_at and found.submitted_at.isoformat(),
        "decisions": [{"verdict": each.verdict, "reason": each.reason} for each in found.verdicts],
        "comments": [
            {"table": each.table, "key": each.key, "column": each.column, "text": each.text} for each in found.comments
        ],
        "preview": looked and {"state": looked.state, "found": looked.found and json.loads(looked.found.to_json())},
        "publishing": publishing and {"state": publishing.state, "message": publishing.message},
        "contribution": found.number,
        "revision": publishing and publishing.revision,
    }


@dataclass(frozen=True, slots=True)
class WorkInProgress:
    """What is being done with a submission, and which part of it is done."""

    stage: str
    share: float


def _work(found: Submission, looked: PreviewState | None) -> WorkInProgress | None:
    """What goes on now; who published and was stopped is started again."""
    publishing = found.publishing
    if publishing is not None and publishing.state in UNFINISHED:
        start_publisher(service().settings)
        return WorkInProgress(stage_words(publishing.stage), publishing.share)
    return WorkInProgress(stage_words(looked.stage), looked.share) if looked and looked.is_pending else None


def _preview(found: Submission, again: bool = False) -> PreviewState | None:
    """How far the preview is; it is begun when there is none. None before the first build."""
    try:
        with transaction(engine()) as session:
            state = preview(session, service().settings, change_set(found.changes), again)
    except NoRevision:
        return None
    if state.is_pending:
        start_previews(service().settings)
    return state


def _context(session: Session, found: Submission, reader: Person) -> dict[str, Any]:
    """What is read of a submission while the database is open."""
    people = {found.author_id, *(each.author_id for each in found.comments)}
    people |= {each.reviewer_id for each in found.verdicts}
    names = {each: called(session, each, reader) for each in people}
    return {
        "submission": found,
        "names": names,
        "may_decide": reader.role >= Role.REVIEWER and may_decide(found, reader),
        "is_reviewer": reader.role >= Role.REVIEWER,
        "accepted": [names[each] for each in accepted_by(found)],
        "needed": service().settings.reviewers_needed,
        "verdicts": [(names[each.reviewer_id], VERDICTS[each.verdict], each) for each in found.verdicts],
        "publishing": found.publishing,
        "upload": upload_of_draft(session, found.id, reader),
        "comments": list(found.comments),
    }


def _shown(found: Submission, looked: PreviewState | None, names: dict[str, str]) -> dict[str, Any]:
    changes, base = change_set(found.changes), service().settings.base_iri
    preview_found = looked.found if looked else None
    findings = preview_found.findings if preview_found else ()
    told = SubmissionRows(changes, findings, found.comments, names, CellWords.now())
    rows, pagination = told.rows(PAGE_ROWS)
    shown: dict[str, Any] = {
        "badge": status_badge(found.status),
        "changes": changes,
        "rows": rows,
        "pagination": pagination,
        "elsewhere": told.elsewhere(),
        "said": told.of_the_whole(),
        "looked": looked,
        "work": _work(found, looked),
        "questions": questions(found.publishing),
        "conflicts": [told_conflict(each, told.before) for each in (preview_found.conflicts if preview_found else ())],
    }
    if preview_found and preview_found.is_whole:
        pages, more = shapes.changing_pages(preview_found, base)
        shown |= {
            "things": shapes.thing_groups(preview_found, base),
            "governed": shapes.governed_practices(preview_found, base),
            "pages": pages,
            "more_pages": more,
            "answers_changed": shapes.answer_links(preview_found, service().catalogue),
        }
    return shown
