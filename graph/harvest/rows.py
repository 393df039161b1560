"""The rows that taken entries make: a source and a deployment each, and what their kinds of practice need."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from graph.harvest.mapping import RegisterMapping, slug
from graph.harvest.taking import MUNICIPALITY, TakenEntry

Cells = Mapping[str, str]
DECLARED: Final = "declared-by-operator"
OF_THE_REGISTER: Final = "deployments", "declared_basis"
"""Tables whose rows follow the register from run to run; rows of others are added once, and are ours from then on."""
STATUSES: Final = ("operational", "pilot-running", "planned", "suspended", "unknown", "stopped", "completed")
"""The status of a kind of practice is the first that one of its deployments has."""
COPIED: Final = (
    "title core_area themes technologies technologies_concepts target_problem problems target_groups funding "
    "lead_level description"
).split()


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A row as the register has it now; `sources` are the ids of the sources that it rests on."""

    table: str
    cells: Cells
    sources: tuple[str, ...] = ()


def wanted_rows(taken: Sequence[TakenEntry], mapping: RegisterMapping, day: datetime.date) -> Iterator[WantedRow]:
    """Every row that a copy of the register makes, in an order in which each names only rows before it."""
    made = _Wanted(mapping, day)
    for each in {mapping.source_id(one.entry): one for one in taken}.values():
        yield made.source(each)
    by_practice = sorted(taken, key=lambda each: each.rule.practice)
    kinds = [(practice, list(its)) for practice, its in groupby(by_practice, lambda each: each.rule.practice)]
    for practice, its in kinds:
        if practice in mapping.kinds:
            yield made.practice(practice, its)
            yield made.actor(practice, its)
    for practice, its in kinds:
        yield from (made.deployment(each) for each in its)
        yield from made.declared(practice, its)


@dataclass(frozen=True)
class _Wanted:
    mapping: RegisterMapping
    day: datetime.date

    def source(self, each: TakenEntry) -> WantedRow:
        about, id_ = self.mapping.about, self.mapping.source_id(each.entry)
        return WantedRow("sources", {
            "id": id_, "url": self.mapping.page_of(each.entry), "publisher": about["publisher"],
            "title": f"{about['source_title'].format(id=each.entry.id)} (copy of {self.day}, {about['licence']})",
            "kind": about["source_kind"], "language": about["language"], "trust": about["trust"],
            "basis": "stored-page",
        })  # fmt: skip

    def practice(self, practice: str, its: Sequence[TakenEntry]) -> WantedRow:
        kind, sources = self.mapping.kinds[practice], self._sources(its)
        held = {each.values["status"] for each in its}
        told = {name: kind[name] for name in COPIED}
        lone = its[0].entry if len({each.entry.id for each in its}) == 1 else None
        cities = dict.fromkeys(each.city for each in its if each.city)
        return WantedRow("practices", told | {
            "id": practice, "cities": ";".join(cities),
            "country": ";".join(dict.fromkeys(each.country for each in its)),
            "start_year": lone.start if lone else "", "end_year": lone.end if lone else "",
            "status": next(status for status in STATUSES if status in held), "legal_outcome": "none-known",
            "evidence_level": "none-found", "evidence_result": "none", "found_by": "register",
            "last_checked": str(self.day), "looked_up": f"{self.mapping.about['label']}, copy of {self.day}",
            "basis": self.mapping.about["basis"],
            "source_ids": ";".join(sources),
            "source": "; ".join(dict.fromkeys(self.mapping.page_of(each.entry) for each in its)),
        }, sources)  # fmt: skip

    def actor(self, practice: str, its: Sequence[TakenEntry]) -> WantedRow:
        actor, sources = self.mapping.kinds[practice]["actor"], self._sources(its)
        names = {each.organisation for each in its}
        return WantedRow("practice_actors", {
            "id": f"pa-{practice}-{actor}-runs", "practice": practice, "actor": actor, "role": "runs",
            "organisation": names.pop() if len(names) == 1 else "", "confidence": "medium",
            "basis": self.mapping.about["basis"], "source_ids": ";".join(sources),
        }, sources)  # fmt: skip

    def deployment(self, each: TakenEntry) -> WantedRow:
        source, in_one_place = self.mapping.source_id(each.entry), len(each.rule.places) < 2
        return WantedRow("deployments", {
            "id": self.mapping.deployment_id(each.entry, each.city), "practice": each.rule.practice,
            "organisation": each.organisation, "actor": self._actor(each),
            "city": each.city, "country": each.country, "technology": each.rule.technology,
            "from": each.entry.start if in_one_place else "", "to": each.entry.end if in_one_place else "",
            "legal_basis": ";".join(self.mapping.law_of(each.entry).names),
            "register": self.mapping.key, "register_id": each.entry.id, "last_seen": str(self.day),
            "basis": self.mapping.about["basis"], "source_ids": source, **each.values,
        }, (source,))  # fmt: skip

    def declared(self, practice: str, its: Sequence[TakenEntry]) -> Iterator[WantedRow]:
        """The laws that entries name, each once for the practice, in the order in which they are listed.

        Of a practice that is no kind a person told the law, also that which its entries declare.
        """
        if self.mapping.about["basis"] != DECLARED or practice not in self.mapping.kinds:
            return
        named = [(law, each) for each in its for law in self.mapping.law_of(each.entry).laws]
        counted = Counter(law for law, _ in named)
        entries = "entry" if len(its) == 1 else "entries"
        for law, act in dict.fromkeys((each.law, each.act) for each in self.mapping.laws):
            sources = tuple(dict.fromkeys(self.mapping.source_id(each.entry) for (one, _), each in named if one == law))
            if not sources:
                continue
            told = f"{counted[law, act]} of {len(its)} {entries} of the register."
            yield WantedRow("declared_basis", {
                "id": f"db-{practice}-{slug(law)}", "practice": practice, "act": act,
                "law_named": "" if act else law,
                "who_says": f"those who run it, in the {self.mapping.about['label']}", "stance": DECLARED,
                "reason": f"{law}: named in {told}" if act else f"Named in {told}",
                "basis": DECLARED, "source_ids": ";".join(sources),
            }, sources)  # fmt: skip

    def _actor(self, each: TakenEntry) -> str:
        """Who runs it: as the rule or the kind says; else a municipality, or some authority."""
        kind = self.mapping.kinds.get(each.rule.practice)
        own = each.entry.organisation.startswith(MUNICIPALITY)
        return each.rule.actor or (kind["actor"] if kind else "municipality" if own else "public-authority")

    def _sources(self, its: Sequence[TakenEntry]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.mapping.source_id(each.entry) for each in its))
