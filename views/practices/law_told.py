"""A law that is chosen among practices: how many it holds for, where it depends on a fact, and what it would reach."""

from __future__ import annotations

from flask import url_for

from graph.filters import NOT_RECORDED, Choice
from graph.filters.law import HOLDING, IF_RUN, LAW_FILTERS, OPEN
from views.filters.filters import Asking, Shaped
from views.web.addresses import law_href
from views.web.here import address

TOLD = {
    HOLDING: "Holds for {}",
    OPEN: "Depends on a fact for {}",
    IF_RUN: "Would reach {} that {} not run then, if {} did",
}


def under_law(choice: Choice, asked: Asking, path: str) -> list[Shaped]:
    """Each law chosen, with the number of practices in each of the law filters while the other filters hold, and the
    address that shows them.
    """
    chosen = dict.fromkeys(slug for name in LAW_FILTERS for slug in asked.chosen.get(name, ()))
    others = {name: slugs for name, slugs in asked.chosen.items() if name not in LAW_FILTERS}
    rest = Asking(asked.words, others, asked.kept).pairs()
    return [
        {
            "label": choice.table.label(HOLDING, slug),
            "href": law_href(slug),
            "feed": url_for("feeds.atom", written=f"laws/{slug}"),
            "parts": [
                {
                    "text": _told(name, choice.total_with(name, slug, *LAW_FILTERS)),
                    "href": address(path, [*rest, (name, slug)]),
                    "chosen": slug in asked.chosen.get(name, ()),
                }
                for name in LAW_FILTERS
            ],
        }
        for slug in chosen
        if slug != NOT_RECORDED and choice.table.row(HOLDING, slug) is not None
    ]


def _told(name: str, number: int) -> str:
    practices, verb, who = ("practice", "does", "it") if number == 1 else ("practices", "do", "they")
    return TOLD[name].format(f"{number:,} {practices}", verb, who)
