"""Correct this: a statement on a page leads to the form of its row, at its field; for who has no account, to a report.

The address is the same for everybody, so that pages are the same bytes for all.
"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from graph.errors import NotFound
from graph.forms.composing import FilledForm
from graph.forms.fields import Ask
from graph.forms.kinds import BY_NAME, EVALUATION, Form, form_of, form_of_table
from graph.people import Role, TokenScope
from graph.text.messages import N_
from views.contribute.pages import form_page
from views.contribute.reading import from_row, read
from views.contribute.reports import must_take_reports
from views.contribute.rows import row_of
from views.contribute.show import answered
from views.people.signed_in import needs, person
from views.shown.tables import tables
from views.web.here import as_asked
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("contribute_correct", __name__)

SEE_OTHER = 303


@blueprint.get("/contribute/correct")
@takes("row", "column", "add")
def show() -> Response:
    """The form that corrects a row, at the field of `column`, or that of something new about it where `add` names one;
    whoever is not signed in reports a mistake instead, and so does everybody in what no form asks for, such as the key,
    by which other rows name this one."""
    must_take_reports()
    if not service().settings.has_accounts or person() is None:
        return _to_report()
    form, key = _asked()
    column = request.args.get("column")
    if any(each.name == column and each.ask is Ask.NEVER for each in form.fields):
        return _to_report()
    if (added := request.args.get("add", "")) in BY_NAME:
        about = urlencode(_about(added, form, key), safe="/:")
        return redirect(f"{url_for('contribute.new', form=added)}?{about}", SEE_OTHER)
    return form_page(from_row(form, key, tables()), {}, action=as_asked(), draft=None, at=column)


@blueprint.post("/contribute/correct")
@takes("row", "column")
@needs(Role.CONTRIBUTOR, TokenScope.SUBMIT)
def keep() -> Response:
    """Keep what was corrected as a draft, and go on as the button says."""
    form, key = _asked()
    given = read(form, request.form)
    return answered(FilledForm(**{**given.__dict__, "row": key}), None)


def _to_report() -> Response:
    """To the report of a mistake, which names the statement."""
    asked = {name: request.args[name] for name in ("row", "column") if request.args.get(name)}
    return redirect(f"{request.script_root}/contribute/report?{urlencode(asked, safe='/:')}", SEE_OTHER)


def _about(added: str, form: Form, key: str) -> dict[str, str]:
    """The columns of a new row that name the row which it is about."""
    references = tables()[BY_NAME[added].table].schema.references
    return {column: key for column, (file, _) in references.items() if file.removesuffix(".csv") == form.kind.table}


def _asked() -> tuple[Form, str]:
    table, key = row_of(request.args.get("row", ""))
    held = tables()
    if held.get(table) is None or key not in held[table].rows:
        raise NotFound(N_("There is no row %(row)s in the tables.", row=repr(request.args.get("row", ""))))
    column = next((each for each in held[table].schema.written if each.name == request.args.get("column")), None)
    if table == EVALUATION.table and column is not None and column.form_part == EVALUATION.part:
        return form_of(EVALUATION, held), key
    return form_of_table(table, held), key
