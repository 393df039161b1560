"""Practices and law of one technology, theme or country on one axis of time."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from graph.ask.answer import Answer
from graph.errors import BadParameter
from graph.store import Cell
from graph.text.messages import N_
from views.compare import timeline_rows as shapes
from views.compare.timeline_values import Timeline
from views.practices.rows import Row
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, grouped, narrowed, slug_of, text_of

blueprint = Blueprint("timeline", __name__)

FACETS = {"technology": N_("Technology"), "theme": N_("Theme"), "country": N_("Country")}
# As many lanes as can be read; the lists of practices and laws have the rest.
MOST_PRACTICES, MOST_ACTS = 60, 30
# Stands in a question for "none of them", because an empty list would mean all.
NOTHING = "urn:openplaza:nothing"


@blueprint.get("/timeline")
@takes("on", *FACETS)
def show() -> Response:
    """What `technology`, `theme` and `country` have in common, drawn in time, with the law of the day `on` marked."""
    on, choices = law_date(), answer("timeline-choices")
    chosen = {name: request.args.get(name, "").strip() for name in FACETS}
    wanted = {name: _wanted(choices.rows, name, slug) for name, slug in chosen.items() if slug}
    form = {name: shapes.options(choices.rows, name, chosen[name]) for name in FACETS}
    context: dict[str, Any] = {"on": on, "form": form, "legends": FACETS, "title": shapes.title(form)}
    if not wanted:
        return page("compare/timeline.html", answers={"choices": choices}, things=[], found=None, **context)
    answers = _answers(wanted, choices)
    practices = answers["practices"].rows
    acts = shapes.acts(answers["law"].rows, answers["intervals"].rows, on, shapes.jurisdiction(choices.rows, wanted))
    shown, law = practices[:MOST_PRACTICES], acts[:MOST_ACTS]
    found = shapes.timeline(shown, answers["events"].rows, law, on)
    answers = {"timeline": _table(answers["practices"], found, len(practices) + len(acts)), **answers}
    return page(
        "compare/timeline.html",
        answers=answers,
        things=[text_of(row, "practice") for row in shown] + [act.iri for act in law],
        found=found,
        practice_count=len(practices),
        act_count=len(acts),
        narrower=max(len(each) for each in wanted.values()) - 1,
        list_query={name: slug for name, slug in chosen.items() if slug},
        **context,
    )


def _wanted(rows: Sequence[Row], name: str, slug: str) -> list[str]:
    """The chosen value and all that is narrower. Raises BadParameter when there is no such value."""
    values = [row for row in rows if text_of(row, "facet") == name]
    first = next((text_of(row, "value") for row in values if slug_of(row["value"]) == slug), None)
    if first is None:
        raise BadParameter(
            name, N_("There is no %(name)s %(slug)s. The form lists them all.", name=name, slug=repr(slug[:80]))
        )
    narrower = grouped([row for row in values if text_of(row, "broader")], "broader")
    found = [first]
    for each in found:
        found += [value for row in narrower.get(each, []) if (value := text_of(row, "value")) not in found]
    return found


def _answers(wanted: dict[str, list[str]], choices: Answer) -> dict[str, Answer]:
    practices = answer("timeline-practices", wanted)
    shown = [text_of(row, "practice") for row in practices.rows[:MOST_PRACTICES]] or [NOTHING]
    # With a theme, law is that of the practices found: other rules on the technology may have nothing to do with it.
    technologies = wanted.get("technology", []) if "theme" not in wanted else []
    law = answer("timeline-law", {"practices": shown, "technologies": technologies or [NOTHING]})
    acts = list(dict.fromkeys(text_of(row, "act") for row in law.rows)) or [NOTHING]
    return {
        "practices": practices,
        "events": answer("compare-events", {"things": shown}),
        "law": law,
        "intervals": narrowed("laws-intervals", {"act": acts}, lambda row: str(row["act"]) in acts),
        "choices": choices,
    }


def _table(practices: Answer, found: Timeline, all_items: int) -> Answer:
    """The timeline as rows for programs: one an act, moved date, practice or legal event."""
    columns = ("kind", "id", "label", "from", "to", "detail")
    rows = tuple(
        {name: Cell(text, "literal") if (text := row[name]) else None for name in columns} for row in found.plain
    )
    complete = len(found.law) + len(found.practices) == all_items
    return dataclasses.replace(practices, columns=columns, rows=rows, complete=complete)
