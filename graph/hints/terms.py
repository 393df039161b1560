"""Hints on the terms of a query: what the data never use, and what the things of a class never have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from graph.completion.table import TYPE
from graph.hints.asked import AskedQuery, Hint, at
from graph.hints.mentions import PatternMention
from graph.hints.renamed import RENAMED, rename_hint
from graph.sparql.tokens import Token
from graph.terms import CONCEPT, DCTERMS, FOAF, OP, RDFS, SCHEMA, SKOS
from graph.text.nearest import closest

CLOSE = 0.8
# What other data sets call the name of a thing.
NAMES = frozenset((SCHEMA + "name", FOAF + "name", SKOS + "prefLabel", DCTERMS + "title", DCTERMS + "alternative",
                   "http://purl.org/dc/elements/1.1/title"))  # fmt: skip
LABEL_HERE = "What a thing is called is its rdfs:label here."


def unused(asked: AskedQuery) -> Iterator[Hint]:
    """For each property or class that the data never use, also inside OPTIONAL: so, and the nearest that they do."""
    for each in asked.mentions:
        for token in each.verbs:
            iri = asked.meant(token)
            if iri and iri not in asked.table.statements and _is_known(iri, asked):
                said = f"No statement here has {token.text}."
                yield at(
                    "unused-property", _never(asked, said, iri, asked.table.statements, asked.table.properties), token
                )
        token = asked.query.tokens[each.last]
        iri = asked.meant(token)
        if each.path == (TYPE,) and each.plain and iri and not asked.table.things(iri) and _is_known(iri, asked):
            said = f"Nothing here is of the class {token.text}."
            yield at("unused-class", _never(asked, said, iri, asked.table.properties, asked.table.statements), token)


def foreign(asked: AskedQuery) -> Iterator[Hint]:
    """For each property that the things of the class of its subject never have: so, and the classes that have it."""
    typed = [each for each in asked.mentions if each.path == (TYPE,) and each.plain and each.value]
    for each in asked.mentions:
        prop = each.path[0] if each.path and each.plain else ""
        if prop in ("", TYPE) or prop not in asked.table.statements:
            continue
        for told in typed:
            has = asked.table.properties.get(told.value)
            if told.subject == each.subject and has and prop not in has and told.is_told_with(each):
                yield _foreign(asked, each, told.value)
                break


def _foreign(asked: AskedQuery, each: PatternMention, kind: str) -> Hint:
    prop = each.path[0]
    once, now = RENAMED.get(prop, ("", ""))
    if once == kind:
        return rename_hint(asked, each.verbs[0], kind, now)
    having = [iri for iri in asked.table.classes_with([prop]) if iri.startswith(OP)]
    having.sort(key=lambda iri: -asked.table.properties[iri][prop].things)
    said = f"Things of the class {asked.short(kind)} never have {each.verbs[0].text}."
    classes = ", ".join(map(asked.short, having[:3]))
    said = f"{said} It is of {classes}." if classes else said
    if prop in NAMES and RDFS + "label" in asked.table.properties[kind]:
        return at("not-of-class", f"{said} {LABEL_HERE}", each.verbs[0])
    return at("not-of-class", f"{said} {_own_way(asked, kind, prop)}".rstrip(), each.verbs[0])


def _own_way(asked: AskedQuery, kind: str, prop: str) -> str:
    """By which property most things of a class lead to what `prop` leads to; empty where none does."""
    wanted = [each for each in asked.table.classes_of_values(prop) if each.startswith(OP)]
    has = asked.table.properties[kind]
    ways = [each for each in has if each != TYPE and set(wanted) & set(asked.table.classes_of_values(each))]
    if not ways:
        return ""
    # One that leads to other things too, such as to countries, says less.
    way = min(ways, key=lambda each: (len(asked.table.classes_of_values(each)), -has[each].things, each))
    reached = next(each for each in wanted if each in asked.table.classes_of_values(way))
    return f"{asked.short(kind)} leads to {asked.short(reached)} by {asked.short(way)}."


def _is_known(iri: str, asked: AskedQuery) -> bool:
    """Whether no other hint tells it: that a term of our own vocabularies does not exist."""
    return not iri.startswith((OP, CONCEPT)) or iri in asked.known


def elsewhere(asked: AskedQuery, iri: str) -> str:
    """What to write for a term that does not exist: a used property with its name; empty when there is none."""
    name = _split(iri)[1]
    found = next((each for each in sorted(asked.table.statements) if _split(each)[1] == name), "")
    return f"Did you mean {asked.short(found)}?" if found else ""


def class_meant(asked: AskedQuery, token: Token) -> str:
    """The class that is called nearly so, for a term that does not exist and stands where a class does; else empty."""
    if not any(each.path == (TYPE,) and asked.query.tokens[each.last] is token for each in asked.mentions):
        return ""
    by_name = {_split(each)[1].lower(): each for each in sorted(asked.table.properties, key=asked.table.things)}
    found = closest(_split(asked.meant(token))[1].lower(), by_name, CLOSE)
    return asked.short(by_name[found]) if found else ""


def _never(asked: AskedQuery, said: str, iri: str, used: Collection[str], others: Collection[str]) -> str:
    """What is said, and what may be meant: by a term that nobody defines here, or that is of the other kind."""
    if iri in NAMES:
        return f"{said} {LABEL_HERE}"
    near = "" if iri in asked.known and iri not in others else _nearest(iri, used)
    return f"{said} Did you mean {asked.short(near)}?" if near else said


def _nearest(iri: str, used: Iterable[str]) -> str:
    """The used term that is written nearly so, in the same namespace or with the same name in another."""
    space, name = _split(iri)
    known = [each for each in used if each != iri]
    by_name = {_split(each)[1].lower(): each for each in known if _split(each)[0] == space}
    if found := closest(name.lower(), by_name, CLOSE):
        return by_name[found]
    return next((each for each in known if _split(each)[1] == name), "")


def _split(iri: str) -> tuple[str, str]:
    place = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:place], iri[place:]
