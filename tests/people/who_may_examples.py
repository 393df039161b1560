"""Things that routes of the table are asked for: an example in braces stands for what its function here makes.

A function gets the application and the people of the table by their column, and gives the text that stands in the
address. What it makes belongs to `contributor`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from flask import Flask

from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.people import Person, TokenScope, transaction
from graph.people.tokens import make_token, tokens_of
from graph.review.reports import report as report_mistake
from graph.review.submissions import save_draft, submit
from graph.sheets.uploads import keep_upload
from graph.workbooks.sheet import Sheet, Workbook
from tests.people.signing import somebody
from views.people.signed_in import EXTENSION

People = Mapping[str, Person | None]


def token(app: Flask, people: People) -> str:
    """The id of a token of the contributor."""
    owner = people["contributor"]
    assert owner is not None
    with transaction(app.extensions[EXTENSION].engine) as session:
        make_token(session, owner, "an example", [TokenScope.READ], days=1)
        return tokens_of(session, owner)[-1].id


def person(app: Flask, _people: People) -> str:
    """The id of somebody whom nobody else knows."""
    return somebody(app, name=f"Somebody {uuid.uuid4().hex}").id


def draft(app: Flask, people: People) -> str:
    """The id of a draft of the contributor."""
    owner = people["contributor"]
    assert owner is not None
    cells = (CellChange("id", "", "an-example"), CellChange("title", "", "A title"))
    row = RowChange("practices", "an-example", ChangeKind.ADD, cells)
    with transaction(app.extensions[EXTENSION].engine) as session:
        return save_draft(session, owner, ChangeSet((row,), "An example.", 1))


def submission(app: Flask, people: People) -> str:
    """The id of a submission of the contributor that waits for a reviewer."""
    author = people["contributor"]
    assert author is not None
    row = RowChange("cities", "nice", ChangeKind.CHANGE, (CellChange("name", "Nice", "Nizza"),))
    with transaction(app.extensions[EXTENSION].engine) as session:
        made = save_draft(session, author, ChangeSet((row,), "An example.", 1))
        submit(session, made, author)
    return made


def report(app: Flask, _people: People) -> str:
    """The receipt of a mistake that a reader reported."""
    with transaction(app.extensions[EXTENSION].engine) as session:
        return report_mistake(session, "/cities/nice", "Nice", "It is Nizza.")


def upload(app: Flask, people: People) -> str:
    """The id of a spreadsheet that the contributor sent."""
    author = people["contributor"]
    assert author is not None
    book = Workbook("a.csv", "UTF-8, commas", (Sheet("", (("Name", "City"), ("A practice", "Nice"))),))
    with transaction(app.extensions[EXTENSION].engine) as session:
        return keep_upload(session, author, book)


EXAMPLES: Mapping[str, Callable[[Flask, People], str]] = {
    "token": token,
    "person": person,
    "draft": draft,
    "submission": submission,
    "report": report,
    "upload": upload,
}
