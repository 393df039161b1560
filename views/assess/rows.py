"""An assessment as the plain values that its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from graph.assess import ComparablePractice, Duty, Plan, Proposal, Rule, RuleChange, span, touched
from graph.assess.peers import Point, by_day, nearest_km
from graph.law.citation import provision_name, sort_key
from graph.law.effects import Group, badge_of, in_groups
from graph.law.marks import marks
from graph.law.period import rule_period
from views.web.addresses import law_href
from views.web.words import long_date

SHOWN_PEERS = 6
# What asks for nothing is folded away when it is long.
ASKING_NOTHING, MOST_UNFOLDED = ("defines", "other"), 4


class Sources:
    """The sources of a page, numbered in the order of their first use."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        """The number of a source; 0 for none."""
        return self._numbers.setdefault(source, len(self._numbers) + 1) if source else 0

    def listed(self) -> list[dict[str, Any]]:
        """Every source with its number."""
        return [{"number": number, "parts": _parts(source)} for source, number in self._numbers.items()]


def _parts(source: str) -> list[dict[str, str]]:
    return [
        {"label": part, "href": part if part.startswith(("https://", "http://")) else ""}
        for part in source.split("; ")
        if part
    ]


class Page:
    """Shapes the rules of one plan; keeps the sources and the reader's words."""

    def __init__(self, plan: Plan, terms: dict[str, str]) -> None:
        self.plan = plan
        self.terms = terms
        self.sources = Sources()
        self.touched: set[str] = set()

    def groups(self, rules: Iterable[Rule]) -> list[dict[str, Any]]:
        """Rules by what they do; in each group one entry a provision and period."""
        return [
            self._group(group, self.entries(each)) for group, each in in_groups(rules, lambda rule: rule.effect).items()
        ]

    def _group(self, group: Group, entries: list[dict[str, Any]]) -> dict[str, Any]:
        rest = group.slug in ASKING_NOTHING
        folded = rest and len(entries) > MOST_UNFOLDED
        ask = "In short" if rest else "Does this apply to you?"
        return {"slug": group.slug, "label": group.label, "ask": ask, "rules": entries, "folded": folded}

    def entries(self, rules: Iterable[Rule]) -> list[dict[str, Any]]:
        """One entry a provision and period, with every condition that stands there."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for rule in sorted(rules, key=lambda each: (each.act_label, sort_key(each.provision_id), each.rule_id)):
            entry = found.setdefault((rule.provision_id, self.period(rule)), self._entry(rule))
            badge = {"kind": badge_of(rule.effect), "label": rule.effect_label}
            if badge["kind"] not in {each["kind"] for each in entry["badges"]}:
                entry["badges"].append(badge)
            condition = self._condition(rule)
            same = next((each for each in entry["conditions"] if each["text"] == condition["text"]), None)
            if same is None:
                entry["conditions"].append(condition)
            elif condition["who"].casefold() not in same["who"].casefold():
                same["who"] += f"; {condition['who']}"
        return list(found.values())

    def _entry(self, rule: Rule) -> dict[str, Any]:
        return {
            "label": name_of(rule),
            "href": law_href(rule.provision_id, self.plan.on),
            "badges": [],
            "period": self.period(rule),
            "moved": moved(rule),
            "moved_href": law_href(rule.moved_by_id, self.plan.on) if rule.moved_by_id else "",
            "home": home(rule, self.plan),
            "conditions": [],
        }

    def _condition(self, rule: Rule) -> dict[str, Any]:
        words = touched(self.terms, [rule.condition, rule.provision_label])
        self.touched.update(words)
        return {
            "text": rule.condition,
            "who": f"{rule.technology} × {rule.addressee.removesuffix(' actor').lower()}",
            "confidence": rule.confidence,
            "marks": marks(rule.basis, rule.doubt),
            "doubt": rule.doubt,
            "source": self.sources.number(rule.source),
            "words": words,
        }

    def period(self, rule: Rule) -> str:
        """`since 25 May 2018`, or both days; says so when the first day is not recorded."""
        return rule_period(span(rule, self.plan.country), self.plan.on)

    def duties(self, found: Iterable[Duty], definitions: dict[str, str]) -> list[dict[str, Any]]:
        """Things to do, each with the provisions that ask it."""
        return [
            {
                "label": duty.label or "Also meet these conditions and duties",
                "text": definitions.get(duty.iri, ""),
                "rules": self.entries(duty.rules),
            }
            for duty in found
        ]

    def changes(self, found: Iterable[RuleChange]) -> list[dict[str, Any]]:
        """Coming changes by day: what begins to bind and what ends."""
        days: dict[tuple[str, str], list[Rule]] = {}
        for change in found:
            days.setdefault((change.day, change.kind), []).append(change.rule)
        return [
            {
                "date": long_date(day),
                "title": "Begins to bind" if kind == "begins" else "Binds no more",
                "rules": self.entries(each),
            }
            for (day, kind), each in days.items()
        ]


def name_of(rule: Rule) -> str:
    """`GDPR, art. 36: Prior consultation`."""
    return provision_name(rule.act_label, rule.provision_id, rule.provision_label, rule.act_id)


def moved(rule: Rule) -> str:
    """`Moved from 2 August 2026 by X`, when the date of the provision was moved."""
    if not rule.original or not rule.moved_by or rule.original == rule.first:
        return ""
    return f"first set for {long_date(rule.original)}, moved by {rule.moved_by}"


def home(rule: Rule, plan: Plan) -> str:
    """Whose law it is."""
    if rule.jurisdiction == "EU":
        directive = rule.act_type in ("directive", "framework-decision")
        return "EU directive, works through national law" if directive else "EU law"
    if plan.country and plan.country.jurisdiction == rule.jurisdiction:
        return f"Law of {plan.country.label}"
    return f"Law of {rule.jurisdiction}"


def roles(rules: Sequence[Rule], on: str) -> list[dict[str, Any]]:
    """Provisions for a role, by role: the reader must say whether the plan's actor has it."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for rule in sorted(rules, key=lambda each: (each.act_label, sort_key(each.provision_id))):
        there = {"label": name_of(rule), "href": law_href(rule.provision_id, on)}
        found.setdefault(rule.addressee, {}).setdefault(rule.provision_id, there)
    return [
        {"role": role, "provisions": list(each.values())}
        for role, each in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def proposals(found: Iterable[Proposal], on: str) -> list[dict[str, Any]]:
    """Pending proposals, each with every act it would change."""
    listed: dict[str, dict[str, Any]] = {}
    for each in found:
        entry = listed.setdefault(
            each.id,
            {
                "label": each.label,
                "href": law_href(each.id, on),
                "date": long_date(each.date),
                "targets": [],
                "marks": marks(each.basis),
            },
        )
        words = "would repeal" if "repeal" in each.what.lower() else "would amend"
        entry["targets"].append({"words": words, "label": each.target_label, "href": law_href(each.target_id, on)})
    return list(listed.values())


def peers(found: Sequence[ComparablePractice], plan: Plan, places: Sequence[Point], city: str) -> list[dict[str, Any]]:
    """The nearest practices, with what the law said to them by the day."""
    return [_peer(each, plan, places, city) for each in found[:SHOWN_PEERS]]


def _peer(peer: ComparablePractice, plan: Plan, places: Sequence[Point], city: str) -> dict[str, Any]:
    told = by_day(peer.events, plan.on)
    away = nearest_km(peer, places)
    reasons = []
    if plan.country and plan.country.id in peer.countries:
        reasons.append("same country")
    if plan.actor in peer.actors:
        reasons.append("same kind of actor")
    if away is not None and city:
        reasons.append(f"in {city}" if away < 1 else f"{away:,.0f} km from {city}")
    later = len(peer.events) - len(told)
    return {
        "label": peer.label,
        "href": url_for("practices.show", name=peer.id),
        "meta": [
            part for part in (peer.cities, peer.technologies, f"since {peer.start}" if peer.start else "") if part
        ],
        "reasons": reasons,
        "badges": _outcome(peer, told, later),
        "events": [
            {
                "date": long_date(each.date) or "Date not stated",
                "text": each.summary,
                "who": each.authority,
                "badge": {"kind": f"outcome-{each.outcome}", "label": each.outcome_label},
                "marks": marks(each.basis),
            }
            for each in told
        ],
        "later": later,
    }


def _outcome(peer: ComparablePractice, told: Sequence[Any], later: int) -> list[dict[str, str]]:
    """What the law said last by the day; the outcome of the table only when nothing came after the day."""
    if later:
        last = told[-1] if told else None
        return [{"kind": f"outcome-{last.outcome}", "label": last.outcome_label}] if last else []
    if peer.outcome == "none-known":
        return [{"kind": "plain", "label": "No legal outcome known"}]
    return [{"kind": f"outcome-{peer.outcome}", "label": peer.outcome_label}]
