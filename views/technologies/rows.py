"""Rows about technologies and their rules as the plain values that templates show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from graph.law.citation import SortKey, citation, provision_name, sort_key
from graph.law.effects import badge_of, in_groups
from graph.law.period import Period, rule_period
from graph.law.state import BINDING, rule_state
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]


def tree(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """All technologies, each below the broader one that is in the list."""
    known = {str(row["technology_id"]) for row in rows}
    children: dict[str, list[Row]] = {}
    for row in rows:
        broader = text_of(row, "broader_id")
        children.setdefault(broader if broader in known else "", []).append(row)

    def grow(parent: str) -> list[dict[str, Any]]:
        return [_branch(row, grow(str(row["technology_id"]))) for row in children.get(parent, [])]

    return grow("")


def _branch(row: Row, narrower: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "label": str(row["technology_label"]),
        "href": url_for("technologies.show", name=str(row["technology_id"])),
        "kind": str(row["kind_label"]),
        "definition": text_of(row, "definition"),
        "practices": int(text_of(row, "practices") or 0),
        "rules": int(text_of(row, "rules") or 0),
        "narrower": narrower,
    }


def holds(row: Row, on: str) -> bool:
    """Whether a rule is known to hold on the day: never when its first day is not recorded."""
    return rule_state(_period(row), on) == BINDING


def within(rows: Iterable[Row], jurisdiction: str) -> list[Row]:
    """The rules of a jurisdiction: its own and those of the EU; all of them when none is asked."""
    return [row for row in rows if not jurisdiction or str(row["jurisdiction"]) in ("EU", jurisdiction)]


def groups(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """Rules by what they do: prohibit, restrict, oblige, permit, or something else."""
    found = in_groups(rows, lambda row: slug_of(row["effect"]))
    return [{"label": group.label, "rules": entries(each, on)} for group, each in found.items()]


def entries(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """One entry a provision and period, in the order of the law, with every effect and condition named there."""
    rules: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(rows, key=_place_in_law):
        words = rule_period(_period(row), on)
        rule = rules.setdefault((str(row["provision_id"]), words), _rule(row, words))
        badge = {"kind": badge_of(slug_of(row["effect"])), "label": str(row["effect_label"])}
        if badge not in rule["badges"]:
            rule["badges"].append(badge)
        who = f"{row['technology_label']} × {row['actor_label']}"
        condition = {"text": str(row["condition"]), "who": who, "doubt": text_of(row, "doubt"), "marks": marks_of(row)}
        if condition not in rule["conditions"]:
            rule["conditions"].append(condition)
    return list(rules.values())


def _place_in_law(row: Row) -> tuple[str, SortKey]:
    return str(row["act_label"]), sort_key(str(row["provision_id"]))


def _period(row: Row) -> Period:
    return Period(text_of(row, "from"), text_of(row, "to"))


def _rule(row: Row, period: str) -> dict[str, Any]:
    return {
        "label": provision_name(
            str(row["act_label"]), str(row["provision_id"]), str(row["provision_label"]), str(row["act_id"])
        ),
        "href": law_href(str(row["provision_id"])),
        "badges": [],
        "period": period,
        "moved": _first_date(row),
        "id": str(row["provision_id"]),
        "jurisdiction": str(row["jurisdiction"]),
        "conditions": [],
    }


def _first_date(row: Row) -> str:
    """The day that was set first for the provision, and what moved it; empty when it was not moved."""
    original = text_of(row, "original")
    if not original or original == text_of(row, "from"):
        return ""
    by = ", ".join(filter(None, (text_of(row, "moved_by"), citation(text_of(row, "moved_by_part_id")))))
    return f"First set for {long_date(original)}{f', moved by {by}' if by else ''}."


def coming(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """Rules that begin after the day, the soonest first."""
    days = grouped((row for row in rows if text_of(row, "from") > on), "from")
    return [entry for day in sorted(days) for entry in entries(days[day], on)]


def changes(rows: Sequence[Row], first: str, second: str) -> dict[str, list[dict[str, Any]]]:
    """What holds on the later day and not on the earlier, and the other way round."""
    early, late = sorted((first, second))
    return {
        "started": entries([row for row in rows if holds(row, late) and not holds(row, early)], late),
        "ended": entries([row for row in rows if holds(row, early) and not holds(row, late)], late),
    }


def undated(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """Rules without a first day: on no day do they count."""
    return entries([row for row in rows if not text_of(row, "from")], on)


def outcomes(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """How many practices ended with which legal outcome, most frequent first."""
    labels = {slug_of(row["outcome"]): str(row["outcome_label"]) for row in rows}
    counted = Counter(slug_of(row["outcome"]) for row in rows)
    return [
        {
            "outcome": {"badges": [{"kind": f"outcome-{slug}", "label": labels[slug]}]},
            "practices": str(count),
        }
        for slug, count in counted.most_common()
    ]


def practices(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Practices as table rows."""
    return [
        {
            "practice": {
                "label": str(row["practice_label"]),
                "href": url_for("practices.show", name=str(row["practice_id"])),
            },
            "cities": text_of(row, "cities"),
            "status": {"badges": [{"kind": f"status-{slug_of(row['status'])}", "label": str(row["status_label"])}]},
            "outcome": {"badges": [{"kind": f"outcome-{slug_of(row['outcome'])}", "label": str(row["outcome_label"])}]},
        }
        for row in rows
    ]


def facts(rows: Iterable[Row]) -> dict[str, list[dict[str, str]]]:
    """Statements about one technology by name: label, address, and the page when it is a technology."""
    found: dict[str, list[dict[str, str]]] = {}
    for name, each in grouped(rows, "property").items():
        found[name] = [_value(name, row) for row in each]
    return found


def _value(name: str, row: Row) -> dict[str, str]:
    value, label = str(row["value"]), text_of(row, "value_label", "value")
    if name in ("broader", "narrower"):
        return {"label": label, "href": url_for("technologies.show", name=str(row["value_id"]))}
    if name == "mapping":
        scheme = "EuroVoc" if "eurovoc" in value else "DPV" if "dpv" in value else "Other"
        return {"label": f"{scheme}: {value}", "href": value}
    return {"label": label, "href": value if value.startswith("http") and name == "source" else "", "value": value}
