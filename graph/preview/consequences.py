"""What would follow from a change set: which things change, which provisions govern, which answers differ."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.governing import HOLDS, QUESTION
from graph.preview.comparison import Comparison
from graph.preview.values import AnswerChange, Fate, GoverningChange, TouchedThing
from graph.terms import DCTERMS, OP, RDF, RDFS, SKOS
from graph.things import BY_CLASS

ANSWERS_S: Final = 1.5
"""The processor time that the questions of the catalogue may take on one graph."""
TYPE: Final = ox.NamedNode(f"{RDF}type")
ROW: Final = f"{OP}Row"
LABELS: Final = (f"{SKOS}prefLabel", f"{RDFS}label", f"{DCTERMS}title", "http://data.europa.eu/eli/ontology#title")
GOVERNS, PROVISION, STANDING = (ox.NamedNode(f"{OP}{name}") for name in ("governs", "byProvision", "standing"))
IDENTIFIER: Final = ox.NamedNode(f"{DCTERMS}identifier")
OWN_ROW: Final = (ox.NamedNode(f"{OP}row"), ox.NamedNode(f"{OP}nameRow"))
Governed = dict[tuple[str, str], str]


def things_of(comparison: Comparison) -> tuple[TouchedThing, ...]:
    """The things whose statements differ, by kind and label. What is said of a row or a part is said of its thing."""
    after, properties = comparison.store, _properties(comparison)
    new = {iri for iri in properties if _exists(after, iri)}
    with comparison.before() as before:
        old = {iri for iri in properties if _exists(before, iri)}
        gone = [_thing(before, iri, Fate.RETIRED, ()) for iri in properties if iri in old - new]
    there = [
        _thing(after, iri, Fate.CHANGED if iri in old else Fate.NEW, tuple(sorted(changed)) if iri in old else ())
        for iri, changed in properties.items()
        if iri in new
    ]
    return tuple(sorted([*there, *gone], key=lambda each: (each.kind, each.fate, each.label, each.iri)))


def governing_of(comparison: Comparison) -> tuple[GoverningChange, ...]:
    """The provisions that govern a practice in one of the two graphs alone, or with another standing."""
    practices = sorted({
        quad.subject.value.partition("#")[0]
        for quad in comparison.differing
        if isinstance(quad.subject, ox.NamedNode) and "#governed-" in quad.subject.value
    })  # fmt: skip
    after = _governed(comparison.store, practices)
    with comparison.before() as store:
        before = _governed(store, practices)
        names = _names(store, before)
    names |= _names(comparison.store, after)
    changed = [pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)]
    told = [
        GoverningChange(*_named(pair[0], names), *_named(pair[1], names), before.get(pair, ""), after.get(pair, ""))
        for pair in changed
    ]
    return tuple(sorted(told, key=lambda each: (each.practice_label, each.before, each.provision_label)))


def answers(store: ox.Store, catalogue: Catalogue, time_s: float) -> dict[str, Counter[str]]:
    """The rows of each question's answer, asked with its example values, for as many as there is time.

    They take at most `time_s` of processor time, so that a machine which is busy otherwise does not tell less.
    """
    found, until = {}, time.process_time() + time_s
    for question in _questions(catalogue):
        if time.process_time() > until:
            break
        rows = store.query(bind(question, question.examples), use_default_graph_as_union=True)
        found[question.name] = Counter(map(str, rows)) if isinstance(rows, ox.QuerySolutions) else Counter()
    return found


def answers_of(
    before: Mapping[str, Counter[str]], after: Mapping[str, Counter[str]], catalogue: Catalogue
) -> tuple[tuple[AnswerChange, ...], int, tuple[str, ...]]:
    """The questions whose answer differs, how many were asked, and the names of those for which no time was left."""
    questions = _questions(catalogue)
    both = [each for each in questions if each.name in after and each.name in before]
    changed = [
        AnswerChange(each.name, each.title, (after[each.name] - before[each.name]).total(), less)
        for each in both
        if after[each.name] != before[each.name]
        for less in [(before[each.name] - after[each.name]).total()]
    ]
    asked = {each.name for each in both}
    return tuple(changed), len(asked), tuple(sorted(each.name for each in questions if each.name not in asked))


def label_of(store: ox.Store, iri: str) -> str:
    """What a thing is called: in English, else without a language, else in any; the end of its IRI when nothing is."""
    found = [
        (LABELS.index(quad.predicate.value), _rank(quad.object), quad.object.value)
        for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None)
        if isinstance(quad.object, ox.Literal) and quad.predicate.value in LABELS
    ]
    return min(found)[2] if found else iri.rsplit("/", 1)[-1]


def _properties(comparison: Comparison) -> dict[str, set[str]]:
    """The properties that differ of each thing that a changed statement is about."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in comparison.differing:
        if isinstance(quad.subject, ox.NamedNode):
            for iri in _owners(comparison, quad.subject.value.partition("#")[0]):
                found[iri].add(quad.predicate.value)
    return found


