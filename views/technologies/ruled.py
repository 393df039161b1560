"""The decision on a technology: what `graph/governing` says of it for some actors in a place, as rows with names.

The rows have the columns that the rows on a practice have, so that both pages are told by the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from graph.ask.answer import Answer
from graph.governing import QUESTION, Case, LawRule, Library, Reach, Ruling, decide, parts_left_out, reaches
from graph.store import Cell
from graph.text.messages import N_
from views.technologies.choices import Actor, CasePlace
from views.web.service import text_of

Row = dict[str, Cell | None]
RULED: Final = ("actor_id", "actor_label", "country_id", "country_label", "home", "match", "standing", "open_question",
                "scope_id", "narrower")  # fmt: skip
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class TechnologyDecision:
    """What is decided on one technology (an id) for several actors; `details` names each rule and what it rests on."""

    library: Library
    details: Answer
    technology: str
    actors: Sequence[Actor]
    place: CasePlace
    purpose: str

    def rules(self) -> Answer:
        """Every ruling on the technology itself over all time, acts that leave it out included."""
        return self._told(row for actor in self.actors for row in self._rows(actor, self.technology))

    def narrower(self) -> Answer:
        """Rulings by rules for a narrower technology: for the wider one they depend on whether it is used for that."""
        own = self.library.technology_steps(self.technology)
        names = {text_of(row, "technology_id"): text_of(row, "technology_label") for row in self.details.rows}
        return self._told(
            _if_used_for(row, names[name])
            for actor in self.actors
            for name in sorted(names.keys() - own.keys(), key=lambda name: names[name])
            for row in self._rows(actor, name)
            if str(row["technology_id"]) == name
        )

    def reached(self) -> list[Row]:
        """Whether each act reaches each actor, and which parts of it alone do not, over all time."""
        names = ("act_id", "act_label", "act_type", "jurisdiction")
        acts = {str(row["act_id"]): {name: row[name] for name in names} for row in self.details.rows}
        return [
            self._whose(actor) | _about(each) | acts[each.act] | {"part_id": _cell(each.part)}
            for actor in self.actors
            for case in [self._case(actor, self.technology)]
            for each in (*reaches(self.library, case), *parts_left_out(self.library, case))
            if each.scope and each.act in acts
        ]

    def _told(self, rows: Iterable[Row]) -> Answer:
        columns = (*self.details.columns, *(name for name in RULED if name not in self.details.columns))
        return replace(self.details, columns=columns, rows=tuple(rows))

    def _rows(self, actor: Actor, technology: str) -> Iterator[Row]:
        for ruling in decide(self.library, self._case(actor, technology)):
            detail = self._by_rule.get(_key(ruling.rule))
            if detail is not None:
                match = {"match": _cell(ruling.match), "narrower": None}
                yield detail | self._whose(actor) | match | _about(ruling)

    @cached_property
    def _by_rule(self) -> Mapping[Key, Row]:
        found: dict[Key, Row] = {}
        for row in self.details.rows:
            key = (str(row["route"]), str(row["rule_id"]), str(row["technology_id"]), str(row["held_id"]))
            before = text_of(found[key], "doubt") if key in found else ""
            doubts = dict.fromkeys(filter(None, (before, text_of(row, "doubt"))))
            found[key] = row | {"doubt": _cell("; ".join(doubts))}
        return found

    def _case(self, actor: Actor, technology: str) -> Case:
        return Case((technology,), actor.id, self.place.country, self.place.region, self.purpose)

    def _whose(self, actor: Actor) -> Row:
        return {
            "actor_id": _cell(actor.id),
            "actor_label": _cell(actor.label),
            "country_id": _cell(self.place.country),
            "country_label": _cell(self.place.label),
            "home": _cell(self.place.jurisdiction),
        }


def on_day(rows: Iterable[Mapping[str, Any]], on: str) -> list[Mapping[str, Any]]:
    """The rows of a day; a rule without a first or a last day counts as begun, or as not ended."""
    return [row for row in rows if text_of(row, "from") <= on <= (text_of(row, "to") or "9999-12-31")]


def scopes(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The ids of the scope rules behind the rows."""
    return {text_of(row, "scope_id") for row in rows} - {""}


def _key(rule: LawRule) -> Key:
    return rule.route, rule.id, rule.technology, rule.actor


def _about(found: Ruling | Reach) -> Row:
    return {
        "standing": _cell(found.standing),
        "open_question": _cell(found.open_question),
        "scope_id": _cell(found.scope.id if found.scope else ""),
        "from": _cell(found.start),
        "to": _cell(found.end),
    }


def _if_used_for(row: Row, narrower: str) -> Row:
    also = text_of(row, "open_question")
    only = N_("Only if used for %(technology)s", technology=narrower)
    question = (
        N_("%(fact)s, and: %(also)s", fact=only, also=also) if also and str(row["standing"]) == QUESTION else only
    )
    if str(row["standing"]) == "outside":
        return row
    return row | {"standing": _cell(QUESTION), "open_question": _cell(question), "narrower": _cell(narrower)}


def _cell(text: str) -> Cell | None:
    return Cell(text, "literal") if text else None
