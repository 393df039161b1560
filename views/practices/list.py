"""The list of practices and its map: one choice of filters, told by counts, by cards and by places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from flask import Response, request, url_for
from numpy.typing import NDArray

from graph.ask.binding import MAX_IRIS, Given, bind
from graph.errors import BadParameter
from graph.filters import FACETS, ORDERS, WORDS, Choice, PracticeTable, table_of
from graph.filters.kinds import LAW
from graph.text.messages import N_, counted, listed
from views.drawing import cities_map
from views.filters import filters as facet_shapes
from views.filters.filters import Asking, Shaped
from views.practices import law_told
from views.practices import rows as shapes
from views.practices.text_filter import Sought, sought
from views.shown.values import Hyperlink
from views.web.here import address, path
from views.web.negotiation import HTML, wanted
from views.web.pages import page
from views.web.paging import paged
from views.web.panels import NO_THING, Panel, kept_when_whole, nothing, panel
from views.web.service import asked, service, slug_of, text_of

BEST = "best"
TAKEN, FILTERS = (WORDS, "on", "sort", "page"), [facet.name for facet in FACETS]
SORTS = (
    (BEST, N_("Best match")),
    ("known", N_("Best known, then newest")),
    ("name", N_("Name")),
    ("newest", N_("Start, newest first")),
    ("oldest", N_("Start, oldest first")),
    ("evidence", N_("Strength of the evidence")),
)
MOST_DRAWN, MOST_BESIDE_MAP, MOST_COMPARED = 1_000, 12, 6
Places = NDArray[np.int32]


@dataclass(frozen=True)
class PracticeFinder:
    """What a request chooses, and what the table says of it; `order` holds the practices left, sorted."""

    asking: Asking
    table: PracticeTable
    choice: Choice
    sort: str
    order: Places
    on: str
    words: Sought | None = None


def finding(on: str) -> PracticeFinder:
    """The choice of this request, with the law of the day. Raises BadParameter for a way to sort that there is not,
    and, where no page is asked for that could tell it, for a value that no filter has.
    """
    given = facet_shapes.asking()
    sort = request.args.get("sort") or (BEST if given.words else ORDERS[0])
    if sort not in (BEST, *ORDERS):
        raise BadParameter("sort", N_("Sort by one of: %(names)s.", names=", ".join((BEST, *ORDERS))))
    table = table_of(asked().revision, lambda: asked().store).on(on)
    if wanted(request) != HTML:
        facet_shapes.refuse_unknown(table, given)
    words = sought(table, given.words) if given.words else None
    choice = table.chosen(given.chosen, words.found if words else None)
    return PracticeFinder(given, table, choice, sort, _sorted(table, choice, sort, words), on, words)


def _sorted(table: PracticeTable, choice: Choice, sort: str, words: Sought | None) -> Places:
    if sort == BEST and words is not None and words.order is not None:
        return choice.sorted(words.order)
    return choice.sorted(table.orders[ORDERS[0] if sort == BEST else sort])


def list_page(on: str) -> Response:
    """The list, with the law of the day. A page of it holds some cards; every other form holds all practices found."""
    found = finding(on)
    places, pagination = paged(range(len(found.order)), service().settings.page_cards)
    shown = found.order[places] if wanted(request) == HTML else found.order
    cards = cards_of(found.table, shown)
    response = page(
        "practices/list.html",
        answers={"practices": cards.answer},
        things=(found.table.iris[place] for place in found.order),
        cards=_cards(cards),
        panel=cards.state,
        pagination=pagination,
        compared=_side_by_side(found),
        **_told(found),
    )
    return kept_when_whole(response, [cards])


def map_page(on: str) -> Response:
    """The same choice on a map: cities with the number of practices that each would show, countries to choose."""
    found = finding(on)
    first = found.order[: min(service().settings.page_cards, MOST_BESIDE_MAP)]
    cards = cards_of(found.table, first if wanted(request) == HTML else found.order)
    places = panel("practices-places")
    shown, without = _places(found, places), panel("practices-countries-without")
    response = page(
        "practices/map.html",
        answers={"practices": cards.answer, "places": places.answer, "without": without.answer},
        things=(found.table.iris[place] for place in found.order),
        cards=_cards(cards),
        panel=cards.state,
        map_panel=places.state,
        map=cities_map.draw(sorted(shown, key=lambda each: -each["count"])[:MOST_DRAWN], _countries(found)),
        most_drawn=MOST_DRAWN,
        countries=_by_country(shown),
        cities=len(shown),
        without=listed(text_of(row, "country_label") for row in without.answer.rows),
        without_panel=without.state,
        **_told(found),
    )
    return kept_when_whole(response, [cards, places, without])


def cards_of(table: PracticeTable, places: Places) -> Panel:
    """What there is to say in a list about these practices, in their order; many are asked for a part at a time."""
    iris = [table.iris[place] for place in places]
    if not iris:
        return nothing("practices-cards", {"practices": [NO_THING]})
    parts = [panel("practices-cards", {"practices": iris[at : at + MAX_IRIS]}) for at in range(0, len(iris), MAX_IRIS)]
    failed = next((each for each in parts if each.failed), None)
    if failed:
        return failed
    by_iri = {str(row["practice"]): row for each in parts for row in each.answer.rows}
    rows = tuple(by_iri[iri] for iri in iris if iri in by_iri)
    elapsed_ms = sum(each.answer.elapsed_ms for each in parts)
    return Panel(parts[0].state, replace(parts[0].answer, rows=rows, elapsed_ms=elapsed_ms))


def whole_query(table: PracticeTable, asking: Asking, on: str) -> str:
    """The query of `practices-list.rq` with every value chosen and the day of the law; words are not in it."""
    values: dict[str, Given] = {facet: table.value_iris(facet, slugs) for facet, slugs in asking.chosen.items()}
    values["on"] = on
    return bind(service().catalogue["practices-list"], values)


def _side_by_side(found: PracticeFinder) -> Hyperlink | None:
    """The comparison of the first practices found; None where there are not two."""
    first = [slug_of(found.table.iris[place]) for place in found.order[:MOST_COMPARED]]
    if len(first) < 2:
        return None
    text = N_("Compare the first %(number)s", number=len(first))
    return Hyperlink(text, url_for("compare.show", thing=[f"practices/{slug}" for slug in first]))


def _told(found: PracticeFinder) -> Shaped:
    """What list and map say alike."""
    kept = [(name, value) for name, value in found.asking.kept if name not in ("sort", "on")]
    pairs = found.asking.pairs()
    return {
        "q": found.asking.words,
        "groups": facet_shapes.groups(found.choice),
        "chips": facet_shapes.chips(found.table, found.asking, path()),
        "clear": address(path(), found.asking.kept),
        "ways": [] if len(found.order) else facet_shapes.ways_back(found.choice, found.asking, path()),
        "chosen": sum(len(slugs) for slugs in found.asking.chosen.values()) + bool(found.asking.words),
        "total": len(found.order),
        "everything": found.table.size,
        "kept": kept,
        "sort": found.sort,
        "sorts": SORTS if found.words else SORTS[1:],
        "taken": found.words.taken if found.words else (),
        "list_href": address(url_for("practices.list_", on=None), pairs),
        "map_href": address(url_for("practices.map_", on=None), pairs),
        "unknown": facet_shapes.unknown(found.table, found.asking, path()),
        "under_law": law_told.under_law(found.choice, found.asking, path()),
        "law_group": LAW,
        "on": found.on,
        "table_query": found.table.query,
        "law_query": found.table.law_query,
        "list_query": whole_query(found.table, found.asking, found.on),
    }


def _cards(cards: Panel) -> list[Shaped]:
    return [shapes.card(row) | {"path": f"practices/{row['practice_id']}"} for row in cards.answer.rows]


def _places(found: PracticeFinder, places: Panel) -> list[Shaped]:
    """Cities with practices, each with the address that chooses it, or that takes it away when it is chosen."""
    counts = found.choice.count_by_slug("city")
    chosen = found.asking.chosen.get("city", [])
    return [
        {
            "id": text_of(row, "city_id"),
            "name": text_of(row, "city_label"),
            "country": text_of(row, "country_label"),
            "country_id": text_of(row, "country_id"),
            "lat": float(text_of(row, "lat")),
            "lon": float(text_of(row, "lon")),
            "count": counts[text_of(row, "city_id")],
            "counted": _counted(counts[text_of(row, "city_id")]),
            "chosen": text_of(row, "city_id") in chosen,
            "href": _switched(found, "city", text_of(row, "city_id")),
        }
        for row in places.answer.rows
        if counts.get(text_of(row, "city_id"))
    ]


def _countries(found: PracticeFinder) -> dict[str, Shaped]:
    """Countries with practices: code to number, name and address."""
    chosen = found.asking.chosen.get("country", [])
    return {
        code: {
            "name": found.table.label("country", code),
            "counted": _counted(count),
            "chosen": code in chosen,
            "href": _switched(found, "country", code),
        }
        for code, count in found.choice.count_by_slug("country").items()
        if count
    }


def _switched(found: PracticeFinder, facet: str, slug: str) -> str:
    """The address of this page with a value chosen as well, or without it when it is chosen already."""
    if slug in found.asking.chosen.get(facet, []):
        return address(path(), found.asking.pairs(without=(facet, slug)))
    return address(path(), [*found.asking.pairs(), (facet, slug)])


def _by_country(cities: Sequence[Shaped]) -> list[Shaped]:
    groups: dict[str, list[Shaped]] = {}
    for city in cities:
        groups.setdefault(city["country"], []).append(city)
    return [{"country": country, "cities": group} for country, group in groups.items()]


def _counted(number: int) -> str:
    return counted(number, "%(number)s practice", "%(number)s practices")
