"""The whole link network: what is relied on most, what joins practice and law, which practices live under one law."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response

from graph.links.network import Network
from graph.trace.values import Place
from graph.trace.words import place
from views.shown.computed import computed_answer
from views.trace.rows import shown_place
from views.trace.standing import network
from views.web.behind import link_questions
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes

blueprint = Blueprint("trace_network", __name__)

COLUMNS = ("measure", "group", "rank", "id", "label", "value", "unit")
QUESTION = "Which provisions are relied on most, what joins practice and law, and which practices share their rules?"


@blueprint.get("/trace/network")
@takes("on")
def show() -> Response:
    """Three measures, each with its method."""
    opened = network()
    started = time.perf_counter()
    found, on = opened.analytics(), law_date()
    rows = list(_rows(opened, found, on))
    elapsed_ms = (time.perf_counter() - started) * 1000
    answer = computed_answer("trace-network", QUESTION, COLUMNS, rows, elapsed_ms, bool(found["computed"]))
    return page(
        "trace/network.html",
        answers={"network": answer},
        things=[each["iri"] for each in (*found["relied"], *found["bridges"])],
        about=opened.about,
        behind=link_questions(),
        on=on,
        measured=found["computed"],
        methods=found["methods"],
        relied=[_shown(opened, each["iri"], on) | {"score": each["score"], "practices": each["practices"]}
                for each in found["relied"]],
        bridges=[_shown(opened, each["iri"], on) | {"share": each["share"]} for each in found["bridges"]],
        communities=[
            {
                "practices": [_shown(opened, iri, on)["place"] for iri in each["practices"]],
                "technologies": _named(opened, each["technologies"], on),
                "provisions": _named(opened, each["provisions"], on),
            }
            for each in found["communities"]
        ],
    )  # fmt: skip


def _place(opened: Network, iri: str, on: str) -> Place:
    return place(opened, opened.iris.find(iri) or 0, on)


def _shown(opened: Network, iri: str, on: str) -> dict[str, Any]:
    shown = shown_place(_place(opened, iri, on), on)
    return {"place": shown.link, "kind": shown.kind}


def _named(opened: Network, counted: list[list[Any]], on: str) -> list[dict[str, Any]]:
    return [_shown(opened, iri, on) | {"count": count} for iri, count in counted]


def _rows(opened: Network, found: dict[str, Any], on: str) -> Iterator[dict[str, str]]:
    for measure, unit, key in (
        ("relied", "PageRank per mille", "score"),
        ("bridges", "per cent of paths", "share"),
    ):
        for rank, each in enumerate(found[measure], 1):
            yield _row(_place(opened, each["iri"], on), measure, 0, rank, each[key], unit)
    for group, each in enumerate(found["communities"], 1):
        for rank, iri in enumerate(each["practices"], 1):
            yield _row(_place(opened, iri, on), "community", group, rank, 1, "member")


def _row(place: Place, measure: str, group: int, rank: int, value: float, unit: str) -> dict[str, str]:
    return {"measure": measure, "group": str(group), "rank": str(rank), "id": place.id, "label": place.name,
            "value": str(value), "unit": unit}  # fmt: skip
