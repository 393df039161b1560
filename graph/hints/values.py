"""Hints on the values of a query: of another vocabulary than the property uses, or a text without its language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from graph.completion.table import CLASSES_WITH_WORDS as WITH_WORDS
from graph.hints.asked import AskedQuery, Hint, at
from graph.terms import CONCEPT, DCTERMS, OP, RDF, RDFS, SKOS, XSD
from graph.text.nearest import closest

LABEL = RDFS + "label"
NAMES: Final = frozenset((LABEL, SKOS + "prefLabel"))
TEXTS: Final = (LABEL, DCTERMS + "identifier", SKOS + "notation")
TEXT, TAGGED = XSD + "string", RDF + "langString"
CLOSE: Final = 0.6


def sisters(asked: AskedQuery) -> Iterator[Hint]:
    """For each concept of a vocabulary that the property never uses: the vocabularies that it does, and the like."""
    for place, properties in _given(asked):
        token = asked.query.tokens[place]
        iri = asked.meant(token)
        scheme = asked.scheme(iri)
        used = [asked.table.schemes_of_values(each) for each in sorted(properties)]
        if scheme and all(each and scheme not in each for each in used):
            prop = sorted(properties)[0]
            near = _sister(asked, iri, used[0])
            names = ", ".join(sorted(each.rsplit("/", 1)[-1] for each in used[0] if each))
            said = f"{asked.short(prop)} never has a value of the vocabulary {scheme.rsplit('/', 1)[-1]}"
            of = f"; its values are of {names}." if names else "."
            yield at(
                "sister-vocabulary", f"{said}{of}" + (f" Did you mean {asked.short(near)}?" if near else ""), token
            )


def untagged(asked: AskedQuery) -> Iterator[Hint]:
    """For each text without a language where most texts have one, or with one where none has: how to write it."""
    tokens = asked.query.tokens
    for place, properties in _given(asked):
        token = tokens[place]
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.kind == "string" and (after is None or after.text != "^"):
            tag = after.text if after is not None and after.kind == "tag" else ""
            kinds = [asked.table.kinds.get(each, {}) for each in sorted(properties)]
            if said := _language(asked.short(min(properties)), _shown(token.text), tag, kinds):
                yield at("no-language", said, token)


def things(asked: AskedQuery) -> Iterator[Hint]:
    """For each text where a property has things alone as values: of which classes they are."""
    for place, properties in _given(asked):
        token = asked.query.tokens[place]
        kinds = [asked.table.kinds.get(each, {}) for each in sorted(properties)]
        if token.kind == "string" and all(each and each.keys() <= asked.table.properties.keys() for each in kinds):
            classes = sorted(kinds[0], key=lambda kind: (-kinds[0][kind], kind))
            ours = [each for each in classes if each.startswith(OP)][:3] or classes[:1]
            said = (
                f"Values of {asked.short(min(properties))} are things ({', '.join(map(asked.short, ours))}), not texts."
            )
            yield at("text-for-thing", f"{said} {_ways(asked, ours[0])}".rstrip(), token)


def _ways(asked: AskedQuery, kind: str) -> str:
    """By which texts most things of a class are found."""
    has = asked.table.properties[kind]
    own = [each for each in TEXTS if each in has and 2 * has[each].things > asked.table.things(kind)]
    return f"Ask for their {' or '.join(map(asked.short, own))}." if own else ""


def strangers(asked: AskedQuery) -> Iterator[Hint]:
    """For each address where only concepts, technologies, actors, countries or cities stand, and which is none."""
    # A thing that is spoken of as a subject too may be another in another branch of the query.
    subjects = {each.subject for each in asked.mentions}
    for place, properties in _given(asked, subjects):
        token = asked.query.tokens[place]
        iri = asked.meant(token)
        kinds = {kind for each in properties for kind in asked.table.kinds.get(each, {"": 0})}
        if iri and iri not in asked.table.words and not iri.startswith(CONCEPT) and kinds <= WITH_WORDS:
            name = iri.rsplit("/", 1)[-1]
            values = sorted(asked.table.values.get(min(properties), ()))
            near = next((each for each in values if each.rsplit("/", 1)[-1] == name), "")
            said = f"{asked.short(min(properties))} leads to nothing that is called {_shown(token.text)} here."
            some = max(values, key=lambda each: asked.table.values[min(properties)][each], default="")
            like = f" Its values look like <{some}>." if some else ""
            yield at("unknown-thing", f"{said} Did you mean <{near}>?" if near else f"{said}{like}", token)


def spelled(asked: AskedQuery) -> Iterator[Hint]:
    """For each English name that is written here with other small and large letters: how."""
    labels = {words.label for words in asked.table.words.values()}
    folded = {each.lower(): each for each in sorted(labels, reverse=True)}
    for place, properties in _given(asked):
        token = asked.query.tokens[place]
        text = token.text.strip("\"'")
        found = folded.get(text.lower(), "") if token.kind == "string" and properties <= NAMES else ""
        if found and text not in labels:
            yield at("other-spelling", f'{_shown(token.text)} is written "{found}"@en here.', token)


def _language(name: str, text: str, tag: str, kinds: Sequence[Mapping[str, int]]) -> str:
    """What is wrong with the language of a text as the value of a property; empty when nothing is."""
    if tag and all(TEXT in each and TAGGED not in each for each in kinds):
        return f"Texts of {name} have no language, so none equals {text}{tag}. Leave out {tag}."
    if tag or not all(each.get(TAGGED, 0) > each.get(TEXT, 0) for each in kinds):
        return ""
    some = "Texts" if all(TEXT not in each for each in kinds) else "Most texts"
    return (
        f"{some} of {name} have a language, and none of those equals {text}. Write {text}@en, or compare STR( ) of it."
    )


def _given(asked: AskedQuery, without: Collection[str] = ()) -> Iterator[tuple[int, frozenset[str]]]:
    """The places of terms that are values of properties, in a pattern or by way of a variable that is not `without`."""
    for each in asked.mentions:
        last = each.path[-1] if each.path else ""
        if not each.value.startswith("?") and each.plain and last[:1] not in ("", "^", "?"):
            yield each.last, frozenset((last,))
    for name, places in asked.equals.items():
        properties = asked.properties_of.get(name, frozenset())
        if properties and "" not in properties and name not in without:
            yield from ((place, properties) for place in places)


def _sister(asked: AskedQuery, iri: str, schemes: set[str]) -> str:
    """The concept of these vocabularies that is called the same, or nearly so."""
    name = iri.rsplit("/", 1)[-1]
    names = {each.rsplit("/", 1)[-1]: each for each, words in sorted(asked.table.words.items())
             if words.scheme and words.scheme in schemes}  # fmt: skip
    found = closest(name, names, CLOSE)
    return names[found] if found else ""


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…{text[-1]}"
