"""The law date of a request: the day on which the law is asked about."""

from __future__ import annotations

import datetime

from flask import request

from graph.errors import BadParameter


def law_date(name: str = "on") -> str:
    """Return the day given in the query string as YYYY-MM-DD, or today. Raises BadParameter when it is no date."""
    given = request.args.get(name, "").strip()
    if not given:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise BadParameter(name, f"{given!r} is not a day. Write it as 2019-10-09.") from None
