"""What a query may mean where it says something that is not known here: a prefix, or a term of our vocabularies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from graph.sparql.tokens import Token, meaningful
from graph.terms import CONCEPT, OP, PREFIXES
from graph.text.nearest import closest

MOST = 5
CLOSE = 0.6
WELL_KNOWN: Mapping[str, str] = {
    **PREFIXES,
    "csvw": "http://www.w3.org/ns/csvw#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


def prefix_hints(query: str) -> list[str]:
    """For each prefix that `query` uses and does not declare: the line to add, or the declared one that is near."""
    found = list(meaningful(query))
    declared = _declared(found)
    used = dict.fromkeys(
        token.text.partition(":")[0] for token in found if token.kind == "name" and not token.text.startswith("_:")
    )
    hints: list[str] = []
    for prefix in [each for each in used if each not in declared][:MOST]:
        if prefix in WELL_KNOWN:
            hints.append(f"Add this line at the start: PREFIX {prefix}: <{WELL_KNOWN[prefix]}>")
        elif near := closest(prefix, declared or WELL_KNOWN, CLOSE):
            hints.append(f"Did you mean {near}: instead of {prefix}:?")
    return hints


def term_hints(query: str, known: Collection[str]) -> list[str]:
    """For each term of our vocabularies that `query` names and `known` lacks: the known term that is nearest.

    A prefix that stands for another namespace than here is told too. `known` holds the full IRIs of the classes,
    properties, schemes and concepts that exist.
    """
    found = list(meaningful(query))
    declared = _declared(found)
    hints = {
        prefix: f"{prefix}: stands for <{space}> in this query; the data says <{PREFIXES[prefix]}>."
        for prefix, space in declared.items()
        if PREFIXES.get(prefix, space) != space
    }
    for written, iri in _names(found, declared):
        for space in (OP, CONCEPT):
            # Looking for the nearest term is work, so it is done for a few only.
            if len(hints) < MOST and iri.startswith(space) and iri not in (space, *hints) and iri not in known:
                hints[iri] = _hint(written, iri, space, known, {**PREFIXES, **declared})
    return list(hints.values())[:MOST]


def _hint(written: str, iri: str, space: str, known: Collection[str], prefixes: Mapping[str, str]) -> str:
    near = _nearest(iri.removeprefix(space), [each.removeprefix(space) for each in known if each.startswith(space)])
    said = f"{written} is not a term here."
    return f"{said} Did you mean {_short(space + near, prefixes)}?" if near else said


def _nearest(name: str, names: list[str]) -> str | None:
    """The nearest of `names`: the same in another case, one of the same scheme or with the same case, any other."""
    same = [each for each in names if each.lower() == name.lower()]
    if same:
        return same[0]
    scheme = name.partition("/")[0] + "/" if "/" in name else ""
    family = [each for each in names if each.startswith(scheme)] if scheme else []
    kin = family or [each for each in names if each[:1].isupper() == name[:1].isupper()]
    return _closest(name, kin, len(scheme) if family else 0) or _closest(name, names, 0)


def _closest(name: str, names: list[str], start: int) -> str | None:
    """The name that is nearest from `start` on, whatever its case."""
    by_end = {each[start:].lower(): each for each in sorted(names, reverse=True) if each[start:]}
    found = closest(name[start:].lower(), by_end, CLOSE)
    return by_end[found] if found else None


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, space in prefixes.items():
        local = iri.removeprefix(space)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _names(found: list[Token], declared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every name and IRI of the query body, as written and in full; declarations are no use of a term."""
    before = ""
    for token in found:
        if token.kind == "iri" and not before.endswith(":") and before.lower() not in ("base", "from", "named"):
            yield token.text, token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and local:
            space = declared.get(prefix, WELL_KNOWN.get(prefix))
            if space is not None:
                yield token.text, space + local
        before = token.text


def _declared(found: list[Token]) -> dict[str, str]:
    declared = {}
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.text.lower() == "prefix" and name.kind == "name" and name.text.endswith(":") and iri.kind == "iri":
            declared[name.text[:-1]] = iri.text[1:-1]
    return declared
