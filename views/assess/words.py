"""A plan in words: in one sentence, as a list of its answers, and what is still to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from graph.assess import PURPOSES, NextQuestion, Plan
from graph.governing.scope import POLICE
from graph.text.messages import N_, capital, ended, joined
from views.assess.entries import PARAMETERS, PlanNames
from views.assess.form import FormChoices, PlanForm, Row
from views.assess.offer import FIRST, PURPOSE_SHORT, PURPOSE_WORDS, actors
from views.shown.values import Fact, Hyperlink
from views.web.here import with_params
from views.web.service import text_of
from views.web.words import long_date

POLICE_WORK = N_("Work of the police counts as law enforcement until another purpose is named.")
ASKS = {
    "actor": N_("Who runs it?"),
    "purpose": N_("What is it for?"),
    "region": N_("In which part of the country?"),
    "technology": N_("Is it one of these?"),
}


def sentence(choices: FormChoices, plan: Plan) -> str:
    """The plan in one sentence."""
    runner = N_("run by %(actor)s", actor=with_article(choices.label("actor", plan.actor))) if plan.actor else ""
    where = place(choices, plan)
    also = [choices.label("technology", name) for name in plan.technologies[1:]]
    parts = (
        runner or N_("not known who runs it"),
        N_("for %(purpose)s", purpose=PURPOSE_SHORT[plan.purpose]) if plan.purpose else "",
        N_("in %(place)s", place=where) if where else N_("in a member state of the EU"),
        N_("under the law of %(day)s", day=long_date(plan.on)),
    )
    others = N_("with: %(technologies)s", technologies=", ".join(also)) if also else ""
    return ended(joined((capital(joined(parts, ", ")), others), "; "))


def place(choices: FormChoices, plan: Plan) -> str:
    """City, part of the country and country, as far as they are known."""
    names = (choices.label("city", plan.city), choices.label("region", plan.region) if plan.region else "",
             plan.country.label if plan.country else "")  # fmt: skip
    return joined(dict.fromkeys(names), ", ")


def with_article(noun: str) -> str:
    """`the state police`, `a municipality`."""
    if noun.endswith("police"):
        return N_("the %(noun)s", noun=noun)
    return N_("an %(noun)s", noun=noun) if noun[:1] in "aeiE" else N_("a %(noun)s", noun=noun)


def side(actor: str, label: str) -> str:
    """`If the municipality runs it`, for one of two columns."""
    return N_("If the police run it") if actor.endswith("police") else N_("If the %(actor)s runs it", actor=label)


def in_words(choices: FormChoices, plan: Plan) -> list[Fact]:
    """What was answered, one fact an answer."""
    links = [Hyperlink(choices.label("technology", name), url_for("technologies.show", name=name))
             for name in plan.technologies]  # fmt: skip
    actor: Row = choices.row("actor", plan.actor) if plan.actor else {}
    about = " ".join(filter(None, (text_of(actor, "definition"), text_of(actor, "note"))))
    return [
        Fact(N_("Technology"), values=links),
        Fact(N_("Run by"), capital(text_of(actor, "label")) or N_("Not known"), note=about),
        Fact(N_("For"), PURPOSE_WORDS.get(plan.purpose, N_("Not known")),
             note=POLICE_WORK if not plan.purpose and plan.actor in POLICE else ""),
        Fact(N_("Where"), place(choices, plan) or N_("a member state of the EU")),
        Fact(N_("Law as it stands on"), long_date(plan.on)),
        *([Fact(N_("Purpose, in your words"), plan.aim)] if plan.aim else []),
        *([Fact(N_("Place, in your words"), plan.place)] if plan.place else []),
    ]  # fmt: skip


def open_questions(
    choices: FormChoices, plan: Plan, found: Sequence[NextQuestion], names: PlanNames
) -> list[dict[str, Any]]:
    """The questions whose answers would settle something, each answer a link that gives it."""
    listed = [] if plan.actor else [_who(choices)]
    for question in found:
        settled = dict(question.values)
        offered = PURPOSES if question.field == "purpose" else tuple(settled)
        answers = [
            {"label": capital(names.answer(question.field, value)), "settles": settled.get(value, 0),
             "href": with_params(**{PARAMETERS[question.field]: value, "revision": ""})}
            for value in offered
        ]  # fmt: skip
        listed.append({"ask": ASKS[question.field], "rules": question.rules, "answers": answers})
    return listed


def _who(choices: FormChoices) -> dict[str, Any]:
    answers = [
        {"label": capital(choices.label("actor", name)), "settles": 0, "href": with_params(actor=name, revision="")}
        for name in FIRST
    ]
    return {"ask": ASKS["actor"], "rules": 0, "answers": answers}


def others(choices: FormChoices, plan: Plan) -> list[Hyperlink]:
    """The same plan run by each other body that runs practices."""
    return [
        Hyperlink(each["label"], with_params(actor=str(each["id"]), revision=""))
        for each in actors(choices)[0]["actors"]
        if each["id"] != plan.actor
    ]


def narrower(choices: FormChoices, given: PlanForm) -> list[dict[str, Any]]:
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
