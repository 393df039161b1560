"""What changed in the law between two days, and what is coming after them."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, request

from views import changes_shapes as shapes
from views.law_date import law_date
from views.law_scope import scope_asked
from views.pages import page
from views.service import answer

blueprint = Blueprint("changes", __name__)


@blueprint.get("/laws/compare")
def compare() -> Response:
    """The changes between `from` and `to` for `scope`; without days, the last year up to today."""
    today = datetime.date.today()
    given = law_date("from") if request.args.get("from", "").strip() else str(today - datetime.timedelta(days=365))
    asked = given, law_date("to")
    first, last = sorted(asked)
    scope = scope_asked()
    changes = answer("law-changes", {**scope.values, "since": first, "until": last})
    coming = answer("law-changes", {**scope.values, "since": last})
    ahead = [row for row in shapes.once(coming.rows) if shapes.group_of(row) not in ("read", "national")]
    groups = shapes.groups(changes.rows, last)
    return page(
        "changes/compare.html",
        answers={"changes": changes, "coming": coming},
        things=sorted({str(row["thing"]) for row in changes.rows}),
        first=first,
        last=last,
        swapped=asked != (first, last),
        equal=first == last,
        scope=scope,
        groups=groups,
        total=sum(group["count"] for group in groups),
        coming=shapes.entries(ahead, last),
    )
