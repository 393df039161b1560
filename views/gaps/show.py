"""Gaps: what is not known, by kind, city, theme and act, and in which row of which table it would stand."""

from __future__ import annotations

import threading

from cachetools import LRUCache
from flask import Blueprint, Response, request

from graph.ask.answer import Answer
from graph.errors import BadParameter
from graph.filters import facet_of
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.gaps import rows as shapes
from views.gaps.found import FILTERS, Gap, Gaps, KnownThings
from views.gaps.kinds import KINDS
from views.shown.computed import computed_answer, in_other_forms
from views.web.law_date import law_date
from views.web.pages import page
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, asked

blueprint = Blueprint("gaps", __name__)

PAGE_ROWS = 50
MAX_VALUE = 200
Asked = tuple[dict[str, Answer], Gaps]
_known_things: LRUCache[str, KnownThings] = LRUCache(maxsize=2)
_keeping = threading.Lock()


@blueprint.get("/gaps")
@takes("on", "page", *(each.name for each in FILTERS))
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
        every=shapes.EVERY,
        most=[] if chosen else shapes.most(facets[1:]),
        kind=KINDS.get(chosen.get("kind", "")),
        total=len(kept),
        rows=shapes.rows(shown),
        pagination=pagination,
    )


def _everything(on: str) -> Asked:
    """Every gap on a day."""
    answers = {
        "practices": answer("gaps-practices", {"on": on}),
        "law": answer("gaps-law"),
        "scopes": answer("gaps-scopes"),
    }
    return answers, Gaps.of([*answers["practices"].rows, *answers["law"].rows], _known(answers["scopes"]))


def _known(scopes: Answer) -> KnownThings:
    """The things that gaps are about; the same on every day, so made once a revision."""
    key = asked().revision.manifest.quads_sha256
    with _keeping:
        found = _known_things.get(key)
    if found is None:
        found = KnownThings.of(scopes.rows)
        with _keeping:
            _known_things[key] = found
    return found


def _value(name: str, found: Gaps) -> str:
    """The value of a filter. Raises BadParameter when there is no such kind, city, theme or act."""
    value = request.args.get(name, "").strip()[:MAX_VALUE]
    names = [found.table.values[place].slug for place in found.table.places(name)]
    if value and value not in names:
        raise BadParameter(
            name,
            joined(
                (N_("There is no %(name)s named '%(value)s' here.", name=name, value=value), meant(value, names)), " "
            ),
        )
    return value


def _answer(kept: list[Gap], behind: dict[str, Answer]) -> Answer:
    title = "What is not known, about what, and in which row would it stand?"
    rows = in_other_forms(lambda: (shapes.plain(gap, request.host_url) for gap in kept))
    return computed_answer("gaps", title, shapes.COLUMNS, rows, sum(each.elapsed_ms for each in behind.values()))
