"""Forms for people with an account: something new, and what is kept of it until it is sent."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from graph.errors import NotFound
from graph.forms.composing import FilledForm, composed
from graph.forms.faults import faults
from graph.forms.kinds import BY_NAME, KINDS, Form, form_of
from graph.forms.standing import StandingTables
from graph.people import Person, Role, TokenScope, reading, transaction
from graph.review.records import Status
from graph.review.submissions import SavedDraft, draft, mine, save_draft, submit
from graph.text.messages import N_
from views.contribute.facts import judge, tables
from views.contribute.pages import Faults, changed_rows, form_page, similar_links
from views.contribute.reading import first_given, from_draft, read
from views.contribute.reports import must_take_reports
from views.contribute.rows import form_of_draft, title_of
from views.people.signed_in import engine, needs, person
from views.web.parameters import checks_itself, takes
from views.web.service import asked, service

blueprint = Blueprint("contribute", __name__)

SAVE, SAVE_QUIETLY, CHECK, MORE, SEND = "save", "keep", "check", "more", "send"
CREATED: Final = 303
STATES: Final = {
    Status.DRAFT: N_("Draft"), Status.SUBMITTED: N_("With the reviewers"), Status.RETURNED: N_("Sent back"),
    Status.ACCEPTED: N_("Accepted"), Status.PUBLISHED: N_("Published"), Status.REJECTED: N_("Not accepted"),
}  # fmt: skip
CHANGES: Final = {"add": N_("New"), "change": N_("Changed"), "retire": N_("Taken out")}


@blueprint.get("/contribute")
@takes()
def start() -> str:
    """What one can add or correct; for who is signed in also what she has begun."""
    must_take_reports()
    here = person() if service().settings.has_accounts else None
    return render_template("contribute/start.html", kinds=KINDS, accounts=service().settings.has_accounts,
                           signed_in=here is not None, mine=_mine(here) if here else [], states=STATES)  # fmt: skip


@blueprint.get("/contribute/new/<form>")
@checks_itself
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def new(form: str) -> Response:
    """An empty form; a parameter with the name of a column fills its field."""
    return form_page(first_given(_form(form), request.args), {}, action=request.full_path.rstrip("?"), draft=None)


@blueprint.post("/contribute/new/<form>")
@checks_itself
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
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
    given = from_draft(form_of_draft(kept.changes, tables()), kept.changes, tables().after(kept.changes))
    return form_page(given, {}, action=url_for("contribute.keep_draft", name=name), draft=kept,
                     saved="saved" in request.args, more=int("more" in request.args))  # fmt: skip


@blueprint.post("/contribute/drafts/<name>")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def keep_draft(name: str) -> Response:
    """Keep a draft anew, and go on as the button says."""
    kept = _draft(name)
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
    form = form_of_draft(kept.changes, tables())
    given = from_draft(form, kept.changes, tables().after(kept.changes))
    wrong = faults(form, kept.changes, judge())
    if wrong:
        return form_page(given, wrong, action=url_for("contribute.keep_draft", name=name), draft=kept)
    likes = similar_links(given) if form.kind.name == "practice" and not given.row else []
    html = render_template("contribute/check.html", draft=kept, rows=changed_rows(kept.changes), similar=likes,
                           kinds=CHANGES, title=title_of(kept.changes, tables()))  # fmt: skip
    return Response(html, mimetype="text/html")


@blueprint.post("/contribute/drafts/<name>/send")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def send(name: str) -> Response:
    """Send a draft to the reviewers."""
    author = _person()
    kept = _draft(name)
    if faults(form_of_draft(kept.changes, tables()), kept.changes, judge()):
        return redirect(url_for("contribute.check", name=name), CREATED)
    with transaction(engine()) as session:
        submit(session, name, author)
    return redirect(url_for("contribute.sent", name=name), CREATED)


@blueprint.get("/contribute/drafts/<name>/sent")
@takes()
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def sent(name: str) -> str:
    """What happens next."""
    kept = _draft(name)
    return render_template("contribute/sent.html", draft=kept, title=title_of(kept.changes, tables()))


def answered(given: FilledForm, kept: SavedDraft | None) -> Response:
    """Keep a form that was sent, then show what its button asked for. With nothing to keep, the form says so."""
    changes = composed(given, tables(), asked().revision.number)
    do = request.form.get("do", CHECK)
    action = url_for("contribute.keep_draft", name=kept.id) if kept else request.full_path.rstrip("?")
    if not changes.rows:
        if do == SAVE_QUIETLY:
            return jsonify(id=None)
        return form_page(given, {}, action=action, draft=kept, nothing=True, more=int(do == MORE))
    with transaction(engine()) as session:
        name = save_draft(session, _person(), changes, kept.id if kept else None)
    if do == SAVE_QUIETLY:
        return jsonify(id=name, action=url_for("contribute.keep_draft", name=name))
    if do == SAVE:
        return redirect(url_for("contribute.show_draft", name=name, saved=1), CREATED)
    if do == MORE:
        return redirect(url_for("contribute.show_draft", name=name, more=1, _anchor="sources"), CREATED)
    wrong: Faults = faults(given.form, changes, judge())
    if wrong:
        again = from_draft(given.form, changes, tables().after(changes))
        return form_page(again, wrong, action=url_for("contribute.keep_draft", name=name), draft=_draft(name))
    return redirect(url_for("contribute.check", name=name), CREATED)


def _form(name: str) -> Form:
    held: StandingTables = tables()
    if name not in BY_NAME:
        raise NotFound(N_("There is no form called %(name)s.", name=repr(name)))
    return form_of(BY_NAME[name], held)


def _draft(name: str) -> SavedDraft:
    with reading(engine()) as session:
        return draft(session, name, _person())


def _own_key(kept: SavedDraft) -> str:
    return kept.changes.rows[0].key


def _person() -> Person:
    found = person()
    assert found is not None, "Only views that need a role ask who it is."
    return found


def _mine(author: Person) -> list[dict[str, object]]:
    with reading(engine()) as session:
        kept = mine(session, author)
    return [{"title": title_of(each.changes, tables()), "status": each.status.value, "reason": each.reason,
             "saved_at": each.saved_at.date().isoformat(),
             "href": url_for("contribute.show_draft", name=each.id)} for each in kept]  # fmt: skip
