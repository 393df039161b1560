"""What reviewers do with a submission: comment, accept, return, reject, settle what disagrees, try again."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as Sent

from graph.people import Role, TokenScope, transaction
from graph.review.comments import comment
from graph.review.decisions import accept, give_back, reject
from graph.review.publishing import choose, start_publisher, try_again
from graph.review.submissions import seen_by
from views.languages.address import home
from views.people.limits import limited
from views.people.signed_in import engine, needs
from views.review.conflicts import answers
from views.review.submissions import back, me
from views.web.service import service

blueprint = Blueprint("deciding", __name__, url_prefix="/submissions")


@blueprint.post("/<submission_id>/comment")
@needs(scope=TokenScope.SUBMIT)
@limited("30 per minute")
def say(submission_id: str) -> Sent:
    """Say something of a cell, a row or the whole; its author may too."""
    told = {name: request.form.get(name, "") for name in ("text", "table", "key", "column")}
    with transaction(engine()) as session:
        comment(session, submission_id, me(), **told)
    return back(submission_id, request.form.get("anchor") or "comments")


@blueprint.post("/<submission_id>/accept")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def take(submission_id: str) -> Sent:
    """Accept what was shown; the last acceptance that is needed starts the publisher."""
    settings = service().settings
    with transaction(engine()) as session:
        digest = request.form.get("digest", "")
        is_last = accept(session, submission_id, me(), digest, settings.reviewers_needed, home())
    if is_last:
        start_publisher(settings)
    return back(submission_id)


@blueprint.post("/<submission_id>/return")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def send_back(submission_id: str) -> Sent:
    """Return it with a reason."""
    with transaction(engine()) as session:
        give_back(session, submission_id, me(), request.form.get("reason", ""), home())
    return back(submission_id)


@blueprint.post("/<submission_id>/reject")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def refuse(submission_id: str) -> Sent:
    """Refuse it with a reason."""
    with transaction(engine()) as session:
        reject(session, submission_id, me(), request.form.get("reason", ""), home())
    return back(submission_id)


@blueprint.post("/<submission_id>/choose")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def settle(submission_id: str) -> Sent:
    """Settle where both sides have changed a cell, and let the publisher go on."""
    with transaction(engine()) as session:
        found = seen_by(session, submission_id, me())
        choose(session, submission_id, me(), answers(found.publishing, request.form))
    start_publisher(service().settings)
    return back(submission_id)


@blueprint.post("/<submission_id>/again")
@needs(Role.REVIEWER, TokenScope.REVIEW)
def publish_again(submission_id: str) -> Sent:
    """Let the publisher try once more what failed."""
    with transaction(engine()) as session:
        try_again(session, submission_id, me())
    start_publisher(service().settings)
    return back(submission_id)
