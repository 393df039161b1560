"""The calendar of the law: dates of application, deadlines and steps, past and coming, as a page and as iCalendar."""

from __future__ import annotations

import datetime
import re
import uuid

from flask import Blueprint, Response, request
from icalendar import Calendar, Event, vDuration, vText

from graph.terms import BASE
from graph.text.messages import N_, joined
from views.changes import rows as shapes
from views.changes.law_changes import changes_of
from views.changes.scope import Scope, choices, scope_asked
from views.languages.told import told
from views.shown.site import site
from views.web.law_date import law_date
from views.web.negotiation import wanted
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import service
from views.web.trust_headers import told as with_trust

blueprint = Blueprint("calendar", __name__)

SHOWN = ("applicable", "no-longer", "timetable", "ended")
ICALENDAR = "text/calendar"
# How often a program that keeps the calendar looks again: RFC 7986, section 5.7, and the older name that Outlook reads.
LOOK_AGAIN = datetime.timedelta(days=1)
PRODUCT = "-//OpenPlaza//Calendar of the law//EN"


@blueprint.get("/calendar")
@takes("on", "scope")
def show() -> Response:
    """Every dated step for `scope`: what comes after the law date first, then what lies before it.

    A program that asks for text/calendar gets the iCalendar.
    """
    if wanted(request, ICALENDAR) == ICALENDAR:
        return ics()
    on, scope = law_date(), scope_asked()
    found = changes_of(scope)
    rows = [row for row in found.rows if shapes.group_of(row) in SHOWN]
    dated = shapes.entries(rows, on)
    return page(
        "changes/calendar.html",
        answers={"dates": found.laws, "rules": found.rules},
        csv_table=found.table,
        things=sorted({str(row["thing"]) for row in rows}),
        on=on,
        scope=scope,
        choices=choices(scope),
        coming=[each for each in dated if each.day > on],
        past=[each for each in reversed(dated) if each.day <= on],
    )


@blueprint.get("/calendar.ics")
@takes("on", "scope")
def ics() -> Response:
    """The dates after the law date for `scope` as iCalendar (RFC 5545): one whole-day event each, in order of date."""
    on, scope = law_date(), scope_asked()
    found = changes_of(scope, since=on)
    rows = [row for row in found.rows if shapes.group_of(row) in SHOWN]
    document = _calendar(scope, shapes.entries(rows, ""))
    response = Response(document.to_ical(), content_type=f"{ICALENDAR}; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="openplaza.ics"'
    response.vary.add("Accept")
    return with_trust(response, found.laws.revision, found.laws.complete, None, found.laws.elapsed_ms)


def _calendar(scope: Scope, entries: list[shapes.ChangeEntry]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add(
        "x-wr-calname", _Text(told(N_("%(site)s: dates of %(thing)s", site=site().name, thing=scope.within_sentence)))
    )
    # The moment of the revision, not of the request: the same revision gives the same bytes.
    stamp = datetime.datetime.fromisoformat(str(service().revision.manifest.created)).astimezone(datetime.UTC)
    calendar.add("last-modified", stamp)
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(LOOK_AGAIN))
    for entry in entries:
        if len(entry.day) < len("2026-12-02"):
            continue
        calendar.add_component(event_of(entry, stamp))
    return calendar


class _Text(vText):
    """Text as RFC 5545, 3.3.11 writes it. The library takes a backslash and N that stand in the text for a line end."""

    def to_ical(self) -> bytes:
        escaped = re.sub(r"[\\;,]", lambda sign: "\\" + sign[0], self)
        return escaped.replace("\n", "\\n").encode()


def event_of(entry: shapes.ChangeEntry, stamp: datetime.datetime) -> Event:
    """One entry as an event of a whole day; `stamp` is the moment of the revision."""
    event = Event()
    # Not made of the date, so that a moved date moves the entry in the reader's calendar.
    event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, BASE + entry.key)}@openplaza")
    event.add("dtstamp", stamp)
    event.add("dtstart", datetime.date.fromisoformat(entry.day))
    event.add("summary", _Text(told(entry.title)))
    parts = joined((part.label for part in entry.parts), "; ")
    event.add("description", _Text(told(joined((entry.text, parts), " "))))
    event.add("url", request.host_url.rstrip("/") + entry.href)
    event.add("transp", "TRANSPARENT")
    return event
