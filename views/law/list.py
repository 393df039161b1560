"""Legislation: the list of acts, and the way to the page of an act or a provision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirect

from graph.errors import NotFound
from graph.law.state import Span, states_on
from graph.search import identified, index_of
from graph.text.messages import N_
from views.filters.facets import Choices, Facet
from views.law import act as laws_act
from views.law import provision as laws_provision
from views.law import rows as act_rows
from views.law import states
from views.law.known import NAME as DAY_KNOWN
from views.web.addresses import law_href
from views.web.here import same_query
from views.web.law_date import law_date
from views.web.negotiation import in_form_asked
from views.web.pages import page
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, asked, grouped, service, slug_of

blueprint = Blueprint("laws", __name__)

FACETS = (
    Facet("type", N_("Type of act")),
    Facet("area", N_("Policy area")),
    Facet("state", N_("Status on the day")),
    Facet("jurisdiction", N_("Jurisdiction")),
)
MAX_IDENTIFIER = 200


@blueprint.get("/laws")
@takes("q", "on", "page", many=[facet.name for facet in FACETS])
def list_() -> Response:
    """Every act with its status on the law date; the whole state of the filters is in the address."""
    on, words = law_date(), request.args.get("q", "").strip()[:200]
    chosen = {facet.name: request.args.getlist(facet.name) for facet in FACETS}
    intervals = answer("laws-intervals")
    known = {act: states.spans(rows) for act, rows in grouped(intervals.rows, "act").items()}
    everything = answer("laws-list", {"q": words})
    valued: list[Mapping[str, Any]] = [*answer("laws-facets").rows]
    valued += _state_rows([str(row["act"]) for row in everything.rows], known, on)
    choices = Choices(valued, chosen, key="act")
    found = everything
    if any(chosen.values()):
        values: dict[str, Any] = {"q": words, "type": choices.iris("type"), "area": choices.iris("area")}
        found = answer("laws-list", {**values, "act": _narrowed(valued, chosen)})
    rows, pagination = paged(found.rows, service().settings.page_cards)
    within = [str(row["act"]) for row in everything.rows]
    named = answer("laws-provisions-named") if words else None
    return page(
        "law/list.html",
        answers={"acts": found, "states": intervals} | ({"provisions": named} if named else {}),
        things=[str(row["act"]) for row in found.rows],
        q=words,
        on=on,
        facets=[{"name": f.name, "legend": f.legend, "options": choices.options(f.name, within)} for f in FACETS],
        cards=[act_rows.card(row, known.get(str(row["act"]), []), on) for row in rows],
        provisions=act_rows.provisions_found(named.rows, words, on) if named else [],
        total=len(found.rows),
        chosen=sum(map(len, chosen.values())),
        pagination=pagination,
    )


def _state_rows(acts: Sequence[str], known: Mapping[str, list[Span]], on: str) -> list[dict[str, str]]:
    """The computed states as rows of one more filter."""
    return [
        {"act": act, "facet": "state", "value": span.state, "value_label": span.label}
        for act in acts
        for span in states_on(known.get(act, []), on)
    ]


def _narrowed(valued: Sequence[Mapping[str, Any]], chosen: Mapping[str, Sequence[str]]) -> list[str]:
    """The acts left by the filters that are computed or are not concepts; none of them: an act that does not exist."""
    sets = [
        {str(row["act"]) for row in valued if str(row["facet"]) == name and slug_of(row["value"]) in chosen[name]}
        for name in ("state", "jurisdiction")
        if chosen[name]
    ]
    return (sorted(set.intersection(*sets)) or ["urn:unknown:act"]) if sets else []


@blueprint.get("/laws/<path:name>")
@takes("on", DAY_KNOWN)
def show(name: str) -> Response | Redirect:
    """An act or a provision: its identifier in the tables is its address. Other spellings of it lead there."""
    shown = answer("laws-show", {"id": name}) if len(name) <= MAX_IDENTIFIER else None
    if shown is None or not shown.rows:
        here = asked()
        meant = identified(index_of(here.revision, lambda: here.store), name, ("acts", "provisions"))
        if meant is not None:
            return redirect(same_query(in_form_asked(law_href(meant.id, ""))), 301)
        raise NotFound(
            N_(
                "There is no act or provision with the identifier %(name)s. The list of laws can be searched.",
                name=repr(name),
            )
        )
    kind = str(shown.rows[0]["kind"])
    return laws_act.show(shown, name) if kind == "act" else laws_provision.show(shown, name)
