"""Report a mistake: for everybody, without an account; a receipt leads back to what became of it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from graph.people import reading, transaction
from graph.review.reports import MAX_SHORT, MAX_TEXT, report, reported
from graph.text.messages import N_, name_words
from views.contribute.rows import row_of
from views.languages.address import language
from views.people.limits import limited
from views.people.signed_in import engine, must_be_private
from views.shown.corrections import OFF
from views.shown.tables import tables
from views.web.parameters import takes
from views.web.service import service

blueprint = Blueprint("contribute_reports", __name__)

FIELDS: Final = ("text", "right", "source", "contact")
LONGEST: Final = {"text": MAX_TEXT // 2, "right": MAX_TEXT // 4, "source": MAX_TEXT // 8, "contact": MAX_SHORT}
CREATED: Final = 303
UNPROCESSABLE: Final = 422
STATED: Final = 600


@blueprint.get("/contribute/report")
@takes("row", "column", "page")
def show() -> str:
    """The form of a report about a statement, or about a page."""
    must_take_reports()
    return _page(dict.fromkeys(FIELDS, ""), {})


@blueprint.post("/contribute/report")
@takes("row", "column", "page")
@limited("20 per hour")
def send() -> Response:
    """Keep a report, and lead to its receipt; what is missing is told beside its field."""
    must_take_reports()
    must_be_private()
    given = {name: request.form.get(name, "").strip() for name in FIELDS}
    if faults := dict(_faults(given)):
        return make_response(_page(given, faults), UNPROCESSABLE)
    with transaction(engine()) as session:
        receipt = report(session, _about()[0], _statement(), _told(given), given["contact"], language())
    return redirect(url_for("contribute_reports.receipt", name=receipt), CREATED)


@blueprint.get("/contribute/receipts/<name>")
@takes()
def receipt(name: str) -> str:
    """What became of a report."""
    must_take_reports()
    must_be_private()
    with reading(engine()) as session:
        found = reported(session, name)
        return render_template("contribute/receipt.html", report=found, day=found.reported_at.date().isoformat(),
                               answered=found.answered_at.date().isoformat() if found.answered_at else "")  # fmt: skip


def must_take_reports() -> None:
    """Leaves with 404 where nobody may contribute."""
    if service().settings.contributions == OFF:
        abort(404)


def _page(given: dict[str, str], faults: dict[str, str]) -> str:
    page, name, label, value = _about()
    return render_template("contribute/report.html", given=given, faults=faults, page=page, name=name_words(name),
                           label=label, value=value, longest=LONGEST)  # fmt: skip


def _faults(given: dict[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = [
        (name, N_("This is longer than %(number)s signs. Shorten it.", number=LONGEST[name]))
        for name, text in given.items()
        if len(text) > LONGEST[name]
    ]
    return found if given["text"] else [("text", N_("Say what is wrong, and how you know.")), *found]


def _told(given: dict[str, str]) -> str:
    """One text for who reads it; its parts are in the words of the reader."""
    parts = (given["text"], given["right"] and f"→ {given['right']}", given["source"] and f"⌖ {given['source']}")
    return "\n".join(filter(None, parts))


def _about() -> tuple[str, str, str, str]:
    """The page of the statement, the name of its row, the label of its column, and what stands there."""
    address = request.args.get("row", "")
    table, key = row_of(address)
    held = tables().get(table)
    if held is None or key not in held.rows:
        page = request.args.get("page", "")
        return page if page.startswith("/") and not page.startswith("//") else "/", "", "", ""
    column = next((each for each in held.schema.written if each.name == request.args.get("column")), None)
    value = held.rows[key][column.name] if column else ""
    return f"/row/{table}.csv/{key}", held.name(key), N_(column.label) if column else "", value[:STATED]


def _statement() -> str:
    _, name, label, value = _about()
    row, column = request.args.get("row", ""), request.args.get("column", "")
    return f"{row} {column}: {name} · {value}" if label else f"{row} {name}".strip()
