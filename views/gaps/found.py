"""Gaps and where they belong, from the rows of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.filters import Choice, Filter, FilterTable, FilterValue
from graph.law.citation import provision_name
from graph.text.messages import N_, counted, name_words
from views.gaps.kinds import KINDS
from views.web.service import grouped, text_of
from views.web.words import long_date

Row = Mapping[str, Any]
KIND: Final = Filter("kind", N_("What is missing"))
SCOPES: Final = (Filter("city", N_("City")), Filter("theme", N_("Theme")), Filter("act", N_("Act")))
FILTERS: Final = (KIND, *SCOPES)


@dataclass(frozen=True)
class KnownThings:
    """Every thing with its class and the cities, themes and acts that it belongs to; `table` counts them by both."""

    classes: Mapping[str, str]
    scopes: Mapping[str, tuple[FilterValue, ...]]
    table: FilterTable

    @classmethod
    def of(cls, rows: Iterable[Row]) -> KnownThings:
        """What the rows of gaps-scopes say."""
        things = grouped(rows, "thing")
        classes = {thing: str(its[0]["class"]).rpartition("#")[2] for thing, its in things.items()}
        scopes = {thing: tuple(_scope(row) for row in its if row["scope"] is not None) for thing, its in things.items()}
        of_class = {name: FilterValue("class", name, name) for name in classes.values()}
        return cls(classes, scopes, FilterTable.of((of_class[classes[thing]], *scopes[thing]) for thing in things))

    def count(self, classes: Iterable[str], chosen: Mapping[str, str]) -> int:
        """How many things of some classes there are within the chosen city, theme and act."""
        return self.table.chosen({"class": tuple(classes), **_listed(chosen)}).total()


def _scope(row: Row) -> FilterValue:
    label = name_words(str(row["scope_label"]), kind=str(row["scope"]))
    return FilterValue(str(row["scope"]), str(row["scope_id"]), label, rank=0)


def _listed(chosen: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in chosen.items()}


@dataclass(frozen=True)
class Gap:
    """One thing that is not known about one thing; `row` is where it would stand."""

    kind: str
    iri: str
    id: str
    name: str
    about: str
    detail: str
    file: str
    line: str
    row: str


@dataclass(frozen=True)
class Gaps:
    """All gaps, kinds in their fixed order, then by name; `table` has them by kind and by where they belong."""

    all: tuple[Gap, ...]
    table: FilterTable
    known: KnownThings

    @classmethod
    def of(cls, rows: Iterable[Row], known: KnownThings) -> Gaps:
        """The gaps of some rows."""
        order = list(KINDS)
        kinds = [FilterValue(KIND.name, each.slug, each.label, rank=place) for place, each in enumerate(KINDS.values())]
        found = sorted((_gap(row, known) for row in rows),
                       key=lambda gap: (order.index(gap.kind), gap.name.casefold(), gap.id, gap.detail))  # fmt: skip
        table = FilterTable.of(
            ((kinds[order.index(gap.kind)], *known.scopes.get(gap.iri, ())) for gap in found),
            [*kinds, *(value for value in known.table.values if value.facet != "class")],
        )
        return cls(tuple(found), table, known)

    def choice(self, chosen: Mapping[str, str]) -> Choice:
        """What each of the chosen filters lets through."""
        return self.table.chosen(_listed(chosen))

    def left(self, choice: Choice) -> list[Gap]:
        """The gaps that all of them let through."""
        return [self.all[number] for number in choice.numbers()]


def _gap(row: Row, known: KnownThings) -> Gap:
    iri, kind = str(row["thing"]), str(row["kind"])
    return Gap(
        kind=kind,
        iri=iri,
        id=str(row["thing_id"]),
        name=_name(row),
        about=known.classes.get(iri, ""),
        detail=_detail(kind, row),
        file=str(row["file"]),
        line=str(row["line"]),
        row=str(row["row"]),
    )


def _name(row: Row) -> str:
    """`GDPR, art. 35: Data protection impact assessment` for a provision, else the label."""
    act, label = text_of(row, "act_id"), str(row["thing_label"])
    return provision_name(str(row["act_label"]), str(row["thing_id"]), label, act) if act else label


def _detail(kind: str, row: Row) -> str:
    detail = text_of(row, "detail")
    if kind == "not-rechecked":
        number = int(text_of(row, "number"))
        return counted(
            number,
            "Changed once since, last on %(day)s.",
            "Changed %(number)s times since, last on %(day)s.",
            day=long_date(detail),
        )
    return N_("The source: %(source)s", source=detail) if kind == "single-source" else detail
