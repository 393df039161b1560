"""Gaps and where they belong, from the rows of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graph.law.citation import provision_name
from views.gaps.kinds import KINDS
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]
SCOPES: Final = ("city", "theme", "act")


@dataclass(frozen=True)
class KnownThings:
    """Every thing with its class, the cities, themes and acts that it belongs to, and the names of these."""

    classes: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> KnownThings:
        """What the rows of gaps-scopes say."""
        known = cls()
        for row in rows:
            thing = str(row["thing"])
            known.classes.setdefault(thing, str(row["class"]).rpartition("#")[2])
            if row["scope"] is not None:
                scope = str(row["scope"]), str(row["scope_id"])
                known.scopes.setdefault(thing, set()).add(scope)
                known.labels.setdefault(scope, str(row["scope_label"]))
        return known

    def count(self, classes: Iterable[str], chosen: Mapping[str, str]) -> int:
        """How many things of some classes there are within the chosen city, theme and act."""
        wanted = {(name, value) for name, value in chosen.items() if name in SCOPES}
        names = set(classes)
        return sum(1 for thing, its in self.classes.items() if its in names and wanted <= self.scopes.get(thing, set()))


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
    scopes: frozenset[tuple[str, str]]

    def has(self, name: str, value: str) -> bool:
        """Whether it passes one filter."""
        return self.kind == value if name == "kind" else (name, value) in self.scopes


def gaps(rows: Iterable[Row], known: KnownThings) -> list[Gap]:
    """The gaps of some rows, kinds in their fixed order, then by name."""
    order = list(KINDS)
    found = [_gap(row, known) for row in rows]
    return sorted(found, key=lambda gap: (order.index(gap.kind), gap.name.casefold(), gap.id, gap.detail))


def matching(found: Iterable[Gap], chosen: Mapping[str, str]) -> list[Gap]:
    """The gaps that pass every chosen filter."""
    return [gap for gap in found if all(gap.has(name, value) for name, value in chosen.items())]


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
        scopes=frozenset(known.scopes.get(iri, set())),
    )


def _name(row: Row) -> str:
    """`GDPR, art. 35: Data protection impact assessment` for a provision, else the label."""
    act, label = text_of(row, "act_id"), str(row["thing_label"])
    return provision_name(str(row["act_label"]), str(row["thing_id"]), label, act) if act else label


def _detail(kind: str, row: Row) -> str:
    detail = text_of(row, "detail")
    if kind == "not-rechecked":
        number = int(text_of(row, "number"))
        times = "once" if number == 1 else f"{number} times"
        return f"Changed {times} since, last on {long_date(detail)}."
    return f"The source: {detail}" if kind == "single-source" else detail
