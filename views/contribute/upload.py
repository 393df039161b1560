"""A spreadsheet: sent, its columns said, its words confirmed, and a draft made of it. Nothing here needs a script."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from cachetools import LRUCache
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.contribute.standing import standing
from graph.errors import BadParameter, BadSheet
from graph.people import Person, Role, TokenScope, reading, transaction
from graph.reconcile.known import KnownFacts, known_of
from graph.review.submissions import save_draft
from graph.sheets.importing import Imported, imported
from graph.sheets.template import template_csv, template_xlsx
from graph.sheets.uploads import (
    Upload,
    answer_upload,
    finish_upload,
    forget_upload,
    keep_upload,
    remember,
    remembered,
    upload,
    uploads_of,
)
from graph.text.languages import LANGUAGES
from graph.text.messages import N_
from graph.workbooks.reading import read
from graph.workbooks.sheet import MAX_FILE_MB, MAX_ROWS
from views.contribute.upload_rows import Asked, answers_of, asked_about, columns_shown
from views.languages.address import language
from views.languages.told import told
from views.people.limits import limited
from views.people.signed_in import engine, needs, person
from views.shown.tables import Seen, seen
from views.web.negotiation import HTML
from views.web.parameters import takes
from views.web.service import asked, service

blueprint = Blueprint("upload", __name__)

SEE_OTHER: Final = 303
UNREADABLE: Final = 422
# A page and what is sent from it look at the same guesses; a large file takes seconds.
_WORKED_OUT: Final[LRUCache[Hashable, Imported]] = LRUCache(maxsize=4)
_LOCK: Final = threading.Lock()
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL_THE_SAME: Final = "all-the-same"
# No guess has an id like this.
WHY: Final = "why"
LONGEST_WHY: Final = 1_000


@blueprint.get("/contribute/upload")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def show() -> Response:
    """Where a file is sent, with the templates and what was begun."""
    return _page()


@blueprint.post("/contribute/upload")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
@limited("60 per minute")
def add() -> Response | Sent:
    """Read a file; what is wrong with it is said on the same page."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(N_("Choose a file first."))
    try:
        book = read(sent.stream.read((MAX_FILE_MB << 20) + 1), sent.filename)
    except BadSheet as error:
        return _page(error.detail)
    with transaction(engine()) as session:
        made = keep_upload(session, _me(), book)
    return redirect(url_for("upload.columns", name=made), SEE_OTHER)


@blueprint.get("/contribute/upload/<name>")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def columns(name: str) -> Response | Sent:
    """What each column is taken for; a table of ours that was saved again needs no such question."""
    held = _held(name)
    found = _imported(held)
    if not found.columns:
        return redirect(url_for("upload.values", name=name), SEE_OTHER)
    shown = columns_shown(found, _known(), held.book, language())
    html = render_template("contribute/upload_columns.html", upload=held, columns=shown, notes=found.notes)
    return Response(html, mimetype=HTML)


@blueprint.post("/contribute/upload/<name>")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def say_columns(name: str) -> Sent:
    """Keep what the columns are."""
    _answer(name)
    return redirect(url_for("upload.values", name=name), SEE_OTHER)


@blueprint.get("/contribute/upload/<name>/words")
@takes("again", many=("change",))
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def values(name: str) -> Response:
    """What each word is taken for: doubtful ones to be said, sure ones folded."""
    held = _held(name)
    found = _imported(held)
    shown: Asked = asked_about(found, _known(), request.args.getlist("change"), language())
    html = render_template(
        "contribute/upload_words.html",
        upload=held,
        found=found,
        asked=shown,
        again="again" in request.args,
        why=held.answers.get(WHY, ""),
        longest_why=LONGEST_WHY,
    )
    return Response(html, mimetype=HTML)


@blueprint.post("/contribute/upload/<name>/words")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def say_values(name: str) -> Sent:
    """Keep what the words mean. When all is said, or with the button that goes on all the same, make the draft."""
    _answer(name)
    me, held = _me(), _held(name)
    found = _imported(held)
    goes_on = found.is_settled or request.form.get("do") == ALL_THE_SAME
    if not (goes_on and found.changes.rows):
        return redirect(url_for("upload.values", name=name, again=1), SEE_OTHER)
    with transaction(engine()) as session:
        remember(session, me, [*found.columns, *found.guesses])
        why = held.answers.get(WHY) or found.changes.why
        made = save_draft(session, me, replace(found.changes, why=why), held.draft_id or None)
        finish_upload(session, name, me, made)
    return redirect(url_for("submissions.show", submission_id=made), SEE_OTHER)


@blueprint.post("/contribute/upload/<name>/forget")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def forget(name: str) -> Sent:
    """Take an upload out; a draft that was made of it stays."""
    with transaction(engine()) as session:
        forget_upload(session, name, _me())
    return redirect(url_for("upload.show"), SEE_OTHER)


@blueprint.get("/contribute/template.xlsx")
@takes()
def template_workbook() -> Response:
    """A workbook to fill in, in the language of the reader."""
    return _download(template_xlsx(_known(), language(), lambda text: str(told(text))), XLSX, "openplaza.xlsx")


@blueprint.get("/contribute/template")
@takes("language")
def template_text() -> Response:
    """The same without lists and help; its address may end in .csv. What is data has no language of its own, so that of
    the headings is named."""
    named = request.args.get("language", "") or language()
    if named not in LANGUAGES:
        raise BadParameter("language", N_("Write one of %(values)s.", values=", ".join(LANGUAGES)))
    return _download(template_csv(_known(), named), "text/csv; charset=utf-8", "openplaza.csv")


def _page(problem: str = "") -> Response:
    with reading(engine()) as session:
        begun = uploads_of(session, _me())
    html = render_template(
        "contribute/upload.html", problem=problem, begun=begun, most_mb=MAX_FILE_MB, most_rows=MAX_ROWS
    )
    return Response(html, UNREADABLE if problem else 200, mimetype=HTML)


def _answer(name: str) -> None:
    found = _imported(_held(name))
    answers = answers_of([*found.columns, *found.guesses], request.form, _known(), language())
    if WHY in request.form:
        answers = {**answers, WHY: " ".join(request.form[WHY].split())[:LONGEST_WHY]}
    with transaction(engine()) as session:
        answer_upload(session, name, _me(), answers)


def _held(name: str) -> Upload:
    with reading(engine()) as session:
        return upload(session, name, _me())


def _imported(held: Upload) -> Imported:
    with reading(engine()) as session:
        before = remembered(session, _me())
    known, against = _known(), asked().revision.number
    key = (held.id, tuple(sorted(held.answers.items())), tuple(sorted(before.items())), id(known), against)
    with _LOCK:
        found = _WORKED_OUT.get(key)
    if found is None:
        found = imported(held.book, known, held.answers, before, against)
        with _LOCK:
            _WORKED_OUT[key] = found
    return found


def _me() -> Person:
    found = person()
    assert found is not None
    return found


def _known() -> KnownFacts:
    """The tables as they stand; read again only when a file has changed."""
    settings = service().settings
    facts, contributions = Path(settings.facts_dir), Path(settings.contributions_dir)
    return _read(facts, contributions, (*seen(facts), *seen(contributions)), datetime.date.today())


@lru_cache(maxsize=2)
def _read(facts: Path, contributions: Path, _seen_then: Seen, today: datetime.date) -> KnownFacts:
    return known_of(standing(facts, contributions), today)


def _download(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
