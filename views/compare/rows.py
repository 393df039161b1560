"""Rows about several things as the columns and features of a comparison."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.citation import citation, sort_key
from graph.law.effects import QUESTION, badge_of
from graph.law.marks import Mark, in_order, marks
from graph.text.messages import N_, joined
from views.compare import features
from views.compare.features import FEATURES, OF_CITIES, PRACTICES, Compared, ComparedValue, Feature
from views.history.columns import field_words
from views.practices.rows import years
from views.shown.values import Badge, Hyperlink
from views.web.addresses import page_href
from views.web.marks import marks_of_any
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]

LETTERS = "ABCDEF"


@dataclass(frozen=True, slots=True)
class Thing:
    """One column: `path` is its address without the first slash, `letter` its short name in drawings and on paper."""

    iri: str
    path: str
    letter: str
    label: str
    href: str
    description: str
    where: str


def things(rows: Iterable[Row], order: Sequence[str]) -> list[Thing]:
    """The things in the order that was asked for."""
    by_thing = grouped(rows, "thing")
    return [_thing(iri, by_thing[iri], LETTERS[number]) for number, iri in enumerate(order)]


def _thing(iri: str, rows: Sequence[Row], letter: str) -> Thing:
    first = rows[0]
    collection = "cities" if text_of(first, "place") == iri else "practices"
    path = f"{collection}/{text_of(first, 'thing_id')}"
    places = joined((joined((text_of(row, "place_label"), text_of(row, "country_label")), ", ") for row in rows), "; ")
    where = text_of(first, "country_label") if collection == "cities" else places
    href = page_href(collection, text_of(first, "thing_id"))
    return Thing(iri, path, letter, text_of(first, "thing_label"), href, text_of(first, "description"), where)


def rows(columns: Sequence[Thing], placed: Iterable[Row], valued: Iterable[Row]) -> list[Compared]:
    """Every feature of the things, in the order in which a reader asks."""
    places, values = grouped(placed, "thing"), grouped(valued, "thing")
    of_cities = columns[0].path.startswith("cities/")
    wanted: list[Feature] = [each for each in FEATURES if not of_cities or each.key in OF_CITIES]
    if of_cities:
        wanted.insert(2, PRACTICES)
    return [
        features.compared(
            feature,
            [_cell(feature, places.get(each.iri, []), values.get(each.iri, []), of_cities) for each in columns],
        )
        for feature in wanted
    ]


def _cell(feature: Feature, places: Sequence[Row], values: Sequence[Row], of_cities: bool) -> list[ComparedValue]:
    if feature.key == "place":
        return [_linked(row, "place", "cities") for row in places]
    if feature.key == "country":
        return [_linked(row, "country", "") for row in places]
    if feature.key == "size":
        return [_size(row, len(places) > 1) for row in places if text_of(row, "population")]
    if feature.key == "practices":
        found = {text_of(row, "practice_id"): text_of(row, "practice_label") for row in values}
        by_name = sorted(found.items(), key=lambda each: each[1].casefold())
        return [ComparedValue(each, label, page_href("practices", each)) for each, label in by_name]
    by_practice = grouped(values, "practice_id")
    if feature.key == "years":
        spans = [_years(each) for each in by_practice.values()]
        return [ComparedValue(each, each) for each in sorted(set(spans)) if each]
    stated = [row for row in values if text_of(row, "feature") == feature.key]
    cells = [value for row in stated if (value := features.value_of(feature, row))]
    return _counted(cells) if of_cities and len(by_practice) > 1 else cells


def _counted(cells: Sequence[ComparedValue]) -> list[ComparedValue]:
    """Each value once, with the number of practices that have it, the most frequent first."""
    counts = {value.key: 0 for value in cells}
    for value in cells:
        counts[value.key] += 1
    once = {value.key: value for value in cells}
    ordered = sorted(once.values(), key=lambda value: (-counts[value.key], value.label))
    return [dataclasses.replace(each, count=counts[each.key]) for each in ordered]


def _linked(row: Row, name: str, collection: str) -> ComparedValue:
    identifier = text_of(row, f"{name}_id")
    return ComparedValue(
        identifier, text_of(row, f"{name}_label"), page_href(collection, identifier) if collection else ""
    )


def _size(row: Row, several: bool) -> ComparedValue:
    year = text_of(row, "population_year")
    text = N_("%(number)s (%(year)s)", number=int(text_of(row, "population")), year=year or N_("year not given"))
    return ComparedValue(text, joined((text_of(row, "place_label"), text), ": ") if several else text)


def _years(rows: Sequence[Row]) -> str:
    found = {text_of(row, "feature"): text_of(row, "value") for row in rows}
    return years({"start": found.get("start") or None, "end": found.get("end") or None})


@dataclass(frozen=True, slots=True)
class Trust:
    """Where the statements about a thing come from, and what is weak about them.

    A doubt is a field and a reason, a conflict what it is about and how it was settled; a source has its publisher.
    """

    thing: Thing
    sources: Sequence[Hyperlink]
    marks: tuple[Mark, ...]
    doubts: Sequence[tuple[str, str]]
    conflicts: Sequence[tuple[str, str]]


def sources(columns: Sequence[Thing], rows: Iterable[Row]) -> list[Trust]:
    """How far each thing can be relied on."""
    by_thing = grouped(rows, "thing")
    return [_trust(each, by_thing.get(each.iri, [])) for each in columns]


def _trust(thing: Thing, rows: Sequence[Row]) -> Trust:
    kinds = grouped(rows, "kind")
    doubts = [each for each in kinds.get("mark", []) if text_of(each, "note") == "doubtful"]
    return Trust(
        thing=thing,
        sources=[
            Hyperlink(text_of(row, "label"), text_of(row, "address"), text_of(row, "note"))
            for row in kinds.get("source", [])
        ],
        marks=in_order(mark for row in kinds.get("basis", []) for mark in marks(text_of(row, "id"))),
        doubts=[(field_words("practices.csv", text_of(row, "id")), text_of(row, "label")) for row in doubts],
        conflicts=[(text_of(row, "label"), text_of(row, "note")) for row in kinds.get("conflict", [])],
    )


@dataclass(frozen=True, slots=True)
class ComparedProvision:
    """One provision, with its effects on each thing; `letters` are those of the things that it governs."""

    id: str
    label: str
    title: str
    href: str
    cells: Sequence[Sequence[Badge]]
    state: str
    marks: tuple[Mark, ...]
    letters: str


@dataclass(frozen=True, slots=True)
class ComparedAct:
    """One act with those of its provisions that govern any of the things."""

    label: str
    href: str
    provisions: Sequence[ComparedProvision]


def law(columns: Sequence[Thing], rows: Iterable[Row]) -> list[ComparedAct]:
    """The union of the provisions, in groups by act, with the effect on each thing."""
    acts = []
    for act_rows in grouped(rows, "act_id").values():
        provisions = [_provision(columns, each) for each in grouped(act_rows, "provision_id").values()]
        provisions.sort(key=lambda each: sort_key(each.id))
        first = act_rows[0]
        acts.append(ComparedAct(text_of(first, "act_label"), page_href("laws", text_of(first, "act_id")), provisions))
    return sorted(acts, key=lambda act: (-len(act.provisions), act.label))


def _effect(row: Row) -> Badge:
    """The effect of a rule on a thing; what depends on a fact has none yet."""
    if slug_of(row["standing"]) == "question":
        return Badge(QUESTION.badge, QUESTION.label)
    return Badge(badge_of(slug_of(row["effect"])), text_of(row, "effect_label"))


def _provision(columns: Sequence[Thing], rows: Sequence[Row]) -> ComparedProvision:
    first, by_thing = rows[0], grouped(rows, "thing")
    bound = [by_thing.get(each.iri, []) for each in columns]
    effects = [list({badge.kind: badge for badge in map(_effect, cell)}.values()) for cell in bound]
    keys = [sorted(each.kind for each in cell) for cell in effects]
    return ComparedProvision(
        id=text_of(first, "provision_id"),
        label=citation(text_of(first, "provision_id"), text_of(first, "act_id")) or N_("the act as a whole"),
        title=text_of(first, "provision_label"),
        href=page_href("laws", text_of(first, "provision_id")),
        cells=effects,
        state=N_("Same") if all(each == keys[0] for each in keys) else N_("Differs"),
        marks=marks_of_any(rows),
        letters="".join(each.letter for each, cell in zip(columns, effects, strict=True) if cell),
    )
