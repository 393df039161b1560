"""Search results and suggestions as the plain values that pages and programs get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for

from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.filters import Facet, Filter, Option
from graph.gazetteer import Town
from graph.law.citation import citation_in_act
from graph.law.state import Span, states_on
from graph.search import Hit, Instead, SearchResult, reasons
from graph.search.helping import Offer
from graph.search.kinds import PLACES, SUBJECT_SCHEMES, scheme_of
from graph.search.things import IndexedThing
from graph.store import Cell
from graph.text.languages import ENGLISH, best_text
from graph.text.messages import N_, name_words
from graph.things import BY_PLURAL
from views.languages.address import language
from views.languages.told import told
from views.law.states import badges
from views.shown.computed import Value, computed_answer
from views.shown.values import Card
from views.web.addresses import law_href, page_href
from views.web.marks import marks_of
from views.web.service import slug_of, text_of

Row = Mapping[str, Cell | None]

LAW = frozenset(("acts", "provisions"))
TEASER = 220
TRIES = (
    ("AI Act 5(1)(h)", N_("an article of an act")),
    ("2016/680", N_("an act by its number")),
    ("surveillance video", N_("what it means, not only how it is written")),
    ("Lissabon", N_("a city by another name")),
    ("éclairage public", N_("words of other languages")),
    ("facail recognition", N_("words with a wrong letter")),
)
HINTS = (N_("Use fewer or shorter words."), N_("Try the English word, or the name of a city."))
KIND = Filter("kind", N_("Kind"))
TOWN_COLUMNS = ("geonames", "name", "country", "peers")
COLUMNS = ("rank", "x", "x_label", "kind", "why", "reason")


def address(thing: IndexedThing) -> str:
    """The page that shows a thing, or that lists what belongs to it."""
    if thing.kind in LAW:
        return law_href(thing.id)
    if thing.kind == "countries":
        return str(url_for("practices.list_", country=thing.id))
    if thing.kind == "decisions":
        practice = slug_of(thing.practice)
        return page_href("practices", practice) if practice else page_href(BY_PLURAL[thing.kind].page, thing.id)
    if thing.kind == "concepts":
        scheme, slug = scheme_of(thing.iri), slug_of(thing.iri)
        if scheme == "actor":
            return page_href("data/actors", slug)
        if scheme == "theme":
            return str(url_for("practices.list_", theme=slug))
        return str(url_for("terms.concept", scheme=scheme, slug=slug))
    return page_href(BY_PLURAL[thing.kind].page, thing.id)


def kind_told(thing: IndexedThing) -> str:
    """What a thing is, in one or two words: for a subject its vocabulary."""
    return SUBJECT_SCHEMES.get(scheme_of(thing.iri), BY_PLURAL[thing.kind].label)


def context(thing: IndexedThing) -> list[str]:
    """What tells a thing from others of the same name: act and place of a provision, identifier of an act."""
    if thing.kind == "provisions":
        return [citation_in_act(thing.part_of, thing.id)]
    if thing.kind == "acts":
        return [thing.id]
    return []


def card(hit: Hit, found: SearchResult, row: Row | None, known: Sequence[Span] | None, on: str) -> dict[str, Any]:
    """One result: title, kind, context, states of law on the day, reasons with marked words, and a description."""
    thing = hit.thing
    why = reasons(thing, found)
    is_english = thing.lang in ("", ENGLISH)
    text = text_of(row, "description") if row else ""
    text = name_words(text, thing.iri, "description") if is_english else text
    title = name_words(thing.label, thing.iri) if is_english else thing.label
    shown_name = told(title) == thing.label
    in_text = any(reason.kind == "text" and reason.segments for reason in why)
    return {
        "title": title,
        "lang": None if is_english else thing.lang,
        "href": address(thing),
        "kind": kind_told(thing),
        "meta": context(thing),
        "states": badges(states_on(known, on)) if known else [],
        "marks": marks_of(row) if row else (),
        "why": [reason for reason in why if reason.told != f"Name: {thing.label}"],
        "named": next((reason.segments for reason in why if shown_name and reason.told == f"Name: {thing.label}"), ()),
        "text": "" if in_text or text == thing.label else _teaser(str(told(text))),
        "text_lang": _spoken(text) if is_english else thing.lang,
    }


def _spoken(text: str) -> str | None:
    """English where the text is told as it is written, on a page in another language."""
    return ENGLISH if language() != ENGLISH and told(text) == text else None


def _teaser(text: str) -> str:
    return text if len(text) <= TEASER else f"{text[:TEASER].rsplit(' ', 1)[0]} …"


def offer(each: Offer) -> dict[str, Any]:
    """One suggestion, for programs and for the list under the box."""
    thing = each.hit.thing
    label = str(told(name_words(thing.label, thing.iri))) if thing.lang in ("", ENGLISH) else thing.label
    return {
        "label": label,
        "lang": (thing.lang if label == thing.label else language()) or None,
        "kind": told(kind_told(thing)),
        "context": "".join(map(told, context(thing))),
        "address": address(thing),
        "iri": thing.iri,
        "why": told(each.reason.told),
        "reason": each.reason.kind,
    }


def town(each: Town) -> dict[str, str]:
    """A city without a practice, with the way to cities like it."""
    return {
        "label": each.name,
        "country": each.country_name,
        "href": str(url_for("peers.city", city=each.geonames)),
    }


def offer_town(each: Town) -> dict[str, Any]:
    """The same as a suggestion."""
    here = town(each)
    return {
        "label": here["label"],
        "lang": None,
        "kind": N_("City without a practice"),
        "context": here["country"],
        "address": here["href"],
        "iri": f"https://sws.geonames.org/{each.geonames}/",
        "why": N_("Cities like it, and what they do"),
        "reason": "name",
    }


def towns(found: SearchResult) -> Answer:
    """Cities of this name without a practice, as an answer."""
    rows: list[dict[str, Value]] = [
        {"geonames": each.geonames, "name": each.name, "country": each.country, "peers": town(each)["href"]}
        for each in found.towns
    ]
    return computed_answer("search-towns", "Which cities of this name have no practice recorded?", TOWN_COLUMNS, rows)


def subject(thing: IndexedThing) -> dict[str, str]:
    """A subject without a practice: its name in the reader's language, and its page."""
    names: dict[str, str] = {"en": thing.label}
    for name in thing.names:
        names.setdefault(name.lang or "en", name.text)
    label, lang = best_text(names, language())
    return {"iri": thing.iri, "label": label, "lang": lang, "href": address(thing)}


