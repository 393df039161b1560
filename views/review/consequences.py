"""A preview as it is read: what changes, by kind; which law, by practice; which pages; and what was not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import url_for

from graph.ask.catalogue import Catalogue
from graph.preview.values import Fate, GoverningChange, Preview, TouchedThing
from graph.things import BY_CLASS
from views.review.words import FATES, STANDINGS
from views.shown.statements import href
from views.shown.values import Hyperlink

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class ThingGroup:
    """Things of one kind that share their fate."""

    fate: str
    kind: str
    things: Sequence[Hyperlink]
    rest: int


@dataclass(frozen=True, slots=True)
class GovernedPractice:
    """The provisions that would govern a practice, or no longer, or otherwise."""

    practice: Hyperlink
    gained: Sequence[Hyperlink]
    lost: Sequence[Hyperlink]
    changed: Sequence[Hyperlink]


def thing_groups(found: Preview, base: str) -> list[ThingGroup]:
    """The things by fate and kind."""
    order = list(Fate)
    things = sorted(found.things, key=lambda each: (order.index(each.fate), _kind(each), each.label))
    return [
        ThingGroup(FATES[fate], kind, [_thing(each, base) for each in these[:MOST_LISTED]], len(these) - MOST_LISTED)
        for (fate, kind), group in groupby(things, key=lambda each: (each.fate, _kind(each)))
        for these in [list(group)]
    ]


def governed_practices(found: Preview, base: str) -> list[GovernedPractice]:
    """The changes of governing law, practice by practice."""
    return [_governed(list(group), base) for _, group in groupby(found.governing, key=lambda each: each.practice)]


def changing_pages(found: Preview, base: str) -> tuple[list[Hyperlink], int]:
    """The pages of what changes and of the law that comes or goes, and how many more there are."""
    named = [(each.iri, each.label) for each in found.things if each.fate != Fate.NEW and _has_page(each)]
    named += [pair for each in found.governing for pair in _named(each, {thing.iri for thing in found.things})]
    pages = dict(named)
    links = [Hyperlink(label, href(iri, base)) for iri, label in pages.items()]
    return links[:MOST_LISTED], max(0, len(links) - MOST_LISTED)


def answer_links(found: Preview, catalogue: Catalogue) -> list[Hyperlink]:
    """The questions whose answer changes, each with how many rows come and go in its note."""
    return [
        Hyperlink(each.title, url_for("queries.show", name=each.name), note=f"+{each.more} −{each.less}")
        for each in found.answers
        if each.name in catalogue
    ]


def _governed(changes: Sequence[GoverningChange], base: str) -> GovernedPractice:
    first = changes[0]
    return GovernedPractice(
        Hyperlink(first.practice_label, href(first.practice, base)),
        [_law(each, base, each.after) for each in changes if not each.before],
        [_law(each, base, each.before) for each in changes if not each.after],
        [_law(each, base, each.after) for each in changes if each.before and each.after],
    )


def _law(change: GoverningChange, base: str, standing: str) -> Hyperlink:
    return Hyperlink(change.provision_label, href(change.provision, base), note=STANDINGS.get(standing, standing))


def _named(change: GoverningChange, known: Iterable[str]) -> list[tuple[str, str]]:
    """The pages that a change of law touches; things of the change set itself are told above."""
    both = [(change.practice, change.practice_label), (change.provision, change.provision_label)]
    return [(iri, label) for iri, label in both if iri not in known]


def _thing(thing: TouchedThing, base: str) -> Hyperlink:
    return Hyperlink(thing.label, "" if thing.fate is Fate.NEW else href(thing.iri, base))


def _kind(thing: TouchedThing) -> str:
    kind = BY_CLASS.get(thing.kind)
    return kind.title if kind else thing.kind.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _has_page(thing: TouchedThing) -> bool:
    kind = BY_CLASS.get(thing.kind)
    return kind is not None and bool(kind.page)
