"""Peers: practices like one, and cities like mine, each with the reasons and their shares."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from graph.ask.answer import Answer
from graph.errors import BadParameter, NotFound
from graph.gazetteer import CREDIT, LICENCE, Match, gazetteer
from graph.peers import CITY_CONTRIBUTIONS, CONTRIBUTIONS, INDEX, Peers, peers_of, spread, weights
from graph.peers.cities import Chosen, chosen_city, chosen_town, city_features, like_cities
from graph.peers.city_reasons import city_reasons
from graph.peers.reasons import differences, listed, reasons
from graph.text.messages import N_
from views.peers import city_rows as city_shapes
from views.peers import rows as shapes
from views.shown.values import Hyperlink
from views.web.here import first_values, with_params
from views.web.law_date import law_date
from views.web.pages import page
from views.web.panels import NO_THING, nothing
from views.web.parameters import takes
from views.web.service import answer, asked, thing_iri

blueprint = Blueprint("peers", __name__)

FIRST, MOST, PANEL = 8, 50, 3
MOST_LETTERS = 100
GROUPINGS = ("problem", "technology")


@blueprint.get("/practices/<name>/peers")
@takes("on", "most", "elsewhere", *(each.parameter for each in CONTRIBUTIONS))
def practice(name: str) -> Response:
    """The practices most like one; `w_{contribution}` weighs anew, `elsewhere` leaves out those of the same city."""
    peers, on = _peers(), law_date()
    number = peers.find(thing_iri("practices", name))
    if number is None:
        raise NotFound(
            N_("There is no practice named %(name)s. The list of practices has them all.", name=repr(name[:80]))
        )
    counted, elsewhere = weights(request.args), bool(request.args.get("elsewhere"))
    started = time.perf_counter()
    near = spread(peers, number, on, counted, _most(), elsewhere=elsewhere)
    found = near.found
    told = [(peer, reasons(peers, number, peer, on), differences(peers, number, peer.practice, on)) for peer in found]
    elapsed_ms = (time.perf_counter() - started) * 1000
    iris = [peers.iris[number], *(peers.iris[peer.practice] for peer in found)]
    shown = _shown(iris)
    return page(
        "peers/practice.html",
        answers={
            "peers": shapes.table(peers, told, elapsed_ms),
            "differences": shapes.differences_table(peers, told),
            "practices": shown,
        },
        things=iris,
        on=on,
        name=name,
        label=peers.named(number)[1],
        where=listed([each.short for each in peers.cities_of(number)]),
        cards=shapes.cards(peers, name, told, shown.rows),
        form=shapes.form(CONTRIBUTIONS, counted),
        changed=shapes.changed(CONTRIBUTIONS, counted, elsewhere),
        elsewhere=elsewhere,
        hidden=first_values("on", "most", "revision"),
        presets=shapes.presets(name),
        plain=url_for("peers.practice", name=name),
        more=_more(len(found)),
        moved=near.moved,
        together=shapes.together(name, [peers.named(each.practice)[0] for each in found]),
        total=len(peers),
        behind=shapes.behind(),
    )


@blueprint.get("/peers/city")
@blueprint.get("/cities/<name>/peers")
@takes("q", "city", "on", "most", "by", *(each.parameter for each in CITY_CONTRIBUTIONS), many=("problem",))
def city(name: str = "") -> ResponseReturnValue:
    """Cities like the one chosen: by its place in the graph, by `city` (GeoNames id), or by `q`, its name."""
    peers = _peers()
    if name:
        return _city(peers, _named_city(peers, name))
    geonames = request.args.get("city", "").strip()
    if geonames:
        town = gazetteer().get(geonames)
        if town is None:
            raise NotFound(
                N_(
                    "No European city of 15,000 inhabitants and more has the GeoNames id %(geonames)s.",
                    geonames=repr(geonames[:40]),
                )
            )
        return _city(peers, chosen_town(peers, town))
    words = request.args.get("q", "").strip()[:MOST_LETTERS]
    found = gazetteer().search(words)
    if len(found) == 1:
        kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "q" and value}
        return redirect(url_for("peers.city", **{**kept, "city": found[0].town.geonames}))
    return _choice(peers, words, found)


def _choice(peers: Peers, words: str, found: list[Match]) -> Response:
    return page(
        "peers/choose.html",
        answers={"cities": city_shapes.choice_table(found)},
        things=[],
        words=words,
        whole=all(each.whole for each in found),
        choices=city_shapes.choices(peers, found),
        examples=city_shapes.examples(),
        total=len(gazetteer()),
        credit=Hyperlink(CREDIT, LICENCE),
        behind=shapes.behind(),
    )


def _named_city(peers: Peers, name: str) -> Chosen:
    iri = thing_iri("cities", name)
    for number, each in enumerate(peers.cities):
        if each.iri == iri:
            return chosen_city(peers, number, gazetteer().get(each.geonames))
    raise NotFound(N_("No city has the id %(name)s. The list of cities has them all.", name=repr(name[:80])))


def _city(peers: Peers, chosen: Chosen) -> Response:
    on, counted = law_date(), weights(request.args, CITY_CONTRIBUTIONS)
    by = request.args.get("by", "") or GROUPINGS[0]
    if by not in GROUPINGS:
        raise BadParameter("by", N_("Write %(names)s.", names=" or ".join(GROUPINGS)))
    features, said = city_features(peers), city_shapes.asked_problems(peers, request.args.getlist("problem"))
    own = frozenset() if chosen.number is None else features.problems[chosen.number]
    started = time.perf_counter()
    found = like_cities(peers, chosen, said, on, counted, _most())
    told = [(peer, city_reasons(peers, features, chosen, own | said, peer)) for peer in found]
    lacking = city_shapes.lacking(peers, features, chosen, found, by)
    elapsed_ms = (time.perf_counter() - started) * 1000
    ours = list(features.practices[chosen.number]) if chosen.number is not None else []
    iris = [peers.iris[each] for each in sorted({*lacking.practices, *ours})]
    shown = _shown(iris)
    return page(
        "peers/city.html",
        answers={
            "cities": city_shapes.table(peers, told, elapsed_ms),
            "lacking": city_shapes.lacking_table(peers, lacking),
            "practices": shown,
        },
        things=[*(peers.cities[each.number].iri for each in found), *iris],
        on=on,
        chosen=city_shapes.chosen(peers, chosen, ours),
        cards=city_shapes.cards(peers, features, told),
        groups=city_shapes.groups(peers, lacking, shown.rows),
        ours=len(ours),
        by=by,
        turned=city_shapes.turned(by),
        form=shapes.form(CITY_CONTRIBUTIONS, counted),
        changed=shapes.changed(CITY_CONTRIBUTIONS, counted),
        problems=city_shapes.problem_options(peers, said, own),
        hidden=first_values("city", "most", "by", "revision"),
        more=_more(len(found)),
        credit=Hyperlink(CREDIT, LICENCE),
        behind=shapes.behind(),
    )


def _shown(iris: list[str]) -> Answer:
    """What the cards of practices show; nothing is asked where there is none."""
    name = "peers-shown"
    return answer(name, {"practices": iris}) if iris else nothing(name, {"practices": [NO_THING]}).answer


@blueprint.app_template_global("practices_like")
def practices_like(name: str, on: str) -> list[dict[str, Any]]:
    """The first few peers for the page of a practice, from arrays alone; none while these are not made yet."""
    peers = INDEX.of_made(asked().revision)
    number = peers.find(thing_iri("practices", name)) if peers else None
    if peers is None or number is None:
        return []
    near = spread(peers, number, on, weights({}), PANEL)
    return [shapes.brief(peers, peer, reasons(peers, number, peer, on)) for peer in near.found]


def _peers() -> Peers:
    here = asked()
    return peers_of(here.revision, lambda: here.store)


def _most() -> int:
    given = request.args.get("most", "").strip()
    if not given:
        return FIRST
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST):
        raise BadParameter("most", N_("%(given)s is no number from 1 to %(most)s.", given=repr(given[:20]), most=MOST))
    return int(given)


def _more(shown: int) -> str:
    """The address with more peers; empty when there are no more to show."""
    return with_params(most=str(3 * FIRST)) if shown == _most() < 3 * FIRST else ""