def _owners(comparison: Comparison, iri: str) -> set[str]:
    """The thing itself; for the node of a row, the things whose row it is."""
    if "/row/" not in iri:
        return {iri}
    node = ox.NamedNode(iri)
    links = [quad for each in OWN_ROW for quad in comparison.store.quads_for_pattern(None, each, node)]
    links += [quad for quad in comparison.removed if quad.predicate in OWN_ROW and quad.object == node]
    return {quad.subject.value.partition("#")[0] for quad in links if isinstance(quad.subject, ox.NamedNode)}


def _exists(store: ox.Store, iri: str) -> bool:
    return any(True for _ in store.quads_for_pattern(ox.NamedNode(iri), None, None))


def _thing(store: ox.Store, iri: str, fate: Fate, properties: tuple[str, ...]) -> TouchedThing:
    classes = sorted(
        quad.object.value
        for quad in store.quads_for_pattern(ox.NamedNode(iri), TYPE, None)
        if isinstance(quad.object, ox.NamedNode)
    )
    kind = next((each for each in classes if each in BY_CLASS), classes[0] if classes else "")
    return TouchedThing(iri, label_of(store, iri), kind, fate, properties)


def _governed(store: ox.Store, practices: Iterable[str]) -> Governed:
    """The strongest standing of each provision that governs one of the practices."""
    found: Governed = {}
    for practice in practices:
        for quad in store.quads_for_pattern(None, GOVERNS, ox.NamedNode(practice)):
            provision, standing = (next(_objects(store, quad.subject, each), "") for each in (PROVISION, STANDING))
            pair, slug = (practice, provision), standing.rsplit("/", 1)[-1]
            if found.get(pair) != HOLDS:
                found[pair] = slug or QUESTION
    return found


def _names(store: ox.Store, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What practices and provisions are called; a provision with its number, since many are called `Definitions`."""
    practices, provisions = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    names = {iri: label_of(store, iri) for iri in practices}
    for iri in provisions:
        number = next(_objects(store, ox.NamedNode(iri), IDENTIFIER), "")
        names[iri] = f"{label_of(store, iri)} ({number})" if number else label_of(store, iri)
    return names


def _objects(store: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, name: ox.NamedNode) -> Iterator[str]:
    for quad in store.quads_for_pattern(subject, name, None):
        if not isinstance(quad.object, ox.Triple):
            yield quad.object.value


def _questions(catalogue: Catalogue) -> list[Question]:
    return sorted((each for each in catalogue if each.group != "view"), key=lambda each: each.budget_ms)


def _named(iri: str, names: dict[str, str]) -> tuple[str, str]:
    return iri, names.get(iri, "")


def _rank(term: ox.Literal) -> int:
    language = (term.language or "").lower()
    return 0 if language.partition("-")[0] == "en" else 2 if language else 1
