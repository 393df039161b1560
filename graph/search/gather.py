"""Asks a store for everything that can be found; any store answers, embedded or remote, page by page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, pages
from graph.law.keys import act_keys, case_keys, identifier_keys, provision_keys, published_keys
from graph.search.kinds import BROADENING, PLACES, RELATIONS, SUBJECTS, TOLD_BY_LINKS, kind_of
from graph.search.things import IndexedThing, Name, Role, ThingLink
from graph.settings import ROOT
from graph.text.folding import fold
from graph.text.stems import local_languages

QUESTIONS = ROOT / "queries" / "search"
BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
MOST_TEXT = 4_000
MOST_NARROWER = 400
ROLES: Final[Mapping[Role, int]] = {"name": 0, "other": 1, "title": 2}
Texts = dict[str, list[tuple[str, str]]]
Targets = dict[str, list[str]]


def gather(store: Queryable, questions: Path = QUESTIONS) -> list[IndexedThing]:
    """Every thing that `store` knows and that can be found, in the order in which equals are shown."""
    catalogue = Catalogue.load(questions)
    texts = _texts(pages(store, catalogue, "search-texts"))
    links = _links(pages(store, catalogue, "search-links"))
    kinds = {iri: kind for iri in texts if (kind := kind_of(iri, frozenset(links[iri]["class"])))}
    labels = {iri: _label(texts[iri]) for iri in kinds}
    below = _below(kinds, links)
    act_names = {iri: _act_keys(iri, texts[iri]) for iri, kind in kinds.items() if kind == "acts"}
    above: dict[str, list[str]] = defaultdict(list)
    for iri, narrower in below.items():
        for each in narrower:
            above[each].append(iri)
    found = [
        replace(
            _thing(iri, kinds[iri], texts[iri], links[iri], labels, act_names, texts),
            narrower=below.get(iri, ()),
            leads=_leads(iri, links[iri], above),
        )
        for iri in kinds
    ]
    return sorted(found, key=_order)


def _order(thing: IndexedThing) -> tuple[int, list[tuple[int, str]], str]:
    """Kinds as in KINDS, things by name; provisions as they follow each other in their act."""
    by_place = thing.kind == "provisions"
    return PLACES[thing.kind], _natural(thing.id if by_place else fold(thing.label)), thing.iri


def _natural(text: str) -> list[tuple[int, str]]:
    """A key that puts article 9 before article 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)]


def _texts(rows: Iterable[Row]) -> dict[str, Texts]:
    found: dict[str, Texts] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["key"]][row["role"]].append((row["text"], row["lang"]))
    for held in found.values():
        for each in held.values():
            each.sort(key=lambda text: (text[1] != "en", text[1], text[0]))
        # What a thing is called first in another language is one of its other names here, before the everyday ones.
        if labels := held.pop("label", None):
            held["other"] = labels + held["other"]
    return found


def _links(rows: Iterable[Row]) -> dict[str, Targets]:
    found: dict[str, Targets] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["key"]][row["role"]].append(row["to"])
    return found


def _label(texts: Texts) -> tuple[str, str]:
    """The label to show and its language: English first, then the first by language."""
    for role in ("name", "other", "title", "id"):
        if texts.get(role):
            return texts[role][0]
    return "", ""


def _below(kinds: dict[str, str], links: dict[str, Targets]) -> dict[str, tuple[str, ...]]:
    """For each technology and concept, everything narrower, however far down; the nearest first."""
    children: dict[str, list[str]] = defaultdict(list)
    for iri, kind in kinds.items():
        if kind in BROADENING:
            for broader in links[iri].get("broader", ()):
                children[broader].append(iri)
    found: dict[str, tuple[str, ...]] = {}
    for iri in children:
        reached: dict[str, None] = {}
        level = [iri]
        while level and len(reached) < MOST_NARROWER:
            level = [child for each in level for child in sorted(children.get(each, ())) if child not in reached]
            reached |= dict.fromkeys(level)
        reached.pop(iri, None)
        found[iri] = tuple(reached)[:MOST_NARROWER]
    return found


def _leads(iri: str, links: Targets, above: dict[str, list[str]]) -> tuple[str, ...]:
    near = [iri, *(to for role in RELATIONS for to in links.get(role, ()))]
    return tuple(sorted({*near, *(each for to in near for each in above.get(to, ()))}))


def _act_keys(iri: str, texts: Texts) -> list[str]:
    named = [text for role in ROLES for text in _all(texts, role)]
    return act_keys(_first(texts, "id") or iri, [*named, *filter(None, map(_without_brackets, named))])


def _first(texts: Texts, role: str) -> str:
    return texts[role][0][0] if texts.get(role) else ""


def _all(texts: Texts, role: str) -> list[str]:
    return [text for text, _ in texts.get(role, ())]


def _without_brackets(name: str) -> str:
    match = BRACKETS.match(name)
    return match[1] if match else ""


def _thing(
    iri: str,
    kind: str,
    texts: Texts,
    links: Targets,
    labels: dict[str, tuple[str, str]],
    act_names: dict[str, list[str]],
    others: Mapping[str, Texts],
) -> IndexedThing:
    label, lang = labels[iri]
    called = [(role, each) for role in ROLES for each in texts.get(role, ()) if role == "name" or each != (label, lang)]
    names = [Name(*each, role) for role, each in called]
    part_of = next((act for act in links.get("part-of", ()) if act in act_names), "")
    identifiers = [iri, *(text for role in ("id", "number", "address") for text, _ in texts.get(role, ()))]
    identifiers += [target for role in ("wikidata", "geonames") for target in links.get(role, ())]
    keys = identifier_keys(identifiers)
    if kind == "acts":
        keys += [*act_names[iri], *case_keys(name.text for name in names)]
        keys += published_keys(_first(texts, "id"), *(_all(texts, role) for role in ("number", "date", "text")))
    if part_of:
        keys += provision_keys(_first(texts, "place") or _first(texts, "id"), act_names[part_of])
    return IndexedThing(
        iri=iri,
        kind=kind,
        id=_first(texts, "id"),
        label=label,
        lang=lang,
        names=tuple(dict.fromkeys(names)),
        texts=tuple(dict.fromkeys(text[:MOST_TEXT] for text, of in texts.get("text", ()) if of in {lang, "en", ""})),
        links=_named_links(links, labels, others if kind in TOLD_BY_LINKS else {}),
        keys=tuple(dict.fromkeys(keys)),
        part_of=labels[part_of][0] if part_of else "",
        practice=next(iter(sorted(links.get("practice", ()))), "") if kind == "decisions" else "",
        languages=local_languages(_first(texts, "jurisdiction")),
    )


def _named_links(
    links: Targets, labels: dict[str, tuple[str, str]], others: Mapping[str, Texts]
) -> tuple[ThingLink, ...]:
    """What a thing leads to; a subject or technology with its names in other languages, when `others` are given."""
    return tuple(
        ThingLink(role, to, labels[to][0], tuple(others[to]["other"]) if role in SUBJECTS and to in others else ())
        for role in RELATIONS
        for to in sorted(links.get(role, ()))
        if to in labels
    )
