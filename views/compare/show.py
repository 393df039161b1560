"""Two to six practices, or two to six cities, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from graph.ask.answer import Answer
from graph.errors import BadParameter, NotFound
from graph.text.messages import N_, joined
from views.compare import copying, funding
from views.compare import events as compare_events
from views.compare import features as compare_features
from views.compare import rows as compare_shapes
from views.compare import table as compare_table
from views.compare.rows import Thing
from views.practices.rows import Row
from views.shown.values import Hyperlink
from views.web import here
from views.web.law_date import law_date
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, grouped, text_of, thing_iri

blueprint = Blueprint("compare", __name__)

FEWEST, MOST = 2, 6
THING, ONLY, DIFFERENCES = "thing", "only", "differences"
PATH = re.compile(r"(practices|cities)/[a-z0-9][a-z0-9_.-]{0,119}", re.ASCII)


@blueprint.get("/compare")
@takes("on", ONLY, many=(THING,))
def show() -> Response:
    """What `thing=practices/a&thing=practices/b` have in common and where they differ, with the law of the day `on`."""
    paths, on = asked_paths(request.args.getlist(THING)), law_date()
    only = request.args.get(ONLY, "")
    if only not in ("", DIFFERENCES):
        raise BadParameter(ONLY, N_("Write %(value)s, or leave it out.", value=DIFFERENCES))
    if len(paths) < FEWEST:
        return _too_few(paths, on)
    order = [thing_iri(*path.split("/", 1)) for path in paths]
    answers = _answers(order, on)
    known = {text_of(row, "thing") for row in answers["things"].rows}
    for path, iri in zip(paths, order, strict=True):
        if iri not in known:
            raise NotFound(
                N_("Nothing here is named %(name)s. The lists of practices and cities have them all.", name=repr(path))
            )
    columns = compare_shapes.things(answers["things"].rows, order)
    valued = funding.with_payments(answers["values"].rows, answers["funding"].rows)
    valued += copying.values(answers["copying"].rows)
    rows = compare_shapes.rows(columns, answers["things"].rows, valued)
    law = compare_shapes.law(columns, answers["governing"].rows)
    history = compare_events.history(columns, answers["events"].rows, on)
    trust = compare_shapes.sources(columns, answers["sources"].rows)
    comparison = compare_table.table(answers["things"], columns, rows, history, law, trust, on)
    shown = [row for row in rows if not only or row.state not in (compare_features.SAME, compare_features.NONE)]
    return page(
        "compare/show.html",
        answers={"comparison": comparison, **answers},
        things=order,
        on=on,
        columns=_columns(columns, on, only),
        kind="practices" if paths[0].startswith("practices/") else "cities",
        groups=grouped([{"group": row.feature.group, "row": row} for row in shown], "group"),
        left_out=len(rows) - len(shown),
        only=only,
        toggle=address(paths, on, "" if only else DIFFERENCES),
        hidden=[*((THING, path) for path in paths), *([(ONLY, only)] if only else [])],
        shared=compare_features.shared_line(rows, len(columns)),
        history=history,
        law=law,
        provision_count=sum(len(act.provisions) for act in law),
        trust=trust,
    )


def asked_paths(given: Sequence[str]) -> list[str]:
    """The things that an address names, each once. Raises BadParameter when they cannot stand side by side."""
    paths = list(dict.fromkeys(path.strip().strip("/") for path in given if path.strip()))
    for path in paths:
        if not PATH.fullmatch(path):
            raise BadParameter(
                THING, N_("%(path)s is no practice or city. Write practices/NAME or cities/NAME.", path=repr(path[:80]))
            )
    if len(paths) > MOST:
        raise BadParameter(
            THING,
            N_(
                "%(number)s things were named. Take away %(more)s: %(most)s fit side by side.",
                number=len(paths),
                more=len(paths) - MOST,
                most=MOST,
            ),
        )
    if len({path.split("/", 1)[0] for path in paths}) > 1:
        mend = N_("Compare practices with practices, or cities with cities: take the others away.")
        raise BadParameter(THING, mend)
    return paths


def address(paths: Sequence[str], on: str, only: str = "") -> str:
    """The comparison of these things."""
    pairs = [*((THING, path) for path in paths), ("on", on), *([(ONLY, only)] if only else [])]
    revision = request.args.get("revision", "").strip()
    pairs += [("revision", revision)] if revision else []
    return here.address(f"{request.script_root}/compare", pairs)


def _answers(order: Sequence[str], on: str) -> dict[str, Answer]:
    values = {"things": order}
    return {
        "things": answer("compare-things", values),
        "values": answer("compare-values", values),
        "copying": answer("compare-copying", values),
        "funding": answer("compare-funding", values),
        "events": answer("compare-events", values),
        "governing": answer("compare-governing", {**values, "on": on}),
        "sources": answer("compare-sources", values),
    }


def _columns(columns: Sequence[Thing], on: str, only: str) -> list[dict[str, Any]]:
    """Each thing with the addresses that move it and take it away."""
    paths = [each.path for each in columns]
    found = []
    for number, thing in enumerate(columns):
        others = paths[:number] + paths[number + 1 :]
        left = [*paths[: number - 1], paths[number], paths[number - 1], *paths[number + 1 :]] if number else None
        found.append(
            {
                "thing": thing,
                "without": address(others, on, only),
                "left": address(left, on, only) if left else None,
            }
        )
    return found


def _too_few(paths: Sequence[str], on: str) -> Response:
    """One thing or none: what could stand beside it."""
    if paths and paths[0].startswith("practices/"):
        iri = thing_iri(*paths[0].split("/", 1))
        found = {
            "suggestions": answer("compare-suggestions", {"practice": iri}),
            "things": answer("compare-things", {"things": [iri]}),
        }
        if not found["things"].rows:
            raise NotFound(
                N_("Nothing here is named %(name)s. The list of practices has them all.", name=repr(paths[0]))
            )
        name = text_of(found["things"].rows[0], "thing_label")
        pairs = [
            Hyperlink(
                text_of(row, "practice_label"),
                address([paths[0], f"practices/{text_of(row, 'practice_id')}"], on),
                N_("%(number)s technologies, themes and problems in common", number=int(text_of(row, "shared"))),
            )
            for row in found["suggestions"].rows
        ]
        groups = [{"title": N_("Beside %(name)s", name=name), "items": pairs}]
    else:
        found = {"starts": answer("compare-starts")}
        groups = _starts(found["starts"].rows, on)
    return page("compare/choose.html", answers=found, things=[], on=on, chosen=paths, groups=groups)


def _starts(rows: Sequence[Row], on: str) -> list[dict[str, Any]]:
    """For some technologies, the practices with the longest legal history, ready to be compared."""
    items = []
    for technology in list(grouped(rows, "technology").values()):
        if len(technology) >= FEWEST:
            first = technology[:3]
            paths = [f"practices/{text_of(row, 'practice_id')}" for row in first]
            names = joined((text_of(row, "practice_label") for row in first), "; ")
            items.append(Hyperlink(text_of(first[0], "technology_label"), address(paths, on), names))
    return [{"title": N_("What the law said about the same technology elsewhere"), "items": items[:5]}] if items else []
