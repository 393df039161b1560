"""Forms for people with an account: something new, and what is kept of it until it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from graph.contribute.changes import ChangeKind
from graph.errors import NotFound
from graph.forms.composing import FilledForm, composed
from graph.forms.faults import FieldFault, faults
from graph.forms.kinds import BY_NAME, EVALUATION, KINDS, Form, form_of
from graph.forms.matching import candidates, meant
from graph.forms.resolving import resolved
from graph.forms.standing import StandingTables
from graph.people import Person, Role, TokenScope, reading, transaction
from graph.review.records import Status
from graph.review.submissions import SavedDraft, draft, mine, save_draft
from graph.text.messages import N_
from views.contribute.changed import rows_shown
from views.contribute.pages import form_page, similar_links
from views.contribute.reading import WHY, first_given, from_draft, read
from views.contribute.reports import must_take_reports
from views.contribute.rows import HasTable, fit_a_form, form_of_draft, is_of_a_form, title_of
from views.people.limits import limited
from views.people.signed_in import engine, needs, person
from views.review.words import status_badge
from views.shown.tables import judge, tables, text_index
from views.web.here import as_asked
from views.web.parameters import checks_itself, takes
from views.web.service import asked, service

blueprint = Blueprint("contribute", __name__)

SAVE, SAVE_QUIETLY, CHECK, MORE = "save", "keep", "check", "more"
CREATED: Final = 303
OFTEN: Final = "120 per minute"
WAITING: Final = (Status.DRAFT, Status.RETURNED)


@blueprint.get("/contribute")
@takes()
def start() -> str:
    """What one can add or correct; for who is signed in also what she has begun."""
    must_take_reports()
    here = person() if service().settings.has_accounts else None
    return render_template("contribute/start.html", kinds=(*KINDS, EVALUATION), signed_in=here is not None,
                           begun=_begun(here) if here else [])  # fmt: skip


@blueprint.app_template_test("of_a_form")
def of_a_form(rows: Sequence[HasTable]) -> bool:
    """Whether a form can show these rows of a submission."""
    return bool(rows) and fit_a_form([row.table for row in rows])


@blueprint.get("/contribute/new/<form>")
@checks_itself
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def new(form: str) -> Response:
    """An empty form; a parameter with the name of a column fills its field. An evaluation is that of a practice."""
    if form == EVALUATION.name:
        return _evaluation(request.args.get("practice", "").strip())
    return form_page(first_given(_form(form), request.args), {}, action=as_asked(), draft=None)


@blueprint.post("/contribute/new/<form>")
@checks_itself
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
@limited(OFTEN)
def add(form: str) -> Response:
    """Keep what was written as a draft, and go on as the button says."""
    given = read(_form(form), request.form)
    return answered(given, None)


@blueprint.get("/contribute/drafts/<name>")
@takes("saved", "more")
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def show_draft(name: str) -> Response:
    """A draft in its form."""
    kept = _draft(name)
    if not is_of_a_form(kept.changes):
        return redirect(url_for("submissions.show", submission_id=name), CREATED)
    given = from_draft(form_of_draft(kept.changes, tables()), kept.changes, tables().after(kept.changes))
    return form_page(given, {}, action=url_for("contribute.keep_draft", name=name), draft=kept,
                     saved="saved" in request.args, more=int("more" in request.args))  # fmt: skip


@blueprint.post("/contribute/drafts/<name>")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
@limited(OFTEN)
def keep_draft(name: str) -> Response:
    """Keep a draft anew, and go on as the button says."""
    kept = _draft(name)
    if not is_of_a_form(kept.changes):
        raise NotFound(N_("This draft was not written in a form."))
    form = form_of_draft(kept.changes, tables())
    before = from_draft(form, kept.changes, tables().after(kept.changes))
    given = read(form, request.form)
    same = FilledForm(**{**given.__dict__, "row": before.row, "carried": before.carried,
                         "keep": "" if kept.status == Status.DRAFT else _own_key(kept)})  # fmt: skip
    return answered(same, kept)


@blueprint.get("/contribute/drafts/<name>/check")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def check(name: str) -> Response:
    """What would be sent, in words, with what may be there already."""
    kept = _draft(name)
    if not is_of_a_form(kept.changes):
        return redirect(url_for("submissions.show", submission_id=name), CREATED)
    form = form_of_draft(kept.changes, tables())
    given = from_draft(form, kept.changes, tables().after(kept.changes))
    wrong = _faults(form, kept)
    if wrong:
        return form_page(given, wrong, action=url_for("contribute.keep_draft", name=name), draft=kept)
    likes = similar_links(given) if form.kind.name == "practice" and not given.row else []
    html = render_template("contribute/check.html", draft=kept, rows=rows_shown(kept.changes), similar=likes,
                           title=title_of(kept.changes, tables()))  # fmt: skip
    return Response(html, mimetype="text/html")


def answered(sent: FilledForm, kept: SavedDraft | None) -> Response:
    """Keep a form that was sent, then show what its button asked for. With nothing to keep, the form says so."""
    given = resolved(sent, judge())
    changes = composed(given, tables(), asked().revision.number)
    do = request.form.get("do", CHECK)
    if not changes.rows:
        action = url_for("contribute.keep_draft", name=kept.id) if kept else as_asked()
        return jsonify(id=None) if do == SAVE_QUIETLY else form_page(given, {}, action=action, draft=kept, nothing=True)
    with transaction(engine()) as session:
        name = save_draft(session, _person(), changes, kept.id if kept else None)
    if do == SAVE_QUIETLY:
        return jsonify(id=name, action=url_for("contribute.keep_draft", name=name))
    if do == SAVE:
        return redirect(url_for("contribute.show_draft", name=name, saved=1), CREATED)
    if do == MORE:
        return redirect(url_for("contribute.show_draft", name=name, more=1, _anchor="sources"), CREATED)
    return redirect(url_for("contribute.check", name=name), CREATED)


def _evaluation(written: str) -> Response:
    """The form for the evaluation of a practice, or the question of which."""
    key = meant("practices", written, tables(), text_index()) if written else ""
    if key:
        return redirect(url_for("contribute_correct.show", row=f"practices.csv/{key}", column="evaluation"), CREATED)
    found = candidates("practices", written, tables(), text_index()) if written else ()
    html = render_template("contribute/which.html", kind=EVALUATION, written=written, candidates=found)
    return Response(html, mimetype="text/html")


def _form(name: str) -> Form:
    held: StandingTables = tables()
    if name not in BY_NAME:
        raise NotFound(N_("There is no form called %(name)s.", name=repr(name)))
    return form_of(BY_NAME[name], held)


def _draft(name: str) -> SavedDraft:
    with reading(engine()) as session:
        return draft(session, name, _person())


def _faults(form: Form, kept: SavedDraft) -> dict[str, FieldFault]:
    """What is wrong with a draft; a correction says why."""
    found = faults(form, kept.changes, judge())
    if not kept.changes.why.strip() and kept.changes.rows[0].kind is not ChangeKind.ADD:
        found[WHY] = FieldFault(WHY, N_("Say in a sentence why: reviewers and readers of the history see it."))
    return found


def _own_key(kept: SavedDraft) -> str:
    return kept.changes.rows[0].key


def _person() -> Person:
    found = person()
    assert found is not None, "Only views that need a role ask who it is."
    return found


def _begun(author: Person) -> list[dict[str, object]]:
    """What waits for its author: drafts, and what a reviewer sent back."""
    with reading(engine()) as session:
        kept = [each for each in mine(session, author) if each.status in WAITING]
    return [{"title": title_of(each.changes, tables()), "badge": status_badge(each.status), "reason": each.reason,
             "href": url_for("contribute.show_draft", name=each.id)} for each in kept]  # fmt: skip
