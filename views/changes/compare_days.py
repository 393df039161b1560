"""What changed in the law between two days, and what is coming after them."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, request

from views.changes import rows as shapes
from views.changes.law_changes import changes_of
from views.changes.scope import choices, scope_asked
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes

blueprint = Blueprint("changes", __name__)


@blueprint.get("/laws/compare")
@takes("from", "to", "scope")
def compare() -> Response:
    """The changes between `from` and `to` for `scope`; without days, the last year up to today."""
    today = datetime.date.today()
    given = law_date("from") if request.args.get("from", "").strip() else str(today - datetime.timedelta(days=365))
    asked = given, law_date("to")
    first, last = sorted(asked)
    scope = scope_asked()
    changes, coming = changes_of(scope, first, last), changes_of(scope, last)
    ahead = [row for row in coming.rows if shapes.group_of(row) not in ("read", "national")]
    groups = shapes.groups(changes.rows, last)
    return page(
        "changes/compare_days.html",
        answers={
            "changes": changes.laws,
            "coming": coming.laws,
            "rules": changes.rules,
            "coming_rules": coming.rules,
        },
        csv_table=changes.table,
        things=sorted({str(row["thing"]) for row in changes.rows}),
        first=first,
        last=last,
        swapped=asked != (first, last),
        equal=first == last,
        scope=scope,
        choices=choices(scope),
        groups=groups,
        total=sum(group["count"] for group in groups),
        coming=shapes.entries(ahead, last),
    )
