"""Transposition: what EU law leaves to national law, and what is known of each country."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from graph.assess import Country
from graph.errors import BadParameter
from graph.governing.index import library_of
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.changes import transposition_rows as shapes
from views.changes.transposition_list import listed
from views.web.here import address, pairs, path
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, asked

blueprint = Blueprint("transposition", __name__)

Thing = TypeVar("Thing")

SHOWS = {
    "": N_("Everything"),
    "acts": N_("Acts to be brought into national law"),
    "clauses": N_("Clauses that leave something to national law"),
    "known": N_("Only where a measure is known"),
    "practised": N_("Only where practices of the tables fall under it"),
}


@blueprint.get("/transposition")
@takes("on", "country", "act", "show")
def show() -> Response:
    """Acts and clauses by country on a day, as a matrix and as a list; one country or one act on request."""
    on = law_date()
    rows = answer("transposition-rows")
    measures = answer("transposition-measures")
    practices = answer("transposition-practices", {"on": on})
    countries, lines = shapes.countries(rows.rows), shapes.lines(rows.rows, on)
    known = shapes.Known(measures.rows, practices.rows, on)
    now = asked()
    bound = shapes.Bound(library_of(now.revision, lambda: now.store), on)
    country = _chosen("country", {each.id: each for each in countries})
    act = _chosen("act", {each.id: each for each in shapes.lines(rows.rows)})
    wanted = [line for line in lines if act in (None, line) and _shown(line, known, countries)]
    by_name = sorted(countries, key=lambda each: each.label)
    places = [country] if country else countries
    matrix = [_row(line, places, known, bound) for line in wanted]
    return page(
        "changes/transposition.html",
        answers={"measures": measures, "rows": rows, "practices": practices},
        things=list(dict.fromkeys(str(row["measure"]) for row in measures.rows)),
        on=on,
        countries=by_name,
        country=country,
        act=act,
        lines=lines if act is None or act in lines else [*lines, act],
        shows=SHOWS,
        wanted_show=_show(),
        matrix=matrix,
        heads=places,
        groups=listed(wanted, [country] if country else by_name, known, bound),
        totals=_totals(matrix),
        everything=_address(),
    )


def _shown(line: shapes.MeasureLine, known: shapes.Known, countries: list[Country]) -> bool:
    show = _show()
    if show in ("acts", "clauses"):
        return line.clause == (show == "clauses")
    if show == "known":
        return any(known.measures(line, each) for each in countries)
    if show == "practised":
        return any(known.practices(line, each) for each in countries)
    return True


def _show() -> str:
    given = request.args.get("show", "").strip()
    if given not in SHOWS:
        raise BadParameter(
            "show",
            joined((N_("Show one of: %(names)s.", names=", ".join(filter(None, SHOWS))), meant(given, SHOWS)), " "),
        )
    return given


def _chosen(name: str, known: Mapping[str, Thing]) -> Thing | None:
    given = request.args.get(name, "").strip()
    if not given:
        return None
    if given not in known:
        raise BadParameter(
            name, joined((N_("There is none named %(given)s.", given=repr(given)), meant(given, known)), " ")
        )
    return known[given]


def _row(line: shapes.MeasureLine, places: list[Country], known: shapes.Known, bound: shapes.Bound) -> dict[str, Any]:
    return {
        "label": line.label,
        "href": _address(act=line.id),
        "due": shapes.due(line, bound.on),
        "clause": line.clause,
        "cells": [shapes.cell(line, each, known, bound, _address(act=line.id, country=each.id)) for each in places],
    }


def _totals(matrix: list[dict[str, Any]]) -> dict[str, int]:
    cells = [cell["state"] for row in matrix for cell in row["cells"]]
    return {state: cells.count(state) for state in (shapes.KNOWN, shapes.EMPTY, shapes.OPEN, shapes.FREE)}


def _address(**chosen: str) -> str:
    """This page with another act and country, or without them; they come first, and the rest is kept."""
    return address(path(), [*chosen.items(), *pairs("act", "country")])
