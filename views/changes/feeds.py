"""Atom feeds: what changed for an act, a provision, a technology, a practice, a city, or in all law."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, render_template, request

from graph.errors import NotFound
from graph.text.languages import ENGLISH
from graph.text.messages import N_, JoinedWords, Message, ended, joined
from views.changes import rows as shapes
from views.changes.feeds_revisions import revision_entries, shaped
from views.changes.law_changes import changes_of
from views.changes.scope import Scope, find_scope
from views.history.feed_entries import entries_touching
from views.shown.atom import feed_links, urn
from views.shown.site import site
from views.web.law_date import law_date
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, service, text_of
from views.web.trust_headers import told
from views.web.words import long_date

blueprint = Blueprint("feeds", __name__)

EVERYTHING = "all"
PAGE_ENTRIES = 200
LIMIT = "feed_entries"
JUDGED = {"practice": ("practices-legal-events", "practice"), "city": ("cities-legal-events", "city")}


@blueprint.get("/feeds/<path:written>.atom")
@takes("on", "page")
def atom(written: str) -> Response:
    """The newest changes as Atom (RFC 4287): of the law up to the law date, of what is stated between the last data
    revisions, and the contributions that touched the thing. Names and dates come from the facts and the revisions.

    A feed that is longer than a page names its other pages (RFC 5005, section 3), and says that it is not complete.
    """
    scope = Scope() if written == EVERYTHING else find_scope(written)
    if scope is None:
        raise NotFound(
            N_(
                "There is no feed for %(name)s. There is one for every law, technology, practice and city.",
                name=repr(written[:80]),
            )
        )
    on = law_date()
    found = changes_of(scope, until=on)
    # The links carry no law date: an entry says the same on whichever day it is fetched.
    entries = [_entry(each) for each in shapes.entries(found.rows, "")]
    # What the graph says changes on the days of its revisions, whatever day of the law is asked for.
    data = [shaped(each, urn(each["key"])) for each in revision_entries(scope)]
    entries += [*_judgements(scope, on), *data, *entries_touching(scope.iri)]
    entries.sort(key=lambda each: (each["updated"], each["id"]), reverse=True)
    shown, pages = paged(entries, PAGE_ENTRIES)
    text = render_template(
        "changes/feed.xml",
        id=urn(f"feed {written}"),
        title=N_("%(site)s: what changed for %(thing)s", site=site().name, thing=scope.within_sentence),
        updated=entries[0]["updated"] if entries else _moment(str(service().revision.manifest.created)[:10]),
        links=feed_links(pages),
        page=f"{request.host_url.rstrip('/')}{scope.on('') or request.script_root + '/laws'}",
        entries=shown,
    )
    response = Response(text, content_type="application/atom+xml; charset=utf-8")
    whole = len(shown) == len(entries)
    complete, limit = found.laws.complete and whole, None if whole else LIMIT
    return told(response, found.laws.revision, complete, limit, found.laws.elapsed_ms)


def _entry(change: shapes.ChangeEntry) -> dict[str, str]:
    parts = joined((joined((part.label, part.note), " ") for part in change.parts), "; ")
    return {
        "id": urn(f"{change.day} {change.key}"),
        "title": change.title,
        "updated": _moment(change.day),
        "href": request.host_url.rstrip("/") + change.href,
        "text": joined((ended(change.date), change.text, parts), " "),
        **({"language": ENGLISH} if _is_in_english(change.text) else {}),
    }


def _is_in_english(text: str) -> bool:
    """Whether a text holds no sentence of ours, which is told in the reader's language: data say it in English."""
    parts = text.parts if isinstance(text, JoinedWords) else (text,)
    return bool(text) and not any(isinstance(each, Message) for each in parts)


def _judgements(scope: Scope, on: str) -> list[dict[str, str]]:
    """What courts and authorities said about the practice or the practices of the city, where the day is known."""
    if scope.kind not in JUDGED:
        return []
    question, parameter = JUDGED[scope.kind]
    rows = {text_of(row, "event_id", "x_id"): row for row in answer(question, {parameter: scope.iri}).rows}
    return [
        {
            "id": urn(f"legal event {identifier}"),
            "title": text_of(row, "authority") or N_("Legal event"),
            "updated": _moment(text_of(row, "date")),
            "href": request.host_url.rstrip("/") + scope.on(""),
            "text": joined((ended(long_date(row["date"])), text_of(row, "summary", "x_label")), " "),
            "language": ENGLISH,
        }
        for identifier, row in rows.items()
        if text_of(row, "date") and text_of(row, "date") <= on
    ]


def _moment(day: str) -> str:
    """The first moment of the day, month or year; Atom has no shorter dates."""
    whole = f"{day}-01-01"[:10]
    return f"{datetime.date.fromisoformat(whole).isoformat()}T00:00:00Z"
