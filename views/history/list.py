"""Contributions: the list of all that were accepted, each of them, and their Atom feed."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for

from graph.errors import NotFound
from graph.text.messages import N_
from views.history.columns import column_labels
from views.history.feed_entries import contribution_entries
from views.history.rows import ContributionRows, nodes, table
from views.shown.atom import feed_links, urn
from views.shown.site import site
from views.web.pages import page
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, service, text_of, thing_iri
from views.web.trust_headers import told

blueprint = Blueprint("contributions", __name__)

PAGE_ENTRIES = 200
MOST_CHANGES = 40
"""How many changed rows a page has, so that it is no longer than eight screens of a phone."""
LIMIT = "feed_entries"


@blueprint.get("/contributions", endpoint="list_")
@takes("page")
def list_() -> Response:
    """Every accepted contribution, the newest first."""
    found = answer("contributions-list")
    rows, pages = paged(table(found.rows), service().settings.page_rows)
    return page(
        "history/list.html",
        answers={"contributions": found},
        things=[thing_iri("contributions", text_of(row, "number")) for row in found.rows],
        rows=rows,
        pages=pages,
    )


@blueprint.get("/contributions/<number>")
@takes("page")
def show(number: str) -> Response:
    """One contribution: who, when, why, and every row and cell that it changed."""
    iri = thing_iri("contributions", number)
    found, values = (answer(f"contributions-{name}", {"contribution": iri}) for name in ("show", "values"))
    if not found.rows:
        message = N_("There is no contribution %(number)s. The list of contributions has them all.", number=number)
        raise NotFound(message)
    base = service().settings.base_iri
    contribution = ContributionRows.of(base, values.rows, column_labels()).contributions(found.rows)[0]
    rows, pages = paged(contribution.rows, min(MOST_CHANGES, service().settings.page_rows))
    return page(
        "history/contribution.html",
        answers={"contribution": found, "values": values},
        topic=iri,
        things=nodes(found.rows, base),
        contribution=contribution,
        rows=rows,
        pages=pages,
    )


@blueprint.get("/feeds/contributions.atom")
@takes("page")
def atom() -> Response:
    """The accepted contributions as Atom (RFC 4287), the newest first; a longer feed has pages (RFC 5005)."""
    found = answer("contributions-list")
    entries = contribution_entries(found)
    shown, pages = paged(entries, PAGE_ENTRIES)
    text = render_template(
        "changes/feed.xml",
        id=urn("feed contributions"),
        title=N_("%(site)s: contributions", site=site().name),
        updated=entries[0]["updated"] if entries else f"{str(service().revision.manifest.created)[:19]}Z",
        links=feed_links(pages),
        page=url_for("contributions.list_", _external=True),
        entries=shown,
    )
    whole = len(shown) == len(entries)
    response = Response(text, content_type="application/atom+xml; charset=utf-8")
    return told(response, found.revision, found.complete and whole, None if whole else LIMIT, found.elapsed_ms)
