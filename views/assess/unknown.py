"""What an assessment does not know, said as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.assess import Plan, Rule
from graph.assess.plan import UNION
from graph.law.citation import citation_in_act, provision_name
from graph.law.effects import group_of
from graph.law.marks import GENERAL_KNOWLEDGE
from graph.law.period import Period
from graph.text.messages import N_, counted, joined
from views.assess.values import CitingLaw, Clause
from views.shown.values import Hyperlink
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]
CARRIED = {"Transposes": N_("transposes"), "Implements": N_("carries out")}


def about_the_country(plan: Plan) -> str:
    """What to know about the country's place in EU law; empty for a member state."""
    country = plan.country
    if country is None:
        return N_("No country was named: this is EU law as it applies in a member state. National law is not shown.")
    if country.in_union(plan.on):
        return ""
    if not country.joined:
        words = N_("%(country)s is not in the European Union", country=country.label)
    elif country.left and country.left < plan.on:
        day = long_date(country.left)
        words = N_("EU law applied in %(country)s until %(day)s", country=country.label, day=day)
    else:
        day = long_date(country.joined)
        words = N_("%(country)s joined the European Union on %(day)s, after this day", country=country.label, day=day)
    reach = N_("EU law reaches it only as far as a rule of scope says so, and the reasons stand below.")
    return joined((words, reach), ": ")


@dataclass(frozen=True, slots=True)
class NationalUse:
    """A national law that carries out the EU act or provision `target` on the day."""

    target: str
    law: Hyperlink


def in_force(row: Row, on: str) -> bool:
    """Whether a national act may be in force on the day: nothing that is recorded speaks against it.

    The day of its making stands in for no first day; but what was made later was not law before.
    """
    return Period(text_of(row, "from"), text_of(row, "to")).may_cover(on) and text_of(row, "date") <= on


def uses(rows: Sequence[Row], plan: Plan) -> list[NationalUse]:
    """Every national law of the day with the EU law that it carries out."""
    return [
        NationalUse(target, _used(row, plan))
        for row in rows
        if in_force(row, plan.on) and (target := text_of(row, "eu_provision_id", "eu_id"))
    ]


def national(rows: Sequence[Row], plan: Plan) -> list[CitingLaw]:
    """Acts of the country that were made by the day and have not ended, each with the EU law it carries out."""
    listed: dict[str, CitingLaw] = {}
    for row in rows:
        if not in_force(row, plan.on):
            continue
        act = str(row["act_id"])
        new = CitingLaw(str(row["act_label"]), law_href(act, plan.on), _about(row, plan), marks_of(row))
        entry = listed.setdefault(act, new)
        if row["eu_id"]:
            target = text_of(row, "eu_provision_id", "eu_id")
            words = CARRIED.get(str(row["kind_label"]), str(row["kind_label"]).lower())
            label = citation_in_act(str(row["eu_label"]), target, str(row["eu_id"]))
            entry.targets.append(Hyperlink(label, law_href(target, plan.on), words))
    return list(listed.values())


def _about(row: Row, plan: Plan) -> str:
    """What a national act is, since when it is in force, and whose it is when that is not the country."""
    first, home = text_of(row, "from"), str(row["jurisdiction"])
    since = N_("in force since %(day)s", day=long_date(first)) if first else N_("start not recorded")
    own = plan.country is not None and home == plan.country.jurisdiction
    return joined((str(row["type_label"]), since, "" if own else home), ", ")


def clauses(rules: Sequence[Rule], rows: Sequence[Row], plan: Plan) -> list[Clause]:
    """Provisions of these rules that leave something to national law, with what the country is known to have made.

    A directive does so as a whole; a regulation where it is addressed to Member States or a national act uses it.
    """
    used: dict[str, list[Row]] = {}
    for row in rows:
        if row["eu_id"] and in_force(row, plan.on):
            used.setdefault(text_of(row, "eu_provision_id", "eu_id"), []).append(row)
    found: dict[str, Clause] = {}
    for rule in rules:
        if rule.jurisdiction != UNION or group_of(rule.effect).slug == "defines":
            continue
        directive = rule.act_type in ("directive", "framework-decision")
        if directive or _opens(rule) or rule.provision_id in used:
            target = rule.act_id if directive else rule.provision_id
            found.setdefault(target, _clause(rule, target, used, plan))
    return sorted(found.values(), key=lambda each: each.label)


def _clause(rule: Rule, target: str, used: Mapping[str, Sequence[Row]], plan: Plan) -> Clause:
    directive = target == rule.act_id
    return Clause(
        label=provision_name(rule.act_label, target, rule.provision_label, rule.act_id),
        href=law_href(target, plan.on),
        why=N_("A directive: it binds through national law.") if directive else N_("It leaves this to national law."),
        uses=[_used(row, plan) for row in used.get(target, [])],
        whole=[] if directive else [_used(row, plan) for row in used.get(rule.act_id, [])],
    )


def _used(row: Row, plan: Plan) -> Hyperlink:
    act, own = str(row["act_id"]), text_of(row, "own_provision_id", "act_id")
    return Hyperlink(citation_in_act(str(row["act_label"]), own, act), law_href(own, plan.on), marks=marks_of(row))


def _opens(rule: Rule) -> bool:
    return rule.clause and rule.effect in {"condition", "permission", "exception", "legal-basis", "exempt"}


def gaps(plan: Plan, bound: Sequence[Rule], undated: int, acts: int, created: str) -> list[str]:
    """Sentences about what is not known. `acts` counts the national acts shown; `created` is the day of the data."""
    found: list[str] = []
    country = plan.country
    if country and not any(rule.jurisdiction != UNION for rule in bound):
        found.append(
            N_(
                "No national rule is recorded for %(country)s and this plan on this day: that does not mean there is "
                "none.",
                country=country.label,
            )
        )
    if country and not acts:
        found.append(N_("No act of %(country)s in force on this day is recorded at all.", country=country.label))
    if not plan.actor:
        found.append(N_("Who runs it was not said. The law differs most by that: both answers stand side by side."))
    if not plan.purpose:
        found.append(N_("What it is for was not said: rules that depend on it are told as open."))
    if undated:
        found.append(
            counted(
                undated,
                "%(number)s rule without a recorded start cannot be said to hold on this day.",
                "%(number)s rules without a recorded start cannot be said to hold on this day.",
            )
        )
    memory = len({rule.finding.law for rule in bound if rule.basis == GENERAL_KNOWLEDGE})
    if memory:
        found.append(
            counted(
                len({rule.finding.law for rule in bound}),
                "%(some)s of %(number)s rule shown are from memory and marked so: check the text.",
                "%(some)s of %(number)s rules shown are from memory and marked so: check the text.",
                some=memory,
            )
        )
    if plan.on > created:
        found.append(N_("The data was made on %(day)s: law adopted since then is not in it.", day=long_date(created)))
    found.append(N_("Whether a condition in words is met is not in the tables: read each one and decide."))
    return found
