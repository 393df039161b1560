"""Gaps: what is not known, by kind, city, theme and act, and in which row of which table it would stand."""

from __future__ import annotations

import threading

from cachetools import LRUCache
from flask import Blueprint, Response, request

from graph.ask.answer import Answer
from graph.errors import BadParameter
from graph.filters import facet_of
from graph.text.nearest import nearest
from views.gaps import rows as shapes
from views.gaps.found import FILTERS, Gap, Gaps, KnownThings
from views.gaps.kinds import KINDS
from views.shown.computed import computed_answer
from views.web.law_date import law_date
from views.web.pages import page
from views.web.paging import paged
from views.web.service import answer, asked

blueprint = Blueprint("gaps", __name__)

PAGE_ROWS = 50
MAX_VALUE = 200
Asked = tuple[dict[str, Answer], Gaps]
_kept: LRUCache[tuple[str, int, str], Asked] = LRUCache(maxsize=4)
_keeping = threading.Lock()


@blueprint.get("/gaps")
def show() -> Response:
    """What is not known: counts by kind, and the gaps of one `kind`, `city`, `theme` or `act`, or any mix of them."""
    on = law_date()
    answers, found = _everything(on)
    chosen = {each.name: value for each in FILTERS if (value := _value(each.name, found))}
    choice = found.choice(chosen)
    facets = [facet_of(choice, each) for each in FILTERS]
    kept = found.left(choice)
    shown, pagination = paged(kept, PAGE_ROWS)
    return page(
        "gaps/show.html",
        answers={"gaps": _answer(kept, answers), **answers},
        things=sorted({gap.iri for gap in shown}),
        on=on,
        chosen=chosen,
        lede=shapes.lede(kept, chosen, found),
        kinds=shapes.kinds(found, chosen),
        facets=facets,
        most=[] if chosen else shapes.most(facets[1:]),
        kind=KINDS.get(chosen.get("kind", "")),
        total=len(kept),
        rows=shapes.rows(shown),
        pagination=pagination,
    )


def _everything(on: str) -> Asked:
    """Every gap on a day; a few are kept for other filters, by revision too, since answers name theirs."""
    revision = asked().revision
    key = revision.manifest.quads_sha256, revision.number, on
    with _keeping:
        kept = _kept.get(key)
    if kept is None:
        answers = {
            "practices": answer("gaps-practices", {"on": on}),
            "law": answer("gaps-law"),
            "scopes": answer("gaps-scopes"),
        }
        known = KnownThings.of(answers["scopes"].rows)
        kept = answers, Gaps.of([*answers["practices"].rows, *answers["law"].rows], known)
        with _keeping:
            _kept[key] = kept
    return kept


def _value(name: str, found: Gaps) -> str:
    """The value of a filter. Raises BadParameter when there is no such kind, city, theme or act."""
    value = request.args.get(name, "").strip()[:MAX_VALUE]
    names = [found.table.values[place].slug for place in found.table.places(name)]
    if value and value not in names:
        raise BadParameter(name, f"There is no {name} named '{value}' here.{nearest(value, names)}")
    return value


def _answer(kept: list[Gap], behind: dict[str, Answer]) -> Answer:
    title = "What is not known, about what, and in which row would it stand?"
    rows = [shapes.plain(gap, request.host_url) for gap in kept]
    return computed_answer("gaps", title, shapes.COLUMNS, rows, sum(each.elapsed_ms for each in behind.values()))
