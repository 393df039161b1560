"""Technologies: which rules bind each of them, for whom, where and when."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from graph.ask.answer import Answer
from graph.errors import NotFound
from graph.governing import HOLDS
from graph.governing.index import library_of
from graph.law.marks import marks
from graph.text.messages import N_
from views.law.coming import coming
from views.law.rulings import Telling
from views.shown.deployments import Deployments
from views.shown.extensions import by_thing
from views.shown.measures import NationalMeasures
from views.shown.values import Hyperlink
from views.technologies import rows
from views.technologies.choices import CaseChoices, asked_dates
from views.technologies.ruled import TechnologyDecision, on_day, scopes
from views.web.here import with_params
from views.web.law_date import carried, law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, asked, text_of, thing_iri

Row = Mapping[str, Any]

blueprint = Blueprint("technologies", __name__)


@blueprint.get("/technologies")
@takes("on")
def list_() -> Response:
    """Every technology in its place in the hierarchy, with the number of practices and rules."""
    on = law_date()
    found = answer("technologies-list", {"on": on})
    return page(
        "technologies/list.html",
        answers={"technologies": found},
        things=[str(row["technology"]) for row in found.rows],
        tree=rows.tree(found.rows),
        total=len(found.rows),
        on=on,
    )


@blueprint.get("/technologies/<name>")
@takes("on", "actor", "jurisdiction", "purpose", many=("and",))
def show(name: str) -> Response:
    """One technology: its rules for an actor, in a place, for a purpose, on a day; and what changed between days."""
    technology = thing_iri("technologies", name)
    stated = answer("technologies-show", {"technology": technology})
    if not stated.rows:
        raise NotFound(
            N_("There is no technology named %(name)s. The list of technologies has them all.", name=repr(name))
        )
    on, dates = law_date(), asked_dates()
    offered = answer("technologies-actors")
    choices = CaseChoices.of(offered.rows)
    decision = _decision(name, technology, choices)
    found, narrower, extensions = decision.rules(), decision.narrower(), answer("law-extensions")
    practices = answer("technologies-practices", {"technology": technology})
    deployments = answer("deployments-by-technology", {"technology": technology})
    telling = _telling(found, narrower, decision, by_thing(extensions.rows), on)
    facts = rows.facts(stated.rows)
    here = on_day(found.rows, on)
    return page(
        "technologies/show.html",
        answers={"rules": found, "narrower": narrower, "technology": stated, "practices": practices,
                 "deployments": deployments, "choices": offered, "extensions": extensions},
        topic=technology,
        things=dict.fromkeys(str(row["provision"]) for row in found.rows),
        name=name,
        facts=facts,
        label=facts["label"][0].label,
        marks=marks(next((str(row["value"]) for row in stated.rows if str(row["property"]) == "basis"), "")),
        on=on,
        dates=dates,
        actor=request.args.get("actor", "").strip(),
        choices=choices,
        place=decision.place,
        purpose=decision.purpose,
        laws=telling.laws(here, on_day(decision.reached(), on)),
        narrower=telling.laws(on_day(narrower.rows, on), ()),
        elsewhere=_elsewhere(decision, on),
        ahead=coming(found.rows, on),
        changes=_changes(telling, found.rows, sorted({on, *dates})),
        practices=rows.practices(practices.rows),
        outcomes=rows.outcomes(practices.rows),
        deployments=Deployments.of(deployments.rows),
    )  # fmt: skip


def _decision(name: str, technology: str, choices: CaseChoices) -> TechnologyDecision:
    opened = asked()
    return TechnologyDecision(
        library=library_of(opened.revision, lambda: opened.store),
        details=answer("technologies-rules", {"technology": technology}),
        technology=name,
        actors=choices.asked_actors(),
        place=choices.asked_place(),
        purpose=choices.asked_purpose(),
    )


def _telling(
    found: Answer, narrower: Answer, decision: TechnologyDecision, extensions: Mapping[str, str], on: str
) -> Telling:
    named = sorted(scopes([*found.rows, *narrower.rows, *decision.reached()]))
    iris = [thing_iri("scope-rules", each) for each in named]
    reasons = answer("law-scope-reasons", {"scopes": iris}).rows if iris else ()
    acts = sorted({str(row["act"]) for row in found.rows if str(row["jurisdiction"]) == "EU"})
    measures = answer("law-measures", {"acts": acts}).rows if acts and decision.place.country else ()
    return Telling(
        {str(row["scope_id"]): row for row in reasons}, NationalMeasures.of(measures, on, decision.library), extensions
    )


def _elsewhere(decision: TechnologyDecision, on: str) -> list[Hyperlink]:
    """When no country is chosen: those whose law has rules on the technology, each with the address that shows them."""
    if decision.place.country:
        return []
    wide = decision.library.technology_steps(decision.technology)
    named = {text_of(row, "jurisdiction") for row in on_day(decision.details.rows, on)
             if text_of(row, "technology_id") in wide} - {"EU"}  # fmt: skip
    return [
        Hyperlink(place.label, carried(with_params(jurisdiction=place.jurisdiction, on="")))
        for place in CaseChoices.of(answer("technologies-actors").rows).places
        if place.jurisdiction in named
    ]


def _changes(telling: Telling, found: Sequence[Row], days: Sequence[str]) -> list[dict[str, Any]]:
    """Between each two days in turn, the provisions that surely hold on the later alone, and on the earlier alone."""
    holding = {day: [row for row in on_day(found, day) if str(row["standing"]) == HOLDS] for day in days}
    return [
        {
            "first": first,
            "second": second,
            "started": telling.acts(_without(holding[second], holding[first])),
            "ended": telling.acts(_without(holding[first], holding[second])),
        }
        for first, second in itertools.pairwise(days)
    ]


def _without(these: Sequence[Row], those: Sequence[Row]) -> list[Row]:
    """The rows of a day for whose actor and rule there is none on the other day."""
    known = {(str(row["actor_id"]), str(row["rule_id"]), str(row["technology_id"])) for row in those}
    return [row for row in these if (str(row["actor_id"]), str(row["rule_id"]), str(row["technology_id"])) not in known]
