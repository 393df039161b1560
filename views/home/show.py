"""The start page: your city, your problem, two practices, a search box, doors, what is in the graph, changes in law."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from flask import Blueprint, Response, url_for

from graph.filters import FACETS, facet_of, table_of
from graph.text.messages import N_, counted
from views.practices.list import cards_of
from views.practices.rows import card
from views.replies.language_links import language_offer, vary_by_reader
from views.shown.dataset import dataset_of
from views.shown.values import Stat, StoryStep
from views.web.addresses import law_href
from views.web.law_date import law_date
from views.web.pages import page
from views.web.panels import kept_when_whole
from views.web.parameters import takes
from views.web.service import answer, asked, service
from views.web.words import long_date

blueprint = Blueprint("home", __name__)

SHOWN = (
    ("practices", "practices.list_"),
    ("cities", "cities.list_"),
    ("acts", "laws.list_"),
    ("provisions", None),
    ("relations", None),
    ("rules", "technologies.list_"),
    ("technologies", "technologies.list_"),
    ("links", None),
    (N_("legal events"), None),
    ("organisations", "organisations.list_"),
    ("events", "partnership.show"),
    ("actions", "actions.list_"),
    ("milestones", None),
    ("sources", None),
)
NAMES = {
    "practices": N_("practices"),
    "cities": N_("cities"),
    "acts": N_("acts"),
    "provisions": N_("provisions"),
    "relations": N_("relations between acts"),
    "rules": N_("technology rules"),
    "technologies": N_("technologies"),
    "links": N_("practice–law links"),
    N_("legal events"): N_("legal events"),
    "organisations": N_("organisations"),
    "events": N_("Partnership events"),
    "actions": N_("Partnership actions"),
    "milestones": N_("AI Act milestones"),
    "sources": N_("sources"),
}
ALWAYS_SHOWN = ("practices", "cities")
DAYS_BACK, DAYS_AHEAD = 200, 400
PRACTICES_SHOWN = 2
[PROBLEM] = (facet for facet in FACETS if facet.name == "problem")


@blueprint.get("/index")
@blueprint.get("/")
@takes("on")
def show() -> Response:
    """The start page; what changes in the law is told as seen from the law date."""
    on = law_date()
    day = datetime.date.fromisoformat(on)
    counts = answer("home-counts")
    changes = answer(
        "home-changes",
        {
            "from": _days_from(day, -DAYS_BACK),
            "to": _days_from(day, DAYS_AHEAD),
        },
    )
    table = table_of(asked().revision, lambda: asked().store).on(on)
    everything = table.chosen({})
    practices = cards_of(table, everything.sorted(table.orders["known"])[:PRACTICES_SHOWN])
    held = {str(row["kind"]): int(str(row["things"])) for row in counts.rows}
    revision = service().revision
    response = page(
        "site/home.html",
        answers={"counts": counts, "changes": changes, **({"practices": practices.answer} if table.size else {})},
        things=[],
        stats=[
            Stat(held.get(kind, 0), NAMES[kind], url_for(place) if place else None)
            for kind, place in SHOWN
            if kind in held or kind in ALWAYS_SHOWN
        ],
        problems=[each for each in facet_of(everything, PROBLEM).options if not each.unknown],
        cards=[card(row) for row in practices.answer.rows],
        panel=practices.state,
        on=on,
        changes=[_change(row, on) for row in changes.rows],
        revision=revision,
        built=long_date(str(revision.manifest.created)[:10]),
        offer=language_offer(),
        dataset=dataset_of(revision),
    )
    return vary_by_reader(kept_when_whole(response, [practices]))


def _days_from(day: datetime.date, days: int) -> str:
    """The day that many days away, or the calendar's first or last day where it would lie beyond."""
    bounded = min(max(day.toordinal() + days, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    return datetime.date.fromordinal(bounded).isoformat()


def _change(row: Mapping[str, object], on: str) -> StoryStep:
    count = int(str(row["provisions"]))
    future = str(row["date"]) > on
    return StoryStep(
        date=long_date(row["date"]),
        title=N_(
            "%(act)s: %(part)s",
            act=row["act_label"],
            part=row["first_label"] if count == 1 else counted(count, "%(number)s provision", "%(number)s provisions"),
        ),
        href=law_href(str(row["first_id"] if count == 1 else row["act_id"])),
        text=N_("Starts to apply.") if future else N_("Started to apply."),
        future=future,
    )
