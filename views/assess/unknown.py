"""What an assessment does not know, said as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.assess import Plan, Rule
from graph.assess.plan import ANY, UNION
from graph.law.citation import citation_in_act, provision_name
from graph.law.effects import group_of
from graph.law.marks import GENERAL_KNOWLEDGE
from graph.law.period import Period
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]
CARRIED = {"Transposes": "transposes", "Implements": "carries out"}


def about_the_country(plan: Plan) -> str:
    """What to know about the country's place in EU law; empty for a member state."""
    country = plan.country
    if country is None:
        return "No country was named: this is EU law as it applies in a member state. National law is not shown."
    if country.in_union(plan.on):
        return ""
    if not country.joined:
        return (
            f"{country.label} is not in the European Union: EU law is not shown, only what is recorded of its own law."
        )
    if country.left and country.left < plan.on:
        return (
            f"EU law applied in {country.label} until {long_date(country.left)}: it is not shown for this day, only "
            "what is recorded of its own law."
        )
    return (
        f"{country.label} joined the European Union on {long_date(country.joined)}: EU law is not shown for this day."
    )


def national(rows: Sequence[Row], plan: Plan) -> list[dict[str, Any]]:
    """Acts of the country that were made by the day and have not ended, each with the EU law it carries out."""
    listed: dict[str, dict[str, Any]] = {}
    for row in rows:
        made = text_of(row, "from", "date")
        if not Period(made, text_of(row, "to")).may_cover(plan.on):
            continue
        entry = listed.setdefault(
            str(row["act_id"]),
            {
                "label": str(row["act_label"]),
                "href": law_href(str(row["act_id"]), plan.on),
                "note": ", ".join(
                    part
                    for part in (
                        str(row["type_label"]),
                        long_date(made) if made else "date not recorded",
                        ""
                        if str(row["jurisdiction"]) == (plan.country and plan.country.jurisdiction)
                        else str(row["jurisdiction"]),
                    )
                    if part
                ),
                "marks": marks_of(row),
                "carries": [],
            },
        )
        if row["eu_id"]:
            target = text_of(row, "eu_provision_id", "eu_id")
            words = CARRIED.get(str(row["kind_label"]), str(row["kind_label"]).lower())
            label = citation_in_act(str(row["eu_label"]), target, str(row["eu_id"]))
            entry["carries"].append({"words": words, "label": label, "href": law_href(target, plan.on)})
    return list(listed.values())


def clauses(rules: Sequence[Rule], rows: Sequence[Row], plan: Plan) -> list[dict[str, Any]]:
    """Provisions of these rules that leave something to national law, with what the country is known to have made.

    A directive does so as a whole; a regulation where it is addressed to Member States or a national act uses it.
    """
    used: dict[str, list[Row]] = {}
    for row in rows:
        if row["eu_id"] and Period(text_of(row, "from", "date"), text_of(row, "to")).may_cover(plan.on):
            used.setdefault(text_of(row, "eu_provision_id", "eu_id"), []).append(row)
    found: dict[str, dict[str, Any]] = {}
    for rule in rules:
        if rule.jurisdiction != UNION or group_of(rule.effect).slug == "defines":
            continue
        directive = rule.act_type in ("directive", "framework-decision")
        if not directive and not (_opens(rule) or rule.provision_id in used):
            continue
        target = rule.act_id if directive else rule.provision_id
        label = provision_name(rule.act_label, target, rule.provision_label, rule.act_id)
        found.setdefault(
            target,
            {
                "label": label,
                "href": law_href(target, plan.on),
                "why": "A directive: it binds through national law."
                if directive
                else "It leaves this to national law.",
                "uses": [_use(row, plan) for row in used.get(target, [])],
                "whole": [] if directive else [_use(row, plan) for row in used.get(rule.act_id, [])],
            },
        )
    return sorted(found.values(), key=lambda each: each["label"])


def _use(row: Row, plan: Plan) -> dict[str, Any]:
    act, own = str(row["act_id"]), text_of(row, "own_provision_id", "act_id")
    return {
        "label": citation_in_act(str(row["act_label"]), own, act),
        "href": law_href(own, plan.on),
        "marks": marks_of(row),
    }


def _opens(rule: Rule) -> bool:
    return rule.clause and rule.effect in {"condition", "permission", "exception", "legal-basis", "exempt"}


def gaps(plan: Plan, bound: Sequence[Rule], unknown: Sequence[Rule], acts: int, created: str) -> list[str]:
    """Sentences about what is not known. `acts` counts the national acts shown; `created` is the day of the data."""
    found = []
    country = plan.country
    if country and not any(rule.jurisdiction != UNION for rule in bound):
        found.append(
            f"No national rule is recorded for {country.label} and this plan on this day: that does not mean there is "
            "none."
        )
    if country and not acts:
        found.append(f"No act of {country.label} in force on this day is recorded at all.")
    if plan.actor == ANY:
        found.append("Who runs it was not said. The law differs most by that: only rules for anyone are shown.")
    if unknown:
        found.append(f"{_count(len(unknown), 'rule')} without any date cannot be said to hold or not: see below.")
    undated = sum(1 for rule in bound if not rule.first)
    if undated:
        found.append(f"{_count(undated, 'rule')} without a first day of its own is counted from the date of its act.")
    memory = sum(1 for rule in bound if rule.basis == GENERAL_KNOWLEDGE)
    if memory:
        found.append(f"{memory} of {_count(len(bound), 'rule')} shown are from memory and marked so: check the text.")
    if plan.on > created:
        found.append(f"The data was made on {long_date(created)}: law adopted since then is not in it.")
    found.append("Purposes and places are not recorded as data: read each condition and decide whether it applies.")
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
