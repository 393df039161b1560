"""The law date of a request: the day on which the law is asked about, and how links carry it from page to page."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, has_request_context, request

from graph.errors import BadParameter
from graph.text.messages import N_
from graph.things import KINDS
from views.languages.copied import today
from views.web import here
from views.web.here import Pairs, pairs, without

NAME = "on"
# Another day starts at the first page again.
STARTS_ANEW = (NAME, "page")
DATED = frozenset((
    "actions.list_", "actions.show", "assess.show", "briefing.show", "calendar.show", "cities.list_", "cities.show",
    "compare.show", "gaps.show", "home.show", "impact.show", "laws.list_", "laws.show", "organisations.list_",
    "organisations.show", "partnership.show", "partnership.show_event", "peers.city", "peers.practice",
    "practices.list_", "practices.map_", "practices.show", "search.list_", "technologies.list_", "technologies.show",
    "timeline.show", "trace.show", "trace_network.show", "transposition.show",
))  # fmt: skip
"""Pages that take the law date: a link to one of them carries the day that the page it stands on was asked for."""

DATED_PAGES = frozenset(kind.page for kind in KINDS if kind.has_own_page)
"""The same for pages of things, by the beginning of their address."""


def law_date(name: str = NAME) -> str:
    """Return the day given in the query string as YYYY-MM-DD, or today. Raises BadParameter when it is no date."""
    given = request.args.get(name, "").strip()
    if not given:
        return today().isoformat()
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise BadParameter(name, N_("%(given)s is not a day. Write it as 2019-10-09.", given=repr(given))) from None


def kept(on: str) -> str | None:
    """The day as a link carries it: None for today and for no day."""
    return on if on and on != today().isoformat() else None


def asked_day() -> str | None:
    """The law date of this request when it is another day than today; None also when it is no date."""
    if not has_request_context():
        return None
    try:
        return kept(law_date())
    except BadParameter:
        return None


def carried(address: str, on: str | None = None) -> str:
    """The address with `on`, by default the day of this request, where that is not today; a fragment stays last."""
    day = asked_day() if on is None else kept(on)
    if day is None:
        return address
    path, hash_, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({NAME: day})}{hash_}{fragment}"


def register(app: Flask) -> None:
    """Make url_for carry the law date to DATED pages, and tell templates what a form for the day needs."""

    @app.url_defaults
    def with_day(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in DATED and NAME not in values and (day := asked_day()):
            values[NAME] = day

    app.jinja_env.globals.update(
        asked_day=asked_day, kept_parameters=kept_parameters, this_path=here.path, without_day=without_day
    )


def kept_parameters(*dropped: str) -> Pairs:
    """The other parameters of this request, for the hidden fields of a form for the day; not those named."""
    return pairs(*STARTS_ANEW, *dropped)


def without_day() -> str:
    """The address of this page as of today, all else as it is."""
    return without(*STARTS_ANEW)
