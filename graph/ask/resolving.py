"""What people write for a thing in a parameter, as the identifier that a query takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from graph.ask.answer import ask
from graph.ask.binding import Given
from graph.ask.catalogue import THINGS, VOCABULARY, Catalogue, Param, Question
from graph.ask.named import NamedThing, NamedThings
from graph.errors import BadParameter, ParameterValue
from graph.store import Store
from graph.terms import CONCEPT, PREFIXES, RDF, SKOS
from graph.text.messages import N_, joined
from graph.things import KINDS

QUESTION: Final = "parameter-things"
PROVISION, ACT = "op:Provision", "op:Act"
# So many are told of a name that several things have, and so many letters of what was given.
MOST_MEANT: Final = 10
SHOWN: Final = 60


@dataclass
class _Known:
    """The things of each kind of one revision of a store."""

    revision: int
    kinds: dict[str, NamedThings] = field(default_factory=dict)


_known: WeakKeyDictionary[Store, _Known] = WeakKeyDictionary()


def resolved(
    store: Store, catalogue: Catalogue, question: Question, values: Mapping[str, Given]
) -> dict[str, str | list[str]]:
    """The values with the identifiers of what they name, for `bind`; those that name no thing stay as they are.

    A thing is named by its address (also that of its page), its code (`FR`, `32016R0679`), or its name in any of our
    languages. Raises BadParameter, with what may be given, for a value that is missing, unknown here, or a name of
    several things.
    """
    found: dict[str, str | list[str]] = {}
    for param in question.params:
        given = _given(values.get(param.name))
        if not any(map(str.strip, given)) and not param.optional:
            raise BadParameter(param.name, joined((N_("This is needed."), _which(param)), " "),
                               values_of(store, catalogue, param))  # fmt: skip
        if param.of and given:
            things = named(store, catalogue, param.of)
            given = [*dict.fromkeys(_one(param, each, things).iri for each in given if each.strip())]
        if given:
            found[param.name] = given if len(given) > 1 or param.type == "iris" else given[0]
    # What no parameter takes is refused where the query is bound.
    return {**{name: _plain(given) for name, given in values.items() if name not in found}, **found}


def values_of(store: Store, catalogue: Catalogue, param: Param) -> tuple[ParameterValue, ...]:
    """What can be given for a parameter that names a thing, in the order of the names; nothing for another."""
    return _listed(named(store, catalogue, param.of)) if param.of else ()


def named(store: Store, catalogue: Catalogue, kind: str) -> NamedThings:
    """The things that parameters of a kind, as headers of questions write it, can name; looked up once a revision."""
    known = _known.get(store)
    if known is None or known.revision != store.revision:
        known = _known[store] = _Known(store.revision)
    if kind not in known.kinds:
        known.kinds[kind] = _looked_up(store, catalogue, kind)
    return known.kinds[kind]


def _looked_up(store: Store, catalogue: Catalogue, kind: str) -> NamedThings:
    rows = [row for link, iri in _asked(kind)
            for row in ask(store, catalogue[QUESTION], {"link": link, "kind": iri}).rows]  # fmt: skip
    acts = named(store, catalogue, ACT) if kind == PROVISION else None
    return NamedThings.of(rows, acts)


def _asked(kind: str) -> list[tuple[str, str]]:
    """The statements that make something a thing of a kind."""
    if kind == THINGS:
        return [(RDF + "type", each.iri) for each in KINDS]
    if kind.startswith(VOCABULARY):
        return [(SKOS + "inScheme", CONCEPT + kind.removeprefix(VOCABULARY))]
    prefix, _, local = kind.partition(":")
    return [(RDF + "type", PREFIXES[prefix] + local)]


def _one(param: Param, text: str, things: NamedThings) -> NamedThing:
    found = things.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        names = "; ".join(f"{each.code} ({each.label})" for each in found[:MOST_MEANT])
        said = N_("'%(value)s' is the name of several: %(names)s. Give the code of one.", value=text[:SHOWN],
                  names=names)  # fmt: skip
        raise BadParameter(param.name, said, tuple(map(_value, found)))
    near = things.nearest(text)
    told = N_("Nothing that this can name is called '%(value)s' here.", value=text[:SHOWN])
    meant = N_("Did you mean '%(name)s' (%(label)s)?", name=near.code, label=near.label) if near else ""
    raise BadParameter(param.name, joined(filter(None, (told, meant, _which(param))), " "), _listed(things))


def _listed(things: NamedThings) -> tuple[ParameterValue, ...]:
    return tuple(map(_value, sorted(things.things, key=lambda each: (each.label.casefold(), each.iri))))


def _value(thing: NamedThing) -> ParameterValue:
    return ParameterValue(thing.code, thing.label, thing.iri)


def _which(param: Param) -> str:
    """What may be given, in a sentence."""
    if param.of:
        return N_("Give an address, a code or a name in any language of this site.")
    example = param.example if isinstance(param.example, str) else " ".join(param.example[:1])
    return N_("Example: %(example)s", example=example) if example else ""


def _given(given: Given | None) -> list[str]:
    values: Sequence[str] = [given] if isinstance(given, str) else list(given or ())
    return [each for each in values if each]


def _plain(given: Given) -> str | list[str]:
    return given if isinstance(given, str) else list(given)
