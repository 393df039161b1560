"""Assess a plan: what binds it on a day, what it must do, who did the same, and what changes later."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.assess import Decision, Plan, decision, next_questions, pending, ranked, terms_of
from graph.assess.export import Identifiers, written
from graph.assess.peers import Point
from graph.assess.roles import roles
from graph.assess.territory import ActBond, bounds
from graph.governing import Library
from graph.governing.index import library_of
from graph.text.messages import N_, capital
from views.assess import around, reading, unknown, words
from views.assess.columns import Blocks, Side, columns
from views.assess.entries import Entries, PlanNames
from views.assess.form import FormChoices, PlanForm, asked_plan
from views.assess.offer import options
from views.assess.tables import decided_answers
from views.shown.examples import held
from views.shown.values import Hyperlink
from views.web.addresses import law_href
from views.web.here import address
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, asked, service, text_of, thing_iri

blueprint = Blueprint("assess", __name__)

EXAMPLES = (
    (
        N_("A city in France puts up fixed cameras"),
        {"technology": "cctv-fixed", "also": ["footage-retention", "signage"], "actor": "municipality", "country": "FR",
         "purpose": "prevent assaults", "place": "square and streets near homes", "on": "2026-12-03"},
    ),
    (
        N_("Police in Italy match faces live"),
        {"technology": "rbi-realtime", "actor": "state-police", "country": "IT", "aim": "law-enforcement",
         "purpose": "find a wanted person", "place": "station", "on": "2026-12-03"},
    ),
    (
        N_("A drone over a public event in Belgium"),
        {"technology": "drone-camera", "also": ["event-security"], "actor": "state-police", "country": "BE",
         "purpose": "watch the crowd", "place": "event with assemblies of people", "on": "2026-12-03"},
    ),
    (
        N_("Cameras in Cologne, and nobody knows yet who runs them"),
        {"technology": "cctv-fixed", "city": "cologne", "on": "2026-12-03"},
    ),
)  # fmt: skip


EVERY_OTHER = N_("Every other act of the Union")
BOUND_WORDS = {"holds": N_("reaches it"), "question": N_("depends on a fact"), "outside": N_("does not apply")}


@dataclass(frozen=True, slots=True)
class CountryReach:
    """How one act of the Union reaches the country, and `by` which provision."""

    act: Hyperlink
    standing: str
    reason: str
    by: Hyperlink | None


@blueprint.get("/assess")
@takes("on", "actor", "aim", "purpose", "place", "city", "region", "country", many=("technology", "also"))
def show() -> Response:
    """The form, and below it what is decided about the plan of the address."""
    found = answer("assess-choices")
    choices = FormChoices(found.rows)
    library = _library()
    given = asked_plan(choices, library)
    if given.empty:
        return page(
            "assess/form.html",
            answers={"choices": found},
            things=[],
            form=options(choices, given),
            examples=_examples(),
            on=None,
        )
    return _assessment(found, choices, given, library)


def _examples() -> list[Hyperlink]:
    """Plans to begin with; the city of one may not be there."""
    cities = {f"cities/{values['city']}" for _, values in EXAMPLES if "city" in values}
    there = held(cities)
    return [
        Hyperlink(label, address(f"{request.script_root}/assess", values))
        for label, values in EXAMPLES
        if "city" not in values or f"cities/{values['city']}" in there
    ]


def _library() -> Library:
    now = asked()
    return library_of(now.revision, lambda: now.store)


def _assessment(found: Answer, choices: FormChoices, given: PlanForm, library: Library) -> Response:
    plan = given.plan
    started = time.perf_counter()
    decided = decision(library, plan)
    decided_ms = (time.perf_counter() - started) * 1000
    answers = _answers(plan, decided, library)
    about = reading.described(answers["rules"].rows)
    names = _names(choices, library, answers["names"])
    made = Entries(plan, terms_of(plan.aim, plan.place), names)
    listed = columns(decided, about, {name: choices.label("actor", name) for name in plan.actors})
    national = list(answers["national"].rows) if "national" in answers else []
    definitions = {str(row["thing"]): text_of(row, "definition") for row in choices.rows("duty")}
    blocks = Blocks(decided, made, about, unknown.uses(national, plan), choices.duty_order(), definitions)
    revision, identifiers = asked().store.revision, Identifiers(service().settings.base_iri, library.iris)
    return page(
        "assess/show.html",
        answers={**decided_answers(decided, decided_ms), **answers, "choices": found},
        things=_things(plan, listed),
        computed=lambda media_type: written(decided, revision, identifiers, media_type),
        form=options(choices, given),
        moved=given.moved,
        in_words=words.in_words(choices, plan),
        title=choices.label("technology", given.main),
        sentence=words.sentence(choices, plan),
        on=plan.on,
        known_actor=bool(plan.actor),
        columns=[blocks.of(column) for column in listed],
        questions=words.open_questions(choices, plan, next_questions(decided.findings), names),
        bounds=[_bound(each, names, plan.on) for each in bounds(library, decided)],
        roles=_roles(library, decided, about, plan.on),
        narrower=words.narrower(choices, given),
        others=words.others(choices, plan),
        start_again=url_for("assess.show", on=None),
        **_law_around(plan, listed, national, answers),
        **_peers(choices, given, answers),
        # The sources last: every rule above has been met by now.
        sources=made.sources.listed(),
        terms=list(made.terms.values()),
        touched=sorted(made.touched),
    )


def _answers(plan: Plan, decided: Decision, library: Library) -> dict[str, Answer]:
    technologies = [thing_iri("technologies", name) for name in plan.technologies]
    found = {
        "rules": answer("assess-rules", {"technologies": technologies}),
        "names": answer("assess-acts", {"acts": _acts(decided, library)}),
        "peers": answer("assess-peers", {"technologies": technologies}),
        "events": answer("assess-events", {"technologies": technologies}),
        "proposals": answer("assess-proposals"),
    }
    if plan.country:
        found["national"] = answer("assess-national", {"place": plan.country.jurisdiction})
    return found


def _acts(decided: Decision, library: Library) -> list[str]:
    """The acts that the decision cites: those of the rules, and those of the provisions that decided."""
    named = {each.law.act for each in decided.findings} | {each.reach.act for each in decided.acts}
    scopes = [each.ruling.scope for each in decided.findings] + [each.reach.scope for each in decided.acts]
    cited = {name for scope in scopes if scope for name in (scope.provision, scope.target)}
    cited |= {step.provision for each in decided.findings for step in each.steps}
    named |= {library.act_of(name) for name in cited - {""}}
    return sorted({library.iris[name] for name in named if name in library.iris}) or ["urn:none"]


def _names(choices: FormChoices, library: Library, acts: Answer) -> PlanNames:
    called = {
        (kind, str(row["id"])): str(row["label"]) for kind in ("technology", "region") for row in choices.rows(kind)
    }
    return PlanNames(library, {str(row["act_id"]): str(row["act_label"]) for row in acts.rows}, called)


def _things(plan: Plan, listed: Iterable[Side]) -> list[str]:
    rules = [rule for column in listed for rule in (*column.binding, *column.asked)]
    said = (iri for rule in rules for iri in (thing_iri("rules", rule.id) if rule.id else "", rule.provision) if iri)
    return [*(thing_iri("technologies", name) for name in plan.technologies), *dict.fromkeys(said)]


def _law_around(
    plan: Plan, listed: Sequence[Side], national: Sequence[unknown.Row], answers: dict[str, Answer]
) -> dict[str, Any]:
    bound = [rule for column in listed for rule in column.binding]
    reaching = [*bound, *(rule for column in listed for rule in (*column.asked, *column.later))]
    acts = unknown.national(national, plan)
    undated = {rule.finding.law for column in listed for rule in column.undated}
    proposals = pending(
        [reading.proposal(row) for row in answers["proposals"].rows], {rule.act_id for rule in reaching}, plan.on
    )
    return {
        "country": plan.country,
        "about_country": unknown.about_the_country(plan),
        "acts": acts,
        "clauses": unknown.clauses(reaching, national, plan),
        "gaps": unknown.gaps(plan, bound, len(undated), len(acts), str(asked().revision.manifest.created)[:10]),
        "proposals": around.proposals(proposals, plan.on),
    }


def _peers(choices: FormChoices, given: PlanForm, answers: dict[str, Answer]) -> dict[str, Any]:
    plan, places = given.plan, _points(choices, given)
    peers = reading.peers(answers["peers"].rows, answers["events"].rows)
    nearest = ranked(peers, plan.country.id if plan.country else "", plan.actor, places, plan.on)
    return {
        "peers": around.peers(nearest, plan, places, choices.label("city", given.city)),
        "peer_count": len(nearest),
        "later_peers": len(peers) - len(nearest),
    }


def _points(choices: FormChoices, given: PlanForm) -> list[Point]:
    if not given.city:
        return []
    row = choices.row("city", given.city)
    return [(float(str(row["lat"])), float(str(row["lon"])))] if row["lat"] is not None else []


def _bound(bound: ActBond, names: PlanNames, on: str) -> CountryReach:
    scope = bound.scope
    return CountryReach(
        act=Hyperlink(names.law(bound.target), law_href(bound.target, on)) if bound.target else Hyperlink(EVERY_OTHER),
        standing=BOUND_WORDS[bound.standing],
        reason=capital(scope.condition),
        by=Hyperlink(names.law(scope.provision), law_href(scope.provision, on)) if scope.provision else None,
    )


def _roles(library: Library, decided: Decision, about: reading.Described, on: str) -> list[tuple[str, list[Hyperlink]]]:
    """Provisions for a role, by role: the reader must say whether the plan's actor has it."""
    found: dict[str, dict[str, Hyperlink]] = {}
    for law in roles(library, decided):
        row = reading.of(law, about)
        there = Hyperlink(reading.provision_label(row, law), law_href(law.provision, on))
        found.setdefault(str(row["addressee"]), {}).setdefault(law.provision, there)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(role, list(each.values())) for role, each in ordered]
