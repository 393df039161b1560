"""The day of knowledge of a request: the law is told as it was known on that day; without one, as it is known now."""

from __future__ import annotations

from typing import Any

from flask import request

from views.languages.copied import today
from views.web.here import with_params, without
from views.web.law_date import law_date

NAME = "known"


def known_day() -> str:
    """The day given as `known=`, as YYYY-MM-DD; empty when none is given. Raises BadParameter when it is no date."""
    return law_date(NAME) if request.args.get(NAME, "").strip() else ""


def telling(on: str, known: str) -> dict[str, Any]:
    """What a page says of its knowledge: the day, and the way to what was known on the law date, or to today's."""
    past = on < today().isoformat()
    return {"day": known, "is_past": past, "then": with_params(**{NAME: on}), "now": without(NAME)}
