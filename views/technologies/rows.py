"""Rows about technologies and their rules as the plain values that templates show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from views.law.rows import href as law_href
from views.law.rows import marks, reference
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

GROUPS = (
    ("Prohibited", {"prohibited", "prohibition"}),
    ("Permitted with conditions", {"permitted-with-conditions", "permission", "legal-basis"}),
    ("Obligations", {"obligation", "transparency", "high-risk"}),
    ("Conditions", {"condition", "scope"}),
    ("Others", set[str]()),
)


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
    """Whether a rule holds on the day; without a first day of its own it counts from the date of its act."""
    start, end = text_of(row, "from", "act_date"), text_of(row, "to")
    return bool(start) and start <= on and (not end or on <= end)


def within(rows: Iterable[Row], jurisdiction: str) -> list[Row]:
    """The rules of a jurisdiction: its own and those of the EU; all of them when none is asked."""
    return [row for row in rows if not jurisdiction or str(row["jurisdiction"]) in ("EU", jurisdiction)]


def groups(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rules by what they do: prohibit, permit, oblige, set a condition, or something else."""
    found: dict[str, list[Row]] = {label: [] for label, _ in GROUPS}
    for row in rows:
        slug = slug_of(row["effect"])
        found[next((label for label, slugs in GROUPS if slug in slugs), "Others")].append(row)
    return [{"label": label, "rules": merged(each)} for label, each in found.items() if each]


def merged(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """One entry a provision and period, with every effect and condition that the rules there name."""
    rules: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        rule = rules.setdefault((str(row["provision_id"]), period(row)), _rule(row))
        badge = {"kind": f"effect-{slug_of(row['effect'])}", "label": str(row["effect_label"])}
        if badge not in rule["badges"]:
            rule["badges"].append(badge)
        who = f"{row['technology_label']} × {row['actor_label']}"
        condition = {"text": str(row["condition"]), "who": who, "doubt": text_of(row, "doubt"), "marks": marks(row)}
        if condition not in rule["conditions"]:
            rule["conditions"].append(condition)
    return list(rules.values())


def _rule(row: Row) -> dict[str, Any]:
    place = reference(str(row["provision_id"]), str(row["act_id"]))
    return {
        "label": f"{row['act_label']}, {place}: {row['provision_label']}",
        "href": law_href(str(row["provision_id"])),
        "badges": [],
        "period": period(row),
        "moved": moved(row),
        "id": str(row["provision_id"]),
        "jurisdiction": str(row["jurisdiction"]),
        "conditions": [],
    }


def period(row: Row) -> str:
    """`since 25 May 2018`; says so when only the date of the act is known."""
    start, end, dated = text_of(row, "from"), text_of(row, "to"), text_of(row, "act_date")
    words = f"since {long_date(start)}" if start else f"start not recorded, act of {long_date(dated)}"
    if not start and not dated:
        words = "start not recorded"
    if start and end:
        return f"{long_date(start)} to {long_date(end)}"
    return f"{words}, until {long_date(end)}" if end else words


def moved(row: Row) -> str:
    """The day that was set first for the provision, and what moved it; empty when it was not moved."""
    original, part = text_of(row, "original"), text_of(row, "moved_by_part_id")
    if not original or original == text_of(row, "from"):
        return ""
    by = ", ".join(each for each in (text_of(row, "moved_by"), reference(part) if part else "") if each)
    return f"First set for {long_date(original)}{f', moved by {by}' if by else ''}."


def coming(rows: Iterable[Row], on: str) -> list[dict[str, Any]]:
    """Rules that begin after the day, the soonest first."""
    later = [row for row in rows if text_of(row, "from") > on]
    return merged(sorted(later, key=lambda row: text_of(row, "from")))


def changes(rows: Sequence[Row], first: str, second: str) -> dict[str, list[dict[str, Any]]]:
    """What holds on the later day and not on the earlier, and the other way round."""
    early, late = sorted((first, second))
    return {
        "started": merged([row for row in rows if holds(row, late) and not holds(row, early)]),
        "ended": merged([row for row in rows if holds(row, early) and not holds(row, late)]),
    }


def undated(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rules without any first day: on no day do they count."""
    return merged([row for row in rows if not text_of(row, "from", "act_date")])


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
