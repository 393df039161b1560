"""The page of one provision: what it says, to whom, from when, who moved its date, and what it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, url_for

from graph.ask.answer import Answer
from graph.law.application import application, period_known
from graph.law.citation import citation, citation_in_act, eur_lex_address, provision_title, sort_key
from graph.law.effects import badge_of, in_groups
from graph.law.marks import marks
from graph.law.official_text import number_of, numbered, official_address
from graph.law.period import Period
from graph.text.messages import N_, joined
from views.drawing.state_drawing import StateBar, state_drawing
from views.languages.copied import today
from views.law import readers, rows, scope, states
from views.law.dates import provision_dates
from views.law.known import known_day, telling
from views.law.relations import relations
from views.shown.corrections import row_at
from views.trace.standing import provision_standing
from views.web.addresses import law_href
from views.web.jurisdictions import place_name
from views.web.law_date import law_date
from views.web.marks import marks_of
from views.web.pages import page
from views.web.panels import Panel, answers_of, kept_when_whole, panel, rows_of, worked
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

MATCHES = {
    "exact": N_("run by this actor"),
    "broader": N_("run by one of these actors"),
    "any": N_("the rule is for any actor"),
}


def show(shown: Answer, identifier: str) -> Response:
    """The provision that `shown` (an answer of laws-show) is about; a question without answer leaves its part out."""
    on, known, provision = law_date(), known_day(), str(shown.rows[0]["thing"])
    stated = rows.LawStatements(shown.rows)
    act = str(stated.rows("is_part_of")[0]["value"])
    parts = {
        "dates": panel("laws-dates", {"thing": provision}),
        "rules": panel("laws-rules", {"provision": provision}),
        "practices": panel("laws-practices", {"thing": provision, "on": on}),
        "relations": panel("laws-relations", {"thing": provision}),
        "sources": panel("laws-sources", {"thing": provision}),
        "scope": panel("laws-scope", {"thing": provision}),
    }
    standing = worked(lambda: provision_standing(provision))
    response = page(
        "law/provision.html",
        answers=answers_of(("provision", shown), parts),
        parts=parts,
        topic=provision,
        identifier=identifier,
        stated=stated,
        on=on,
        known=telling(on, known),
        standing=standing,
        effect_badge=badge_of(stated.slug("ruleType")),
        facts=_facts(stated, provision, on, known),
        marks=marks(stated.slug("basis")),
        scope=scope.shown(parts["scope"].answer.rows, on),
        open_points=scope.open_at_home(parts["scope"].answer.rows, stated.text("jurisdiction"), on),
        rules=[_rule(row, on) for row in rows_of(parts["rules"], "rule")],
        practices=rows.practice_groups(rows_of(parts["practices"], "linked"), on),
        sources=rows.sources(parts["sources"].answer.rows, _official(stated, provision, act)),
        **_named(stated, identifier, on),
        **_applies(stated, parts["dates"], on, known),
        **_related(parts, identifier, on, known),
        **_family(parts["rules"], stated.id("is_part_of"), on),
        **_governed(rows_of(parts["practices"], "governed"), on),
    )
    return kept_when_whole(response, [*parts.values(), standing])


def _named(stated: rows.LawStatements, identifier: str, on: str) -> dict[str, Any]:
    """The act, and how the provision is cited: with the number of its act beside the name."""
    act_id, act_label = stated.id("is_part_of"), stated.text("is_part_of")
    return {
        "act": {"id": act_id, "label": act_label, "href": law_href(act_id, on)},
        "reference": citation_in_act(numbered(act_label, stated.text("title")), identifier, act_id),
        "short_reference": citation_in_act(act_label, identifier, act_id),
        "citation": citation(identifier, act_id),
    }


def _applies(stated: rows.LawStatements, dates: Panel, on: str, known: str) -> dict[str, Any]:
    spans, moves, extended = (rows_of(dates, kind) for kind in ("state", "move", "extension"))
    recorded = provision_dates(stated, spans, moves, extended)
    told = [row for row in extended if not known or text_of(row, "from") <= known]
    bars = states.bars(states.spans(spans))
    if known:
        then = period_known(recorded, known)
        bars = [StateBar(N_("Applicable, as known then"), "dark", then)] if then.start else []
    more = [StateBar(N_("Extended"), "dark", Period(text_of(row, "from"), text_of(row, "to"))) for row in told]
    drawn = [bar for bar in more if bar.period.start and recorded.period.is_over(bar.period.start)]
    return {
        "applies": application(recorded, on, known),
        "timeline": state_drawing([*bars, *drawn], on),
    }


def _related(parts: Mapping[str, Panel], identifier: str, on: str, known: str) -> dict[str, Any]:
    related = parts["relations"].answer.rows
    amended = readers.amendments(rows_of(parts["dates"], "amendment"))
    extended = {text_of(row, "cause_id").partition("/")[0] for row in rows_of(parts["dates"], "extension")}
    others = [each for each in amended if each.by not in extended]
    return {
        "relations": relations(related, identifier, on, amended),
        "later_count": readers.later(related, on),
        "relation_count": len({str(row["relation_id"]) for row in related}),
        "amended_later": readers.amended_later(others, identifier, on, known),
    }


def _official(stated: rows.LawStatements, provision: str, act: str) -> list[tuple[str, str]]:
    """Where the official text of the provision stands, at the article where it has an address of its own."""
    act_id = stated.id("is_part_of")
    name = number_of(stated.text("title")) or stated.text("is_part_of")
    cited = citation(stated.text("identifier"), act_id)
    own = official_address(provision)
    of_act = "" if own else official_address(act, stated.text("officialIri"))
    return [
        (N_("%(law)s, official address (ELI)", law=f"{name}, {cited}" if cited else name), own),
        (N_("%(law)s, official address of the act", law=name), of_act),
        (N_("%(law)s on EUR-Lex", law=name), eur_lex_address(act_id)),
    ]


def _facts(stated: rows.LawStatements, provision: str, on: str, known: str) -> list[dict[str, Any]]:
    name = numbered(stated.text("is_part_of"), stated.text("title"))
    facts: list[dict[str, Any]] = [
        {"term": N_("Act"), "value": name, "href": law_href(stated.id("is_part_of"), on), "column": "act"},
        {"term": N_("Identifier"), "value": stated.text("identifier"), "column": "id"},
        {
            "term": N_("Kind of rule"),
            "column": "rule_type",
            "badges": [{"kind": badge_of(stated.slug("ruleType")), "label": stated.text("ruleType")}],
        },
        {"term": N_("Addressed to"), "values": stated.all("addressee") or [N_("Not recorded")], "column": "addressee"},
        {"term": N_("Topic"), "values": stated.all("topic"), "column": "topic"},
        *([] if known else _days(stated, on)),
    ]
    if stated.text("applicableTo"):
        facts.append({"term": N_("Last day"), "value": long_date(stated.text("applicableTo")),
                      "column": "end_date"})  # fmt: skip
    if stated.rows("appliesTo"):
        technologies = [
            {
                "label": text_of(row, "value_label"),
                "href": url_for("technologies.show", name=str(row["value_id"])),
            }
            for row in stated.rows("appliesTo")
        ]
        facts.append({"term": N_("Technologies"), "values": technologies, "column": "applies_to"})
    if provision.startswith("http://data.europa.eu/eli/"):
        facts.append({"term": "ELI", "value": provision, "href": provision, "column": "eli"})
    how, basis = stated.text("articleCheck"), N_("Basis: %(basis)s", basis=stated.text("basis"))
    checked = N_("Checked: %(how)s", how=how) if how else N_("Not checked against a text")
    facts.append({"term": N_("Article number"), "value": checked, "column": "provision_ref"})
    sure = {"value": stated.text("confidence"), "note": basis, "column": "confidence"}
    return [*facts, {"term": N_("Confidence"), **sure}]


def _days(stated: rows.LawStatements, on: str) -> list[dict[str, Any]]:
    """The day of application as it is known now, and what moved it."""
    past = on < today().isoformat()
    facts: list[dict[str, Any]] = [
        {
            "term": N_("Applies from, as known today") if past else N_("Applies from"),
            "value": long_date(stated.text("applicableFrom")) or N_("Not recorded"),
            "column": "application_date",
        }
    ]
    if stated.text("originallyApplicableFrom"):
        facts.append({"term": N_("Originally from"), "value": long_date(stated.text("originallyApplicableFrom")),
                      "column": "original_application_date"})  # fmt: skip
    movers = [
        {"label": _mover(row), "href": law_href(text_of(row, "value_id"), on)}
        for name in ("dateChangedBy", "dateChangedByProvision")
        for row in stated.rows(name)
    ]
    # That a date was moved is concluded from the one that was set first.
    told = {"term": N_("Date moved by"), "values": movers, "column": "original_application_date"}
    return [*facts, told] if movers else facts


def _mover(row: Row) -> str:
    return provision_title(text_of(row, "value_id"), text_of(row, "value_label"))


def _family(rules: Panel, act_id: str, on: str) -> dict[str, Any]:
    """What holds the provision, the widest first, and its parts in the order of the act."""
    above, below = (
        [
            {
                "label": provision_title(str(row["other_id"]), str(row["other_label"]), act_id),
                "cited": citation(str(row["other_id"]), act_id),
                "href": law_href(str(row["other_id"]), on),
                "note": _since(row),
            }
            for row in sorted(rows_of(rules, place), key=lambda row: sort_key(str(row["other_id"])))
        ]
        for place in ("above", "below")
    )
    wholes = [{"label": each["cited"], "href": each["href"]} for each in above if each["cited"]]
    return {"family": {"above": above, "below": below}, "wholes": wholes}


def _since(row: Row) -> str:
    start = long_date(text_of(row, "from"))
    return N_("%(rule)s from %(day)s", rule=str(row["rule_label"]), day=start) if start else str(row["rule_label"])


def _doubt(reason: str) -> str:
    return joined((N_("Doubtful"), reason), ": ") if reason else ""


def _rule(row: Row, on: str) -> dict[str, Any]:
    return {
        "technology": {
            "label": str(row["technology_label"]),
            "href": url_for("technologies.show", name=str(row["technology_id"]), actor=str(row["actor_id"])),
            "marks": marks_of(row),
        },
        "actor": str(row["actor_label"]),
        "effect": {"badges": [{"kind": badge_of(slug_of(row["effect"])), "label": str(row["effect_label"])}]},
        "condition": {
            "label": str(row["condition"]),
            "note": _doubt(text_of(row, "doubt")),
            "row": row_at("technology_rules", row["rule_id"]),
        },
        "period": Period(text_of(row, "from"), text_of(row, "to")).words(on, N_("start date not recorded")),
        "where": place_name(str(row["jurisdiction"])),
    }


def _governed(governances: Sequence[Row], on: str) -> dict[str, Any]:
    """The practices that the provision or a part of it governs on the day, and those where it depends on a fact."""
    by_practice = grouped(governances, "practice_id").values()
    held = [[row for row in found if slug_of(row["standing"]) == "holds"] for found in by_practice]
    asked = [found for found, sure in zip(by_practice, held, strict=True) if not sure]
    return {
        "governed": [_practice(found, on) for found in held if found],
        "open": [_practice(found, on) for found in asked],
    }


def _practice(found: Sequence[Row], on: str) -> dict[str, Any]:
    first = found[0]
    life = Period(text_of(first, "start"), text_of(first, "end"))
    ran = life.may_cover(on[: len(life.start) or None])
    asking = {text_of(row, "open_question"): text_of(row, "rule_id") for row in found}
    questions = sorted(asking.keys() - {""})
    return {
        "practice": {
            "label": str(first["practice_label"]),
            "href": url_for("practices.show", name=str(first["practice_id"])),
            "note": "" if ran else N_("not running then: %(days)s", days=life.words(on)),
        },
        "technologies": joined(sorted({str(row["technology_label"]) for row in found}), ", "),
        "why": joined(sorted({MATCHES.get(slug_of(row["actor_match"]), "") for row in found}), "; "),
        "effects": joined((group.label for group in in_groups(found, lambda row: slug_of(row["effect"]))), ", "),
        "question": {
            "label": questions[0] if questions else "",
            "note": joined(questions[1:], "; "),
            "row": row_at("technology_rules", asking[questions[0]] if questions else ""),
        },
    }
