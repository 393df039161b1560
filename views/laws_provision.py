"""The page of one provision: what it says, to whom, from when, who moved its date, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, url_for

from views import laws_readers as readers
from views import laws_shapes as shapes
from views import laws_states as states
from views.filters import long_date
from views.law_date import law_date
from views.law_extensions import extended
from views.pages import page
from views.service import answer, grouped, slug_of, text_of
from views.trace_standing import provision_standing

Row = Mapping[str, Any]

MATCHES = {
    "exact": "run by this actor",
    "broader": "run by one of these actors",
    "any": "the rule is for any actor",
    "unknown": "who runs it is not recorded",
}


def show(provision: str, identifier: str) -> Response:
    """One provision, whose identifier is known to exist."""
    on = law_date()
    answers = {
        "provision": answer("laws-statements", {"thing": provision}),
        "states": answer("laws-intervals", {"act": [provision]}),
        "family": answer("laws-family", {"provision": provision}),
        "rules": answer("laws-rules", {"provision": provision}),
        "relations": answer("laws-relations", {"thing": provision}),
        "practices": answer("laws-practices", {"thing": provision}),
        "governed": answer("practices-governed-on-date", {"provision": provision, "on": on}),
        "sources": answer("laws-sources", {"thing": provision}),
        "extensions": answer("law-extensions", {"thing": provision}),
    }
    stated = shapes.Statements(answers["provision"].rows)
    act_id, act_label = stated.id("is_part_of"), stated.text("is_part_of")
    known = states.spans(answers["states"].rows)
    sources, doubts = shapes.sources(answers["sources"].rows)
    return page(
        "laws/provision.html",
        answers=answers,
        things=[provision],
        identifier=identifier,
        stated=stated,
        on=on,
        act={"id": act_id, "label": act_label, "href": shapes.href(act_id, on)},
        reference=shapes.reference(identifier, act_id),
        applies=applies(known, stated, on),
        standing=provision_standing(provision),
        facts=_facts(stated, provision, on),
        moved=" ".join(filter(None, (moved(stated), extended(answers["extensions"].rows).get(identifier, "")))),
        marks=["from-memory"] if stated.slug("basis") == "general-knowledge" else [],
        timeline=states.timeline(states.lanes(known), on),
        family=_family(answers["family"].rows, act_id, on),
        rules=[_rule(row, on) for row in answers["rules"].rows],
        relations=shapes.relations(answers["relations"].rows, on, "This provision"),
        later_readers=readers.later(answers["relations"].rows, on),
        relation_count=len({str(row["relation_id"]) for row in answers["relations"].rows}),
        practices=shapes.practice_groups(answers["practices"].rows, on),
        governed=_governed(answers["governed"].rows),
        sources=sources,
        doubts=doubts,
    )


def applies(known: Sequence[states.Span], stated: shapes.Statements, on: str) -> dict[str, str]:
    """Whether the provision applies on the day, and why."""
    span = next((span for span in known if span.state == "applicable"), None)
    day = long_date(on)
    if span is None:
        return {
            "label": f"Not known whether it applies on {day}",
            "slug": "unknown",
            "why": "No date of application is recorded for it.",
        }
    if span.covers(on):
        until = f" and its last day is {long_date(span.end)}" if span.end else " and no last day is known"
        return {
            "label": f"Applies on {day}",
            "slug": "applicable",
            "why": f"It applies from {long_date(span.start)}{until}.",
        }
    if on < span.start:
        why = f"It applies only from {long_date(span.start)}."
    else:
        own = stated.text("applicableTo") == span.end
        why = f"{'Its' if own else 'The'} last day{'' if own else ' of its act'} was {long_date(span.end)}."
    return {"label": f"Does not apply on {day}", "slug": "ended" if on > span.start else "upcoming", "why": why}


def _facts(stated: shapes.Statements, provision: str, on: str) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": "Act", "value": stated.text("is_part_of"), "href": shapes.href(stated.id("is_part_of"), on)},
        {"term": "Identifier", "value": stated.text("identifier")},
        {
            "term": "Kind of rule",
            "badges": [{"kind": f"effect-{stated.slug('ruleType')}", "label": stated.text("ruleType")}],
        },
        {"term": "Addressed to", "values": stated.all("addressee") or ["Not recorded"]},
        {"term": "Topic", "values": stated.all("topic")},
        {"term": "Applies from", "value": long_date(stated.text("applicableFrom")) or "Not recorded"},
    ]
    if stated.text("originallyApplicableFrom"):
        facts.append({"term": "Originally from", "value": long_date(stated.text("originallyApplicableFrom"))})
    movers = [
        {"label": _moved_by(row), "href": shapes.href(text_of(row, "value_id"), on)}
        for name in ("dateChangedBy", "dateChangedByProvision")
        for row in stated.rows(name)
    ]
    if movers:
        facts.append({"term": "Date moved by", "values": movers})
    if stated.text("applicableTo"):
        facts.append({"term": "Last day", "value": long_date(stated.text("applicableTo"))})
    if stated.rows("appliesTo"):
        technologies = [
            {
                "label": text_of(row, "value_label"),
                "href": url_for("technologies.show", name=str(row["value_id"])),
            }
            for row in stated.rows("appliesTo")
        ]
        facts.append({"term": "Technologies", "values": technologies})
    if provision.startswith("http://data.europa.eu/eli/"):
        facts.append({"term": "ELI", "value": provision, "href": provision})
    checked = stated.text("articleCheck")
    facts.append(
        {"term": "Article number", "value": f"Checked: {checked}" if checked else "Not checked against a text"}
    )
    facts.append({"term": "Confidence", "value": stated.text("confidence"), "note": f"Basis: {stated.text('basis')}"})
    return facts


def moved(stated: shapes.Statements) -> str:
    """Where the date of application came from when it was moved; empty when it was not."""
    original, now = stated.text("originallyApplicableFrom"), stated.text("applicableFrom")
    if not original or original == now:
        return ""
    part = stated.id("dateChangedByProvision")
    by = ", ".join(each for each in (stated.text("dateChangedBy"), shapes.reference(part) if part else "") if each)
    return f"It was first to apply from {long_date(original)}. The date was moved{f' by {by}' if by else ''}."


def _moved_by(row: Row) -> str:
    identifier = text_of(row, "value_id")
    label = text_of(row, "value_label")
    return f"{shapes.reference(identifier)} {label}" if "/" in identifier else label


def _family(rows: Iterable[Row], act_id: str, on: str) -> dict[str, list[dict[str, str]]]:
    family: dict[str, list[dict[str, str]]] = {"above": [], "below": []}
    for row in sorted(rows, key=lambda row: shapes.natural(str(row["other_id"]))):
        name = f"{shapes.reference(str(row['other_id']), act_id)} {row['other_label']}"
        period = f"from {long_date(row['from'])}" if text_of(row, "from") else ""
        item = {
            "label": name,
            "href": shapes.href(str(row["other_id"]), on),
            "note": f"{row['rule_label']} {period}".strip(),
        }
        family[str(row["place"])].append(item)
    return family


def _rule(row: Row, on: str) -> dict[str, Any]:
    start, end = text_of(row, "from"), text_of(row, "to")
    period = f"since {long_date(start)}" if start else "start date not recorded"
    return {
        "technology": {
            "label": str(row["technology_label"]),
            "href": url_for("technologies.show", name=str(row["technology_id"]), actor=str(row["actor_id"])),
            "marks": shapes.marks(row),
        },
        "actor": str(row["actor_label"]),
        "effect": {"badges": [{"kind": f"effect-{slug_of(row['effect'])}", "label": str(row["effect_label"])}]},
        "condition": {"label": str(row["condition"]), "note": f"Doubtful: {row['doubt']}" if row["doubt"] else ""},
        "period": f"{long_date(start)} to {long_date(end)}" if start and end else period,
        "where": str(row["jurisdiction"]),
    }


def _governed(rows: Sequence[Row]) -> list[dict[str, Any]]:
    practices = []
    for found in grouped(rows, "practice_id").values():
        first = found[0]
        practices.append(
            {
                "practice": {
                    "label": str(first["practice_label"]),
                    "href": url_for("practices.show", name=str(first["practice_id"])),
                },
                "technologies": ", ".join(sorted({str(row["technology_id"]).replace("-", " ") for row in found})),
                "why": "; ".join(sorted({MATCHES.get(slug_of(row["actor_match"]), "") for row in found})),
                "effects": ", ".join(sorted({slug_of(row["effect"]).replace("-", " ") for row in found})),
            }
        )
    return practices
