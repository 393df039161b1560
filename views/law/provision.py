"""The page of one provision: what it says, to whom, from when, who moved its date, and what it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, url_for

from graph.ask.answer import Answer
from graph.law.citation import citation, citation_in_act, provision_title, sort_key
from graph.law.effects import badge_of
from graph.law.marks import marks
from graph.law.period import Period
from graph.law.state import application
from views.drawing.state_drawing import state_drawing
from views.law import readers, rows, states
from views.law.extensions import extensions
from views.trace.standing import provision_standing
from views.web.addresses import law_href
from views.web.law_date import law_date
from views.web.marks import marks_of
from views.web.pages import page
from views.web.panels import answers_of, kept_when_whole, panel, rows_of, worked
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

MATCHES = {
    "exact": "run by this actor",
    "broader": "run by one of these actors",
    "any": "the rule is for any actor",
    "unknown": "who runs it is not recorded",
}


def show(shown: Answer, identifier: str) -> Response:
    """The provision that `shown` (an answer of laws-show) is about; a question without answer leaves its part out."""
    on, provision = law_date(), str(shown.rows[0]["thing"])
    parts = {
        "dates": panel("laws-dates", {"thing": provision}),
        "rules": panel("laws-rules", {"provision": provision}),
        "practices": panel("laws-practices", {"thing": provision, "on": on}),
        "relations": panel("laws-relations", {"thing": provision}),
        "sources": panel("laws-sources", {"thing": provision}),
    }
    stated = rows.LawStatements(shown.rows)
    act_id, act_label = stated.id("is_part_of"), stated.text("is_part_of")
    known = states.spans(rows_of(parts["dates"], "state"))
    relations = parts["relations"].answer.rows
    sources, doubts = rows.sources(parts["sources"].answer.rows)
    standing = worked(lambda: provision_standing(provision))
    response = page(
        "law/provision.html",
        answers=answers_of(("provision", shown), parts),
        parts=parts,
        things=[provision],
        identifier=identifier,
        stated=stated,
        on=on,
        act={"id": act_id, "label": act_label, "href": law_href(act_id, on)},
        reference=citation_in_act(act_label, identifier, act_id),
        citation=citation(identifier, act_id),
        effect_badge=badge_of(stated.slug("ruleType")),
        applies=application(known, stated.text("applicableTo"), on),
        standing=standing,
        facts=_facts(stated, provision, on),
        moved=" ".join(filter(None, (_moving(stated), *extensions(rows_of(parts["dates"], "extension"))))),
        marks=marks(stated.slug("basis")),
        timeline=state_drawing(states.bars(known), on),
        family={place: _family(rows_of(parts["rules"], place), act_id, on) for place in ("above", "below")},
        rules=[_rule(row, on) for row in rows_of(parts["rules"], "rule")],
        relations=rows.relations(relations, on, "This provision"),
        later_readers=readers.later(relations, on),
        relation_count=len({str(row["relation_id"]) for row in relations}),
        practices=rows.practice_groups(rows_of(parts["practices"], "linked"), on),
        governed=_governed(rows_of(parts["practices"], "governed")),
        sources=sources,
        doubts=doubts,
    )
    return kept_when_whole(response, [*parts.values(), standing])


def _facts(stated: rows.LawStatements, provision: str, on: str) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"term": "Act", "value": stated.text("is_part_of"), "href": law_href(stated.id("is_part_of"), on)},
        {"term": "Identifier", "value": stated.text("identifier")},
        {
            "term": "Kind of rule",
            "badges": [{"kind": badge_of(stated.slug("ruleType")), "label": stated.text("ruleType")}],
        },
        {"term": "Addressed to", "values": stated.all("addressee") or ["Not recorded"]},
        {"term": "Topic", "values": stated.all("topic")},
        {"term": "Applies from", "value": long_date(stated.text("applicableFrom")) or "Not recorded"},
    ]
    if stated.text("originallyApplicableFrom"):
        facts.append({"term": "Originally from", "value": long_date(stated.text("originallyApplicableFrom"))})
    movers = [
        {"label": _mover(row), "href": law_href(text_of(row, "value_id"), on)}
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


def _moving(stated: rows.LawStatements) -> str:
    """Where the date of application came from when it was moved; empty when it was not."""
    original, now = stated.text("originallyApplicableFrom"), stated.text("applicableFrom")
    if not original or original == now:
        return ""
    part = stated.id("dateChangedByProvision")
    by = ", ".join(each for each in (stated.text("dateChangedBy"), citation(part)) if each)
    return f"It was first to apply from {long_date(original)}. The date was moved{f' by {by}' if by else ''}."


def _mover(row: Row) -> str:
    return provision_title(text_of(row, "value_id"), text_of(row, "value_label"))


def _family(found: Iterable[Row], act_id: str, on: str) -> list[dict[str, str]]:
    """Provisions above or below, in the order of the act."""
    return [
        {
            "label": provision_title(str(row["other_id"]), str(row["other_label"]), act_id),
            "href": law_href(str(row["other_id"]), on),
            "note": _since(row),
        }
        for row in sorted(found, key=lambda row: sort_key(str(row["other_id"])))
    ]


def _since(row: Row) -> str:
    start = long_date(text_of(row, "from"))
    return f"{row['rule_label']} from {start}" if start else str(row["rule_label"])


def _rule(row: Row, on: str) -> dict[str, Any]:
    return {
        "technology": {
            "label": str(row["technology_label"]),
            "href": url_for("technologies.show", name=str(row["technology_id"]), actor=str(row["actor_id"])),
            "marks": marks_of(row),
        },
        "actor": str(row["actor_label"]),
        "effect": {"badges": [{"kind": badge_of(slug_of(row["effect"])), "label": str(row["effect_label"])}]},
        "condition": {"label": str(row["condition"]), "note": f"Doubtful: {row['doubt']}" if row["doubt"] else ""},
        "period": Period(text_of(row, "from"), text_of(row, "to")).words(on, "start date not recorded"),
        "where": str(row["jurisdiction"]),
    }


def _governed(governances: Sequence[Row]) -> list[dict[str, Any]]:
    practices = []
    for found in grouped(governances, "practice_id").values():
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
