"""Rows of the questions about a plan as the values that graph/assess reckons with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph.assess import ComparablePractice, Event, Proposal, Rule, RuleFinding
from graph.governing import LawRule
from graph.law.citation import provision_name
from graph.text.messages import joined, name_words
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]
PROVISION_KEY = ("provision_id", "technology_id", "actor_id")


Described = Mapping[tuple[str, ...], Row]
"""Rows of assess-rules by what names a rule: its id, or provision, technology and addressee."""


NAMED: Final = ("technology", "country", "actor")
"""What a row of assess-peers tells by name."""


def described(rows: Iterable[Row]) -> Described:
    """The description of every rule; a date that two acts moved is told with the first of them."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        own = (text_of(row, "rule_id"),)
        found.setdefault(own if own[0] else _named(*(text_of(row, name) for name in PROVISION_KEY)), row)
    return found


def rule(finding: RuleFinding, about: Described) -> Rule:
    """A finding with its description."""
    return Rule(finding=finding, **_description(of(finding.law, about)))


def of(law: LawRule, about: Described) -> Row:
    """The description of a rule or of a provision for one addressee."""
    return about[(law.id,) if law.route == "rule" else _named(law.provision, law.technology, law.actor)]


def provision_label(row: Row, law: LawRule) -> str:
    """`GDPR, art. 36: Prior consultation` for a law and its description."""
    return provision_name(str(row["act_label"]), law.provision, str(row["provision_label"]), law.act)


def addressee(row: Row) -> str:
    """Whom a rule is for, by name."""
    return name_words(str(row["addressee"]), kind="actor")


def _named(*parts: str) -> tuple[str, ...]:
    return parts


def _description(row: Row) -> dict[str, Any]:
    return {
        "provision": str(row["provision"]),
        "provision_label": str(row["provision_label"]),
        "act": str(row["act"]),
        "act_label": str(row["act_label"]),
        "effect_label": str(row["effect_label"]),
        "addressee": addressee(row),
        "technology": str(row["technology_label"]),
        "act_type": slug_of(row["act_type"]),
        "original": text_of(row, "original"),
        "moved_by_id": text_of(row, "moved_by_id"),
        "moved_by": text_of(row, "moved_by_label"),
        # A computed yes is 1 in a store without booleans (docs/stores.md).
        "clause": text_of(row, "clause") in ("true", "1"),
        "duty": text_of(row, "duty"),
        "duty_label": text_of(row, "duty_label"),
        "basis": slug_of(row["basis"]),
        "confidence": slug_of(row["confidence"]),
        "source": text_of(row, "source"),
        "doubt": text_of(row, "doubt"),
    }


def proposal(row: Row) -> Proposal:
    """One row of assess-proposals."""
    return Proposal(
        id=str(row["proposal_id"]),
        label=str(row["proposal_label"]),
        date=text_of(row, "date"),
        what=str(row["kind_label"]),
        target_id=str(row["target_id"]),
        target_label=str(row["target_label"]),
        ended=text_of(row, "ended"),
        adopted=text_of(row, "adopted"),
        basis=slug_of(row["basis"]),
    )


def peers(rows: Iterable[Row], event_rows: Iterable[Row]) -> list[ComparablePractice]:
    """Rows of assess-peers, each with its events from assess-events."""
    events: dict[str, list[Event]] = {}
    for row in event_rows:
        events.setdefault(str(row["practice_id"]), []).append(_event(row))
    return [_peer(each, tuple(events.get(name, ()))) for name, each in grouped(rows, "practice_id").items()]


def _peer(rows: Sequence[Row], events: tuple[Event, ...]) -> ComparablePractice:
    """One practice; its rows tell its technologies, actors, countries, cities and points one by one."""
    first = rows[0]
    told = {kind: [_value(kind, row) for row in each] for kind, each in grouped(rows, "kind").items()}
    return ComparablePractice(
        id=str(first["practice_id"]),
        label=str(first["practice_label"]),
        technologies=joined(told.get("technology", ()), "; "),
        cities="; ".join(told.get("city", ())),
        countries=tuple(told.get("country", ())),
        actors=tuple(told.get("actor", ())),
        outcome=slug_of(first["outcome"]),
        outcome_label=str(first["outcome_label"]),
        start=text_of(first, "start"),
        points=tuple(point(text) for text in told.get("point", ())),
        events=events,
    )


def _value(kind: str, row: Row) -> str:
    text = str(row["value"])
    return name_words(text, kind=kind) if kind in NAMED else text


def point(text: str) -> tuple[float, float]:
    """`50.95,17.29` as latitude and longitude in degrees."""
    lat, lon = text.split(",")
    return float(lat), float(lon)


def _event(row: Row) -> Event:
    return Event(
        id=str(row["event_id"]),
        date=text_of(row, "date"),
        outcome=slug_of(row["outcome"]),
        outcome_label=str(row["outcome_label"]),
        summary=str(row["summary"]),
        authority=text_of(row, "authority"),
        basis=slug_of(row["basis"]),
    )
