"""Impact: which practices, cities, organisations and Actions an act, a judgment, a technology or a city touches."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.errors import BadParameter, NotFound
from graph.impact import Impact, impact, with_partners
from graph.law.life import Life
from graph.links.kinds import LAW
from graph.links.network import Network
from graph.text.messages import N_
from graph.trace.export import FORMS
from graph.trace.export import network as as_network
from graph.trace.words import place
from views.shown.computed import Value, computed_answer, in_other_forms
from views.trace import impact_numbers as numbers
from views.trace import impact_parts as shapes
from views.trace import impact_rows
from views.trace.impact_left_out import Untouched
from views.trace.impact_notices import notices
from views.trace.standing import network
from views.web.behind import link_questions
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, asked
from views.web.trust_headers import told

blueprint = Blueprint("impact", __name__)

MAX_ADDRESS = 300


@blueprint.get("/impact")
@takes("of", "on")
def show() -> Response:
    """What `of` touches on the day `on`; without `of`, how to ask."""
    of, on = _asked(), law_date()
    if not of:
        return page("trace/impact_start.html", answers={"impact": _answer(None, [], 0)}, things=[], of="", on=on,
                    examples=shapes.examples(), behind=link_questions())  # fmt: skip
    started = time.perf_counter()
    opened = network()
    found = impact(opened, of, on)
    walked_ms = (time.perf_counter() - started) * 1000
    practices, cities = _beside(found)
    places = impact_rows.places(practices, cities)
    found = with_partners(found, impact_rows.partners(opened, places, on))
    left_out = _left_out(opened, found)
    host = request.host_url
    rows = in_other_forms(lambda: [*impact_rows.rows(found, places, host), *left_out.table(host)])
    answers = {"impact": _answer(found, rows, walked_ms)}
    beside = filter(None, (practices, cities, left_out.answer))
    answers |= {each.question.name.replace("impact-", ""): each for each in beside}
    return page(
        "trace/impact.html",
        answers=answers,
        things=sorted({found.source.iri, *(each.place.iri for each in found.touched), *_statements(found),
                       *left_out.things}),
        of=of,
        on=on,
        found=found,
        behind=link_questions(),
        title=numbers.title(found),
        lede=numbers.lede(found),
        notices=notices(found),
        left_out=left_out,
        stats=numbers.stats(found),
        practices=shapes.by_effect(found, places),
        cities=shapes.cities(found, places),
        organisations=shapes.organisations(found, places),
        actions=shapes.actions(found),
        coming=shapes.coming(found),
        does=shapes.law_links(found.does, found),
        undergoes=shapes.law_links(found.undergoes, found),
        map=shapes.map_of(found, places),
        effects=shapes.has_effects(found),
        long=shapes.LONG,
        forms=[{"label": form.upper(), "media_type": media_type, "href": _graph_address(form)}
               for form, (media_type, _) in FORMS.items()],
    )  # fmt: skip


@blueprint.get("/impact/graph")
@blueprint.get("/impact/graph.<form>")
@takes("of", "on")
def graph(form: str = "json") -> Response:
    """The paths to everything that is touched as a network: GraphML, GEXF, DOT, or JSON with nodes and edges."""
    if form not in FORMS:
        raise NotFound(
            N_("An impact is written as %(names)s, not as %(form)s.", names=", ".join(FORMS), form=repr(form[:20]))
        )
    of = _asked()
    if not of:
        raise BadParameter("of", N_("Name the thing whose impact is asked for, such as GDPR or 32024R1689."))
    started = time.perf_counter()
    opened, on = network(), law_date()
    found = impact(opened, of, on)
    places = impact_rows.places(*_beside(found))
    found = with_partners(found, impact_rows.partners(opened, places, on))
    media_type, written = FORMS[form]
    response = Response(written(as_network(found.trace)), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="impact.{form}"'
    elapsed_ms = (time.perf_counter() - started) * 1000
    return told(response, asked().store.revision, not found.bounded, None, elapsed_ms)


def _asked() -> str:
    return request.args.get("of", "").strip()[:MAX_ADDRESS]


def _beside(found: Impact) -> tuple[Answer | None, Answer | None]:
    """What else is known of the touched practices and cities."""
    return (
        _about("impact-practices", "practices", found, "practice"),
        _about("impact-cities", "cities", found, "city"),
    )


def _about(name: str, parameter: str, found: Impact, kind: str) -> Answer | None:
    """What else is known of the touched things of a kind; None, and no question, when there are none."""
    things = [each.place.iri for each in found.of_kind(kind)]
    return answer(name, {parameter: things}) if things else None


def _left_out(opened: Network, found: Impact) -> Untouched:
    """Whom the thing leaves out, if it is a law; what is no law has no scope, and nothing is asked."""
    given = answer("impact-left-out", {"law": found.source.iri, "on": found.on}) if found.source.kind in LAW else None

    def life(iri: str) -> Life:
        number = opened.iris.find(iri)
        return (place(opened, number, found.on).life if number is not None else None) or Life()

    return Untouched(found, given, life)


def _statements(found: Impact) -> set[str]:
    """The statements that the paths rest on, so that their actor, standing, condition and rule are data too."""
    return {iri for each in found.touched for hop in each.path.hops for iri in hop.statement.split()}


def _answer(found: Impact | None, rows: Iterable[Mapping[str, Value]], elapsed_ms: float) -> Answer:
    """One row for each touched thing, for a mail-out."""
    title = "Which practices, cities, organisations and Actions are touched, and by which path?"
    return computed_answer("impact", title, impact_rows.COLUMNS, rows, elapsed_ms, not (found and found.bounded))


def _graph_address(form: str) -> str:
    return url_for("impact.graph", form=form, of=_asked(), on=law_date())
