"""What a query may mean where it says something that is not known here: a prefix, or a term of our vocabularies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from graph.sparql.reading import Reading
from graph.sparql.tokens import Token
from graph.terms import CONCEPT, OP, PREFIXES, VOID
from graph.text.nearest import closest

MOST = 5
CLOSE = 0.75
_CLAUSES = frozenset("select where group having order bind filter values".split())
_AFTER_HAVING = frozenset("order limit offset values".split())
WELL_KNOWN: Mapping[str, str] = {
    **PREFIXES,
    "csvw": "http://www.w3.org/ns/csvw#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
# What others call a prefix of ours; it is never written here.
_CALLED: Mapping[str, str] = {"dct": PREFIXES["dcterms"], "sdo": PREFIXES["schema"]}


def prefix_hints(query: Reading) -> list[str]:
    """For each prefix that `query` uses and does not declare: the line to add, or the declared one that is near."""
    hints: list[str] = []
    missing = dict.fromkeys(token.prefix for token in filter(query.prologue.lacks, query.tokens))
    for prefix in list(missing)[:MOST]:
        if space := WELL_KNOWN.get(prefix) or _CALLED.get(prefix):
            hints.append(f"Add this line at the start: PREFIX {prefix}: <{space}>")
        elif near := closest(prefix, query.prologue.prefixes or WELL_KNOWN, CLOSE):
            hints.append(f"Did you mean {near}: instead of {prefix}:?")
    return hints


def term_hints(query: Reading, known: Collection[str]) -> list[str]:
    """For each term of our vocabularies that `query` names and `known` lacks: the known term that is nearest.

    A prefix that stands for another namespace than here is told too. `known` holds the full IRIs of the classes,
    properties, schemes and concepts that exist.
    """
    hints = {
        prefix: f"{prefix}: stands for <{space}> in this query; the data says <{PREFIXES[prefix]}>."
        for prefix, space in query.prologue.prefixes.items()
        if PREFIXES.get(prefix, space) != space
    }
    for written, iri in _names(query):
        for space in (OP, CONCEPT):
            # Looking for the nearest term is work, so it is done for a few only.
            if len(hints) < MOST and iri.startswith(space) and iri not in (space, *hints) and iri not in known:
                hints[iri] = _hint(written, iri, space, known, {**PREFIXES, **query.prologue.prefixes})
    return list(hints.values())[:MOST]


def having_hints(query: Reading) -> list[str]:
    """For each name of a SELECT that HAVING asks for: SPARQL gives it later, so that no group passes (18.2.4)."""
    if "having" not in query.words:
        return []
    asked: dict[str, None] = {}
    clause, depth = "", 0
    # By the depth of its braces, the names that the SELECT there gives: a sub-query has names of its own.
    named: dict[int, set[str]] = {}
    for place, token in enumerate(query.tokens):
        depth += (token.text == "{") - (token.text == "}")
        word = token.text.lower() if token.kind == "word" else ""
        clause = word if word in _CLAUSES else clause
        if word == "select":
            named[depth] = set()
        elif word == "as" and clause == "select":
            # Not those of GROUP BY, which HAVING knows, nor those of BIND.
            named.setdefault(depth, set()).update(each.text for each in query.tokens[place + 1 : place + 2])
        elif word == "having":
            given = named.get(depth, set())
            asked |= dict.fromkeys(name for name in _variables_of_having(query.tokens[place + 1 :]) if name in given)
    return [f"HAVING does not know {name} yet. Write there what stands before AS {name}." for name in asked][:MOST]


def _variables_of_having(tokens: Sequence[Token]) -> Iterator[str]:
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0 or (depth == 0 and token.kind == "word" and token.text.lower() in _AFTER_HAVING):
            return
        if token.kind == "variable":
            yield token.text


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


def _names(query: Reading) -> Iterator[tuple[str, str]]:
    """Every name and IRI of the query body, as written and in full; declarations are no use of a term."""
    clauses = {clause.last for clause in query.clauses}
    for place, token in enumerate(query.tokens):
        if token.kind == "iri" and place not in query.prologue.declared and place not in clauses:
            yield token.text, query.prologue.resolved(token) or ""
        if token.kind == "name" and (local := token.text.removeprefix(f"{token.prefix}:")):
            yield token.text, query.prologue.resolved(token) or WELL_KNOWN.get(token.prefix, "") + local
