"""A law that is chosen among practices: how many it holds for, where it depends on a fact, and what it would reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from graph.filters import NOT_RECORDED, Choice
from graph.filters.law import HOLDING, IF_RUN, LAW_FILTERS, OPEN
from graph.text.messages import NN_, counted
from views.filters.filters import Asking
from views.web.addresses import law_href
from views.web.here import address

TOLD = {
    HOLDING: NN_("Holds for %(number)s practice", "Holds for %(number)s practices"),
    OPEN: NN_("Depends on a fact for %(number)s practice", "Depends on a fact for %(number)s practices"),
    IF_RUN: NN_(
        "Would reach %(number)s practice that does not run then, if it did",
        "Would reach %(number)s practices that do not run then, if they did",
    ),
}


@dataclass(frozen=True, slots=True)
class LawPart:
    """What is told of a law, with the address of the list; `chosen` when that is the list shown."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LawTold:
    """A law that is chosen, its page, the feed of its changes, and what is told of it."""

    label: str
    href: str
    feed: str
    parts: Sequence[LawPart]


def under_law(choice: Choice, asked: Asking, path: str) -> list[LawTold]:
    """Each law chosen, with the number of practices in each of the law filters while the other filters hold, and the
    address that shows them.
    """
    chosen = dict.fromkeys(slug for name in LAW_FILTERS for slug in asked.chosen.get(name, ()))
    others = {name: slugs for name, slugs in asked.chosen.items() if name not in LAW_FILTERS}
    rest = Asking(asked.words, others, asked.kept).pairs()
    return [
        LawTold(
            choice.table.label(HOLDING, slug),
            law_href(slug),
            url_for("feeds.atom", written=f"laws/{slug}"),
            [
                LawPart(
                    _told(name, choice.total_with(name, slug, *LAW_FILTERS)),
                    address(path, [*rest, (name, slug)]),
                    slug in asked.chosen.get(name, ()),
                )
                for name in LAW_FILTERS
            ],
        )
        for slug in chosen
        if slug != NOT_RECORDED and choice.table.row(HOLDING, slug) is not None
    ]


def _told(name: str, number: int) -> str:
    return counted(number, *TOLD[name])
