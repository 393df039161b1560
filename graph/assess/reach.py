"""Which rules reach a plan, and which of them hold on its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.assess.plan import UNION, Country, Plan, Rule
from graph.law.period import Period
from graph.law.state import BINDING, rule_state


def reaches(rule: Rule, country: Country | None) -> bool:
    """Whether the law of the rule can bind in the country at all: EU law in members, national law at home.

    Without a country only EU law does. State law (DE-BW) counts in its country (DE).
    """
    if rule.jurisdiction == UNION:
        return country is None or bool(country.joined)
    if country is None:
        return False
    return rule.jurisdiction == country.jurisdiction or rule.jurisdiction.startswith(country.jurisdiction + "-")


def span(rule: Rule, country: Country | None) -> Period:
    """First and last day of the rule in the country: EU law begins with accession and ends with membership.

    An empty first day is not known; an empty last day is open.
    """
    if country is None or rule.jurisdiction != UNION:
        return Period(rule.first, rule.last)
    first = max(rule.first, country.joined) if rule.first else ""
    last = min(filter(None, (rule.last, country.left)), default="")
    return Period(first, last)


def state(rule: Rule, country: Country | None, on: str) -> str:
    """`binding`, `coming`, `ended`, `never` in this country, or `unknown` when the rule has no first day."""
    return rule_state(span(rule, country), on)


def binding(rules: Iterable[Rule], plan: Plan, wanted: str = BINDING) -> list[Rule]:
    """The rules of the plan's country in the `wanted` state on its day, in the order given; roles are left out."""
    return [
        rule
        for rule in rules
        if rule.route != "role" and reaches(rule, plan.country) and state(rule, plan.country, plan.on) == wanted
    ]


def roles(rules: Sequence[Rule], plan: Plan) -> list[Rule]:
    """Provisions for a role that hold on the day and that no rule of the plan already names."""
    told = {rule.provision_id for rule in binding(rules, plan)}
    return [
        rule
        for rule in rules
        if rule.route == "role"
        and rule.provision_id not in told
        and reaches(rule, plan.country)
        and state(rule, plan.country, plan.on) == BINDING
    ]
