"""Rows about technologies and their rules as the plain values that templates show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from graph.text.messages import N_
from views.shown.deployments import short_places
from views.shown.values import Badge, Hyperlink, TableRow, concept_badge
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Branch:
    """One technology with what is narrower; `practices` and `rules` count its own."""

    label: str
    href: str
    kind: str
    definition: str
    practices: int
    rules: int
    narrower: list[Branch]


def tree(rows: Sequence[Row]) -> list[Branch]:
    """All technologies, each below the broader one that is in the list."""
    known = {str(row["technology_id"]) for row in rows}
    children: dict[str, list[Row]] = {}
    for row in rows:
        broader = text_of(row, "broader_id")
        children.setdefault(broader if broader in known else "", []).append(row)

    def grow(parent: str) -> list[Branch]:
        return [_branch(row, grow(str(row["technology_id"]))) for row in children.get(parent, [])]

    return grow("")


def _branch(row: Row, narrower: list[Branch]) -> Branch:
    return Branch(
        label=str(row["technology_label"]),
        href=url_for("technologies.show", name=str(row["technology_id"])),
        kind=str(row["kind_label"]),
        definition=text_of(row, "definition"),
        practices=int(text_of(row, "practices") or 0),
        rules=int(text_of(row, "rules") or 0),
        narrower=narrower,
    )


def outcomes(rows: Sequence[Row]) -> list[TableRow]:
    """How many practices ended with which legal outcome, most frequent first."""
    labels = {slug_of(row["outcome"]): str(row["outcome_label"]) for row in rows}
    counted = Counter(slug_of(row["outcome"]) for row in rows)
    return [
        {"outcome": Badge(f"outcome-{slug}", labels[slug]), "practices": str(count)}
        for slug, count in counted.most_common()
    ]


def practices(rows: Iterable[Row]) -> list[TableRow]:
    """Practices as table rows."""
    return [
        {
            "practice": Hyperlink(str(row["practice_label"]), url_for("practices.show", name=str(row["practice_id"]))),
            "cities": short_places(text_of(row, "cities"), divider=", "),
            "status": concept_badge(row, "status"),
            "outcome": concept_badge(row, "outcome"),
        }
        for row in rows
    ]


def facts(rows: Iterable[Row]) -> dict[str, list[Hyperlink]]:
    """Statements about one technology by name: label, address, and the page when it is a technology."""
    return {name: [_value(name, row) for row in each] for name, each in grouped(rows, "property").items()}


def _value(name: str, row: Row) -> Hyperlink:
    value, label = str(row["value"]), text_of(row, "value_label", "value")
    if name in ("broader", "narrower"):
        return Hyperlink(label, url_for("technologies.show", name=str(row["value_id"])))
    if name == "mapping":
        scheme = "EuroVoc" if "eurovoc" in value else "DPV" if "dpv" in value else N_("Other")
        return Hyperlink(f"{scheme}: {value}", value)
    return Hyperlink(label, value if value.startswith("http") and name == "source" else "")
