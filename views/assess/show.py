"""Assess a plan: what binds it on a day, what it must do, who did the same, and what changes later."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.assess import Plan, binding, coming, duties, pending, ranked, terms_of
from graph.assess.peers import Point
from graph.assess.reach import roles as roles_of
from graph.law.state import COMING, UNKNOWN
from views.assess import reading, unknown
from views.assess import rows as shapes
from views.assess.form import FormChoices, PlanForm, asked_plan, capital, options
from views.web.here import address, with_params
from views.web.pages import page
from views.web.service import answer, asked, text_of, thing_iri
from views.web.words import long_date

blueprint = Blueprint("assess", __name__)

MANY_RULES = 6
NOWHERE = "none"  # A jurisdiction that no law has: a country outside the Union without a law of its own in the tables.
EXAMPLES = (
    (
        "A city in France puts up fixed cameras",
        {"technology": "cctv-fixed", "also": ["footage-retention", "signage"], "actor": "municipality", "country": "FR",
         "purpose": "prevent assaults", "place": "square and streets near homes", "on": "2026-12-03"},
    ),
    (
        "Police in Italy match faces live",
        {"technology": "rbi-realtime", "actor": "police", "country": "IT", "purpose": "find a wanted person",
         "place": "station", "on": "2026-12-03"},
    ),
    (
        "A drone over a public event in Belgium",
        {"technology": "drone-camera", "also": ["event-security"], "actor": "police", "country": "BE",
         "purpose": "watch the crowd", "place": "event with assemblies of people", "on": "2026-12-03"},
    ),
)  # fmt: skip


@blueprint.get("/assess")
def show() -> Response:
    """The form, and below it what the rules say about the plan of the address."""
    found = answer("assess-choices")
    choices = FormChoices(found.rows)
    given = asked_plan(choices)
    if given.empty:
        return page(
            "assess/form.html",
            answers={"choices": found},
            things=[],
            form=options(choices, given),
            examples=[
                {"label": label, "href": address(f"{request.script_root}/assess", values)} for label, values in EXAMPLES
            ],
            on=None,
        )
    return _assessment(found, choices, given)


def _assessment(found: Answer, choices: FormChoices, given: PlanForm) -> Response:
    plan = given.plan
    technologies = [thing_iri("technologies", name) for name in plan.technologies]
    answers = _answers(plan, technologies)
    rules = reading.rules(answers["rules"].rows)
    peers = reading.peers(answers["peers"].rows, answers["events"].rows)
    bound, later = binding(rules, plan), binding(rules, plan, COMING)
    terms = terms_of(plan.purpose, plan.place)
    made = shapes.Page(plan, terms)
    groups = made.groups(bound)
    to_do = made.duties(duties(bound, choices.duty_order()), _definitions(choices))
    ahead = made.changes(coming(rules, plan))
    undated = binding(rules, plan, UNKNOWN)
    national = list(answers["national"].rows) if "national" in answers else []
    acts = unknown.national(national, plan)
    places = _places(choices, given)
    nearest = ranked(peers, plan.country.id if plan.country else "", plan.actor, places, plan.on)
    proposals = pending(
        [reading.proposal(row) for row in answers["proposals"].rows],
        {each.act_id for each in [*bound, *later]},
        plan.on,
    )
    return page(
        "assess/show.html",
        answers={**answers, "choices": found},
        things=[
            *technologies,
            *dict.fromkeys(each for rule in bound for each in (_rule_iri(rule.rule_id), rule.provision) if each),
        ],
        form=options(choices, given),
        moved=given.moved,
        in_words=_in_words(choices, plan),
        title=choices.label("technology", given.main),
        sentence=_sentence(choices, plan),
        on=plan.on,
        groups=groups,
        rule_count=len(bound),
        joined=len(bound) > sum(len(each["rules"]) for each in groups),
        counts=[{"value": len(each["rules"]), "label": each["label"], "href": f"#{each['slug']}"} for each in groups],
        duties=to_do,
        changes=ahead,
        proposals=shapes.proposals(proposals, plan.on),
        country=plan.country,
        about_country=unknown.about_the_country(plan),
        acts=acts,
        clauses=unknown.clauses([*bound, *later], national, plan),
        gaps=unknown.gaps(plan, bound, undated, len(acts), str(asked().revision.manifest.created)[:10]),
        undated=made.entries(undated),
        roles=shapes.roles(roles_of(rules, plan), plan.on),
        peers=shapes.peers(nearest, plan, places, choices.label("city", given.city)),
        peer_count=len(nearest),
        later_peers=len(peers) - len(nearest),
        narrower=_narrower(choices, given),
        others=_others(choices, plan),
        not_asked=[each for each in options(choices, given)["also"] if not each["checked"]],
        sources=made.sources.listed(),
        terms=list(terms.values()),
        touched=sorted(made.touched),
        start_again=url_for("assess.show", on=None),
    )


def _answers(plan: Plan, technologies: list[str]) -> dict[str, Answer]:
    country = plan.country
    values = {
        "technologies": technologies,
        "actor": thing_iri("actors", plan.actor),
        "on": plan.on,
        "place": (country.jurisdiction or NOWHERE) if country else "",
        "joined": country.joined if country else "",
        "left": country.left if country else "",
    }
    found = {
        "rules": answer("assess-rules", values),
        "peers": answer("assess-peers", {"technologies": technologies}),
        "events": answer("assess-events", {"technologies": technologies}),
        "proposals": answer("assess-proposals"),
    }
    if country:
        found["national"] = answer("assess-national", {"place": country.jurisdiction})
    return found


def _rule_iri(identifier: str) -> str:
    return thing_iri("rules", identifier) if identifier else ""


def _definitions(choices: FormChoices) -> dict[str, str]:
    return {str(row["thing"]): text_of(row, "definition") for row in choices.rows("duty")}


def _places(choices: FormChoices, given: PlanForm) -> list[Point]:
    if not given.city:
        return []
    row = choices.row("city", given.city)
    return [(float(str(row["lat"])), float(str(row["lon"])))] if row["lat"] is not None else []


def _in_words(choices: FormChoices, plan: Plan) -> list[dict[str, Any]]:
    labels = [choices.label("technology", name) for name in plan.technologies]
    where = ", ".join(filter(None, (choices.label("city", plan.city), plan.country.label if plan.country else "")))
    actor = choices.row("actor", plan.actor)
    return [
        {"term": "Technology", "values": [
            {"label": label, "href": url_for("technologies.show", name=name)}
            for name, label in zip(plan.technologies, labels, strict=True)
        ]},
        {"term": "Run by", "value": "Not decided yet" if plan.actor == "any" else capital(str(actor["label"])),
         "note": _about_the_actor(actor) if plan.actor != "any" else ""},
        {"term": "Where", "value": where or "a member state of the EU"},
        {"term": "Law as it stands on", "value": long_date(plan.on)},
        *([{"term": "Purpose, in your words", "value": plan.purpose}] if plan.purpose else []),
        *([{"term": "Place, in your words", "value": plan.place}] if plan.place else []),
    ]  # fmt: skip


def _sentence(choices: FormChoices, plan: Plan) -> str:
    """The plan in one sentence."""
    actor = "" if plan.actor == "any" else f"run by {_article(choices.label('actor', plan.actor))}"
    where = ", ".join(filter(None, (choices.label("city", plan.city), plan.country.label if plan.country else "")))
    also = [choices.label("technology", name) for name in plan.technologies[1:]]
    parts = (
        actor,
        f"in {where}" if where else "in a member state of the EU",
        f"under the law of {long_date(plan.on)}",
    )
    words = ", ".join(filter(None, parts))
    return f"{words[:1].upper()}{words[1:]}{'; with: ' + ', '.join(also) if also else ''}."


def _article(noun: str) -> str:
    if noun == "police":
        return "the police"
    return f"{'an' if noun[:1] in 'aeiE' else 'a'} {noun}"


def _about_the_actor(row: Any) -> str:
    return " ".join(filter(None, (text_of(row, "definition"), text_of(row, "note"))))


def _narrower(choices: FormChoices, given: PlanForm) -> list[dict[str, Any]]:
    """The same plan with each narrower kind of its technology that has rules of its own."""
    return [
        {
            "label": str(row["label"]),
            "href": with_params(technology=str(row["id"]), revision=""),
            "rules": int(text_of(row, "rules")),
            "text": text_of(row, "definition"),
        }
        for row in choices.narrower(given.main)
        if int(text_of(row, "rules") or 0)
    ]


def _others(choices: FormChoices, plan: Plan) -> list[dict[str, str]]:
    """The same plan run by each other actor that runs practices or has many rules."""
    return [
        {"label": capital(str(row["label"])), "href": with_params(actor=str(row["id"]), revision="")}
        for row in choices.rows("actor")
        if str(row["id"]) not in ("any", plan.actor) and int(text_of(row, "rules") or 0) >= MANY_RULES
    ]
