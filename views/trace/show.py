"""Traces: from a practice to the law that governs it, and from the law back to the streets, as of a date."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.errors import NotFound
from graph.links.kinds import FAMILIES
from graph.links.network import Network
from graph.text.messages import N_, name_words
from graph.trace import CLASSES, Trace, TraceLimits, advice, trace
from graph.trace.export import COLUMNS, FORMS, rows
from graph.trace.export import network as as_network
from graph.trace.limits import EVERY
from graph.trace.tracing import FOR_CLASSES
from views.shown.computed import computed_answer, in_other_forms
from views.shown.examples import held
from views.shown.values import Hyperlink
from views.trace import rows as shapes
from views.trace.drawing import drawing
from views.trace.standing import network
from views.web.behind import link_questions
from views.web.here import same_query, with_params
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import asked
from views.web.trust_headers import told

blueprint = Blueprint("trace", __name__)

TO_CLASS = "acts"
MAX_ADDRESS = 300
MAX_COUNTRIES = 40


@blueprint.get("/trace")
@takes("from", "to", "on", "actor", many=("kinds", "country"))
def show() -> Response:
    """Paths from one thing to another or to a class, drawn and as a table; without `from`, the form alone."""
    opened = network()
    if not request.args.get("from", "").strip():
        return page(
            "trace/show.html",
            answers={"trace": _answer(None, 0)},
            things=[],
            **_form(opened, None),
            found=None,
            behind=link_questions(),
        )
    started = time.perf_counter()
    found = _traced(opened)
    elapsed_ms = (time.perf_counter() - started) * 1000
    places = {place.iri for path in found.paths for hop in path.hops for place in (hop.source, hop.target)}
    return page(
        "trace/show.html",
        answers={"trace": _answer(found, elapsed_ms)},
        things=sorted(places),
        **_form(opened, found),
        found=found,
        behind=link_questions(),
        heading=shapes.heading(found),
        summary=shapes.summary(found),
        abouts=[
            shapes.about(place, found.on)
            for place in (found.source, found.target)
            if place and (place.note or place.dated or place.life)
        ],
        drawing=drawing(found),
        groups=shapes.groups(found),
        coming=shapes.coming(found),
        advice=_advice(opened, found),
        kept=[opened.about["places"][code] for code in found.countries],
        forms=[{"label": form.upper(), "media_type": media_type, "href": _graph_address(form)}
               for form, (media_type, _) in FORMS.items()],
        back=shapes.turned(found, with_params),
    )  # fmt: skip


@blueprint.get("/trace/graph")
@blueprint.get("/trace/graph.<form>")
@takes("from", "to", "on", "actor", many=("kinds", "country"))
def graph(form: str = "json") -> Response:
    """The same paths as a network: GraphML, GEXF, DOT, or JSON with nodes and edges."""
    if form not in FORMS:
        raise NotFound(
            N_("A trace is written as %(names)s, not as %(form)s.", names=", ".join(FORMS), form=repr(form[:20]))
        )
    started = time.perf_counter()
    found = _traced(network())
    media_type, written = FORMS[form]
    response = Response(written(as_network(found)), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="trace.{form}"'
    elapsed_ms = (time.perf_counter() - started) * 1000
    return told(response, asked().store.revision, not found.bounded, None, elapsed_ms)


def _traced(opened: Network) -> Trace:
    source, target = request.args.get("from", "")[:MAX_ADDRESS], request.args.get("to", "").strip()[:MAX_ADDRESS]
    limits = _limits()
    return trace(opened, source, target or TO_CLASS, law_date(), families=limits.families, actor=limits.actor,
                 countries=limits.countries)  # fmt: skip


def _limits() -> TraceLimits:
    """The kinds of link, the actor and the countries that the address keeps to."""
    kinds = [name for each in request.args.getlist("kinds") for name in each.split(",") if name]
    return TraceLimits(tuple(kinds), request.args.get("actor", "").strip()[:MAX_ADDRESS], tuple(_countries()))


def _advice(opened: Network, found: Trace) -> list[Hyperlink]:
    """What would help when nothing was found: the same trace with another day, more law, or more kinds of link."""
    if found.paths:
        return []
    return [Hyperlink(each.words, _again(each.changes)) for each in advice(opened, found, _limits())]


def _again(changes: Mapping[str, Sequence[str]]) -> str:
    """The address of the same trace with some parameters changed, on the law date unless that is one of them."""
    kept = {name: request.args.getlist(name) for name in ("from", "to", "kinds", "actor", "country")}
    return _start(**{name: list(values) for name, values in {**kept, **changes}.items() if any(values)})


def _countries() -> list[str]:
    return [each for each in request.args.getlist("country") if each.strip()][:MAX_COUNTRIES]


def _answer(found: Trace | None, elapsed_ms: float) -> Answer:
    title = "Which paths lead from one to the other?"
    complete = not (found and found.bounded)
    told = in_other_forms(lambda: rows(found) if found else ())
    return computed_answer("trace", title, COLUMNS, told, elapsed_ms, complete)


def _form(opened: Network, found: Trace | None) -> dict[str, Any]:
    """What the form shows: the state of the address, or good first questions."""
    chosen = request.args.getlist("kinds") or (FAMILIES if found and found.target else FOR_CLASSES)
    target = request.args.get("to", "").strip() or TO_CLASS
    actor = request.args.get("actor", "")
    return {
        "source": request.args.get("from", ""),
        "target": target,
        "on": law_date(),
        "actor": actor,
        "classes": [{"value": name, "label": shapes.class_words(name)} for name in CLASSES],
        "families": [{"value": name, "label": label, "checked": name in chosen}
                     for name, label in FAMILIES.items() if name != "parts"],
        "every_country": _again({"country": (EVERY,)}),
        "countries": shapes.countries(opened, found.countries if found else _countries()),
        "everywhere": bool(found and not found.countries),
        "actors": [{"value": name, "label": name_words(label, kind="actor")}
                   for name, (label, _) in opened.about["actors"].items() if name != "any"],
        "examples": [] if found else _examples(),
    }  # fmt: skip


def _examples() -> list[Hyperlink]:
    """Good first questions about things that are there."""
    there = held({end for _, *ends, _ in shapes.EXAMPLES for end in ends})
    return [
        Hyperlink(label, _start(**{"from": source, "to": target, **more}))
        for label, source, target, more in shapes.EXAMPLES
        if {source, target} <= there
    ]


def _start(**values: Any) -> str:
    return url_for("trace.show", **values)


def _graph_address(form: str) -> str:
    return same_query(f"{request.script_root}/trace/graph.{form}")
