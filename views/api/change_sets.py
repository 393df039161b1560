"""Change sets as programs of partners send them, and what became of each."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, request, url_for

from graph.contribute.changes import ChangeSet
from graph.contribute.encoding import change_set
from graph.contribute.judging import placed_faults
from graph.errors import BadParameter, FaultyChanges, NoJson
from graph.people import Person, Role, TokenScope, reading, transaction
from graph.review.submissions import save_draft, seen_by, submit
from graph.sheets.requests import note_received, received_before
from graph.tables.metadata import METADATA, load_metadata
from graph.text.messages import N_
from views.api.openapi import document
from views.languages.address import home
from views.people.limits import limited
from views.people.signed_in import engine, needs, person
from views.review.submissions import as_json
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("api", __name__, url_prefix="/api")

JSON: Final = "application/json"
KEY: Final = "Idempotency-Key"
LONGEST_KEY: Final = 255
STATES: Final = ("submitted", "draft")


@blueprint.post("/change-sets")
@takes("state")
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
@limited("120 per minute")
def add() -> Response:
    """Take a change set: send it to the reviewers or, with `state=draft`, keep it as a draft."""
    state, key, body = _state(), _key(), _body()
    changes = _checked(body)
    with transaction(engine()) as session:
        made = received_before(session, _me(), key, body) if key else ""
        if not made:
            made = _kept(session, changes, state)
            if key:
                note_received(session, _me(), key, body, made)
        told = as_json(seen_by(session, made, _me()), None)
    response = jsonify(told)
    response.status_code = 201
    response.headers["Location"] = url_for("api.show", submission_id=made)
    return response


@blueprint.get("/change-sets/<submission_id>")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.READ)
def show(submission_id: str) -> Response:
    """What became of a change set."""
    with reading(engine()) as session:
        return jsonify(as_json(seen_by(session, submission_id, _me()), None))


@blueprint.get("/openapi.json")
@takes()
def description() -> Response:
    """What can be read and sent here, for programs that read OpenAPI."""
    return jsonify(document(current_app, service().catalogue, request.url_root.rstrip("/")))


def _kept(session: Any, changes: ChangeSet, state: str) -> str:
    made = save_draft(session, _me(), changes)
    if state == STATES[0]:
        submit(session, made, _me(), home())
    return made


def _checked(body: bytes) -> ChangeSet:
    changes = change_set(body)
    schemas = load_metadata(Path(service().settings.facts_dir) / METADATA)
    if faults := list(placed_faults(changes, schemas)):
        raise FaultyChanges([asdict(fault) for fault in faults])
    return changes


def _state() -> str:
    given = request.args.get("state", "") or STATES[0]
    if given not in STATES:
        raise BadParameter("state", N_("Write one of %(values)s.", values=", ".join(STATES)))
    return given


def _key() -> str:
    given = request.headers.get(KEY, "")
    if len(given) > LONGEST_KEY or not given.isprintable():
        raise BadParameter(KEY, N_("Write at most %(number)s characters.", number=LONGEST_KEY))
    return given


def _body() -> bytes:
    if request.mimetype != JSON:
        raise NoJson
    return request.get_data(cache=False)


def _me() -> Person:
    found = person()
    assert found is not None
    return found