def unpractised(found: SearchResult) -> Answer:
    """What the words mean that no practice has, as an answer."""
    rows: list[dict[str, Value]] = [
        {"x": Cell(each["iri"], "iri"), "x_label": Cell(each["label"], "literal", each["lang"])}
        for each in subjects(found)
    ]
    return computed_answer("search-unpractised", "What do the words mean that no practice has?", ("x", "x_label"), rows)


def subjects(found: SearchResult) -> list[dict[str, str]]:
    """What the words mean that no practice has, each name once."""
    told = [subject(each.thing) for each in found.unpractised]
    return list({each["label"].casefold(): each for each in reversed(told)}.values())[::-1]


def not_held(found: SearchResult) -> Answer:
    """What was named by number and is not held, as an answer."""
    rows: list[dict[str, Value]] = [{"named": found.unheld}]
    return computed_answer("search-not-held", "What was named and is not held?", ("named",), rows)


def question(each: Question) -> Card:
    """A ready question as a card."""
    return Card(each.title, url_for("queries.show", name=each.name), each.summary)


def try_instead(each: Instead) -> dict[str, Any]:
    """Another search that finds something."""
    return {"text": each.text, "total": each.total, "says": each.says, "href": _search_href(each.text)}


def _search_href(text: str) -> str:
    return str(url_for("search.list_", q=text, kind=request.args.getlist("kind") or None))


def facet(found: SearchResult, kinds: Sequence[str]) -> Facet:
    """The kinds that have results, with their numbers before any kind was chosen, for the filter."""
    counts = found.counts or {}
    options = (Option(name, BY_PLURAL[name].title, counts.get(name, 0), name in kinds) for name in PLACES)
    return Facet(KIND, tuple(each for each in options if each.count or each.checked), len(kinds))


def results(found: SearchResult, first: int, elapsed_ms: float) -> Answer:
    """What the text index found, from rank `first` on, as an answer among others; whole when it has every thing."""
    rows = [_row(place, hit, found) for place, hit in enumerate(found.hits, first)]
    whole = len(rows) >= found.total
    return computed_answer("search", "What does the text index find, and why?", COLUMNS, rows, elapsed_ms, whole)


def _row(place: int, hit: Hit, found: SearchResult) -> dict[str, Value]:
    thing, why = hit.thing, reasons(hit.thing, found)
    return {
        "rank": place,
        "x": Cell(thing.iri, "iri"),
        "x_label": Cell(thing.label, "literal", thing.lang or None),
        "kind": thing.kind,
        "why": "; ".join(each.told for each in why),
        "reason": why[0].kind,
    }


def counted(found: SearchResult) -> Answer:
    """How many things of each kind were found, as an answer."""
    rows: list[dict[str, Value]] = [{"kind": kind, "things": count} for kind, count in (found.counts or {}).items()]
    return computed_answer("search-counts", "How many things of each kind does it find?", ("kind", "things"), rows)
