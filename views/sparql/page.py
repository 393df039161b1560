"""The query page: the editor, the beginning of an answer or what went wrong, and examples to start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for

from graph.errors import OpenPlazaError
from graph.evaluate.evaluated import Evaluated
from graph.sparql.reading import read
from views.answers import networks
from views.answers.asked import AskedView, asked_view, passed_over
from views.answers.show import AnswerView, answer_view, counts_table
from views.answers.snippets import ABOUT, snippets
from views.replies.headers import csp_nonce
from views.replies.problems import RETRY_AFTER
from views.shown.examples import examples
from views.sparql import rows as shapes
from views.sparql.hinting import hints_on
from views.sparql.protocol import ROW_NAMES, TRIPLE_NAMES, QueryRequest, pairs_of
from views.web.negotiation import HTML
from views.web.problem_kinds import KIND_KEY
from views.web.revisions_open import Opened
from views.web.service import service


def query_page(
    here: Opened, asked: QueryRequest, *, found: Evaluated | None = None, error: OpenPlazaError | None = None
) -> Response:
    """The page with the query of the request in its editor; 200, or the status of `error`."""
    settings = service().settings
    query = read(asked.query or "")
    shown = shapes.shown(found, settings, query) if found else None
    view = _view(here, asked, shown) if shown and shown.rows else None
    hints = [each.message for each in hints_on(query, here, found)] if found else []
    names = TRIPLE_NAMES if shown and shown.turtle is not None else ROW_NAMES
    html = render_template(
        "sparql/page.html",
        query=shapes.first_query(service().catalogue) if asked.query is None else asked.query,
        shown=shown,
        hints=hints,
        passed_over=passed_over(asked.passed_over),
        view=view,
        counts=counts_table(view.drawing) if view and view.drawing and view.drawing.counted else None,
        svg=f"{url_for('drawn.svg')}?{urlencode(view.asked.pairs())}" if view else "",
        problem=shapes.problem(error, asked.query or ""),
        downloads=shapes.downloads(asked, [*names, *_networks(shown)], url_for("sparql.list_"), shown.complete)
        if shown
        else [],
        link=_address(asked, None),
        pinned=_address(asked, here.revision.number),
        snippets=snippets(url_for("sparql.list_", _external=True), asked.query or "", query.form) if shown else [],
        about_snippets=ABOUT,
        examples=shapes.examples(service().catalogue, url_for("sparql.list_"), examples),
        graphs=sorted(here.revision.manifest.graphs.items()),
        number=here.revision.number,
        older=here.revision.number != service().revision.number,
        csp_nonce=csp_nonce(),
        settings=settings,
    )
    response = Response(html, error.status if error else 200, mimetype=HTML)
    if error:
        request.environ[KIND_KEY] = error.slug
        if RETRY_AFTER in error.members():
            response.headers["Retry-After"] = str(error.members()[RETRY_AFTER])
    return response


def _address(asked: QueryRequest, revision: int | None) -> str:
    """The address of this page with the query; `revision` keeps the answer as it is."""
    kept = asked if revision is None else replace(asked, revision=revision)
    return f"{url_for('sparql.list_', _external=True)}?{urlencode(pairs_of(kept))}"


def asked_here(asked: QueryRequest, columns: Sequence[str]) -> AskedView:
    """What the address of this request wants to see of the answer to `asked`."""
    return asked_view(request.args, url_for("sparql.list_"), pairs_of(asked), columns)


def _view(here: Opened, asked: QueryRequest, shown: shapes.Shown) -> AnswerView:
    assert shown.rows is not None
    wanted = asked_here(asked, shown.rows.columns)
    return answer_view(shown.rows, wanted, here, service().settings.page_rows)


def _networks(shown: shapes.Shown) -> list[str]:
    """The forms of a network, where rows are edges."""
    return [*networks.FORMS] if shown.rows and networks.ends_of(shown.rows) else []
