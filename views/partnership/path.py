"""How 20 candidates became six Actions: the steps, each with the statements that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.text.messages import N_

Shaped = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: facts by key, criteria by kind, and the event in which it happened."""

    title: str
    facts: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    event: str = ""
    note: str = ""


STEPS = (
    Step(N_("A first long list in Florence"), ("candidate_actions_first_list",), event="ev-m3"),
    Step(N_("Inputs of the summer"), ("candidate_actions_origin",)),
    Step(
        N_("20 candidate Actions"),
        ("candidate_actions_count", "candidate_actions_investigated", "candidate_actions_named"),
    ),
    Step(
        N_("Criteria: an open list"),
        (),
        ("pre-agreed-selection-criterion", "open-list-marker"),
        note=N_("The seed names three criteria and ends with “etc.”: there were more, and nobody has named them here."),
    ),
    Step(N_("Pitches with three questions"), ("selection_steps",), ("pitch-question",), "ev-m4-pitches"),
    Step(N_("Discussion"), ("selection_steps",), event="ev-m4-pitches"),
    Step(
        N_("Some discarded, some merged"),
        ("selection_steps",),
        event="ev-m4-shortlist",
        note=N_("Which ones, and how many of each, is not recorded."),
    ),
    Step(
        N_("A shortlist of six"),
        ("shortlisted_actions_count", "shortlist_session", "shortlist_size_note", "pillars_wording"),
        event="ev-m4-shortlist",
    ),
    Step(N_("Scoping and the mid-November decision"), ("scope_decision_deadline",), event="ev-scope-deadline"),
    Step(N_("Public feedback on the draft"), ("draft_actions_public_feedback",), event="ev-feedback"),
    Step(
        N_("The final Action Plan"),
        ("action_plan_final", "action_plan_legal_status", "action_leaders"),
        ("action-plan-quality-aim",),
        "ev-ap",
    ),
)


def path(
    facts: Mapping[str, Shaped], criteria: Mapping[str, list[Shaped]], events: Mapping[str, Shaped]
) -> list[Shaped]:
    """The steps with their evidence; a statement that the revision does not hold is left out.

    What an earlier step said is not said again, and a number has its name before it.
    """
    first = {key: step for step in reversed(STEPS) for key in step.facts}
    return [
        {
            "title": step.title,
            "note": step.note,
            "facts": [
                {**facts[key], "again": first[key] is not step, "number": facts[key]["value"].isdigit()}
                for key in step.facts
                if key in facts
            ],
            "criteria": [each for kind in step.criteria for each in criteria.get(kind, [])],
            "event": events.get(step.event),
        }
        for step in STEPS
    ]
