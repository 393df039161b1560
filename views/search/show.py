"""One box over everything: what people write, understood; what is found, why, and what is suggested on the way."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from graph.errors import BadParameter
from graph.law.citation import eur_lex_address
from graph.search import KINDS, Hit, SearchResult, TextIndex, find, index_of, instead, partly, suggestions
from graph.search.finding import MOST_FOUND
from graph.search.gather import QUESTIONS
from graph.search.helping import MOST_OFFERED
from graph.text.messages import N_
from views.law.states import spans
from views.search import rows as shapes
from views.shown.computed import computed_answer
from views.site.query_rows import matching
from views.web.behind import questions_behind
from views.web.law_date import asked_day, law_date
from views.web.pages import page
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, asked, grouped, narrowed, service
from views.web.trust_headers import told

blueprint = Blueprint("search", __name__)

MAX_TEXT = 1_000
PAGE_RESULTS = 20
MOST_QUESTIONS = 5
MOST_PARTLY = 10


@blueprint.get("/search", endpoint="list_")
@takes("q", "on", "page", many=("kind",))
def list_() -> Response:
    """What `q` finds, best first, each with its reason; `kind` keeps some kinds, `on` is the day of the law shown."""
    sought, kinds = _sought(), _kinds()
    on = law_date()
    if not sought:
        return _nothing_asked()
    index = _index()
    started = time.perf_counter()
    found, pagination = _page_of(index, sought, kinds)
    first = (pagination["number"] - 1) * PAGE_RESULTS + 1
    elapsed_ms = (time.perf_counter() - started) * 1000
    answers = {"results": shapes.results(found, first, elapsed_ms), "counts": shapes.counted(found)}
    if found.towns:
        answers["towns"] = shapes.towns(found)
    if found.unpractised:
        answers["unpractised"] = shapes.unpractised(found)
    if found.unheld:
        answers["not_held"] = shapes.not_held(found)
    some = () if found.counts else partly(index, found, kinds, MOST_PARTLY)
    iris = [hit.thing.iri for hit in found.hits or some]
    laws = [hit.thing.iri for hit in found.hits or some if hit.thing.kind in shapes.LAW]
    if iris:
        answers["things"] = answer("search-things", {"things": iris})
    if laws:
        answers["states"] = narrowed("laws-intervals", {"act": laws}, lambda row: str(row["act"]) in laws)
    return page("search/list.html", answers=answers, things=iris, **_shown(index, found, some, answers, on, kinds),
                pagination=pagination)  # fmt: skip


@blueprint.get("/search/suggest")
@takes("q", "on")
def suggest() -> Response:
    """The best eight things for what has been written so far, as JSON: label, kind, address and why."""
    started = time.perf_counter()
    sought = _sought()
    offers = suggestions(_index(), sought) if sought else []
    towns = find(_index(), sought, limit=1, counted=False).towns if sought else ()
    response = jsonify({
        "meta": {"revision": asked().revision.number},
        "query": sought,
        "suggestions": [*map(shapes.offer, offers), *map(shapes.offer_town, towns)][:MOST_OFFERED],
    })  # fmt: skip
    return told(response, asked().revision.number, True, None, (time.perf_counter() - started) * 1000)


def _sought() -> str:
    sought = request.args.get("q", "").strip()
    if len(sought) > MAX_TEXT:
        raise BadParameter("q", N_("Search for at most %(number)s characters.", number=MAX_TEXT))
    # The last word is still being written, unless a space says that it is done.
    return sought + " " if sought and request.args.get("q", "").endswith(" ") else sought


def _kinds() -> list[str]:
    kinds = [each for each in request.args.getlist("kind") if each]
    names = [kind.plural for kind in KINDS]
    if unknown := [each for each in kinds if each not in names]:
        raise BadParameter(
            "kind", N_("There is no kind '%(name)s'. Use %(names)s.", name=unknown[0], names=", ".join(names))
        )
    return kinds


def _index() -> TextIndex:
    opened = asked()
    return index_of(opened.revision, lambda: opened.store)


def _page_of(index: TextIndex, sought: str, kinds: list[str]) -> tuple[SearchResult, dict[str, Any]]:
    """The results of the page asked for, or of the last page when it lies behind that, and the links to others."""
    shown, _ = paged(range(MOST_FOUND), PAGE_RESULTS)
    found = find(index, sought, kinds, PAGE_RESULTS, shown[0])
    within, pagination = paged(range(min(found.total, MOST_FOUND)), PAGE_RESULTS)
    if within and within[0] != shown[0]:
        found = find(index, sought, kinds, PAGE_RESULTS, within[0])
    return found, pagination


def _shown(
    index: TextIndex, found: SearchResult, some: Sequence[Hit], answers: dict[str, Any], on: str, kinds: list[str]
) -> dict[str, Any]:
    sought = _sought().strip()
    dated = answers["states"].rows if "states" in answers else ()
    states = {iri: spans(rows) for iri, rows in grouped(dated, "act").items()}
    rows = {str(row["x"]): row for row in (answers["things"].rows if "things" in answers else ())}
    cards = [shapes.card(hit, found, rows.get(hit.thing.iri), states.get(hit.thing.iri), on)
             for hit in found.hits or some]  # fmt: skip
    questions = matching([each for each in service().catalogue if each.group != "view"], sought)
    return {
        "q": sought,
        "on": on,
        "day": asked_day(),
        "law_shown": bool(states),
        "cards": cards,
        "facet": shapes.facet(found, kinds),
        "total": found.total,
        "partly": bool(some),
        "elsewhere": sum((found.counts or {}).values()) - found.total,
        "filtered": bool(kinds),
        "corrected": found.corrected,
        "unheld": found.unheld,
        "official": eur_lex_address(found.unheld),
        "towns": [shapes.town(each) for each in found.towns],
        "unpractised": shapes.subjects(found),
        "towns_first": found.towns_first,
        "read_as": " ".join(found.asked.words),
        "instead": [] if found.total else [shapes.try_instead(each) for each in instead(index, found)],
        "questions": [shapes.question(each) for each in questions[:MOST_QUESTIONS]],
        "things_held": index.things,
        "meanings": list(dict.fromkeys(each.thing.label for each in found.meanings)),
        "hints": shapes.HINTS,
    }  # fmt: skip


def _nothing_asked() -> Response:
    """What may be written, as a page and as rows; what is searched stands in the questions behind the index."""
    tries = [{"label": each, "href": url_for("search.list_", q=each), "says": says} for each, says in shapes.TRIES]
    rows = [{"q": each["label"], "says": each["says"], "address": each["href"]} for each in tries]
    examples = computed_answer("search-examples", "What may be searched for?", ("q", "says", "address"), rows)
    behind = questions_behind(sorted(path.stem for path in QUESTIONS.glob("*.rq")))
    return page("search/list.html", answers={"examples": examples}, q="", tries=tries, behind=behind)
