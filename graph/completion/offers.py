"""What may be written at a place of a query, best first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from graph.completion.position import Position
from graph.completion.table import TYPE, CompletionTable, PropertyUse, ShapeRule, short
from graph.sparql.hints import WELL_KNOWN
from graph.terms import OP, PREFIXES
from graph.text.folding import plain
from graph.text.messages import N_, counted, joined, name_words

Sort = Literal["keyword", "prefix", "variable", "function", "class", "property", "value", "thing"]
MOST_KINDS: Final = 3
STARTS: Final = ("PREFIX", "SELECT", "SELECT DISTINCT", "ASK", "CONSTRUCT", "DESCRIBE", "BASE")
IN_HEAD: Final = ("WHERE", "DISTINCT", "FROM", "FROM NAMED", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE",
                  "GROUP_CONCAT", "AS")  # fmt: skip
IN_GROUP: Final = ("FILTER", "OPTIONAL", "UNION", "BIND", "VALUES", "MINUS", "GRAPH", "SERVICE", "FILTER NOT EXISTS",
                   "FILTER EXISTS", "SELECT")  # fmt: skip
AT_END: Final = ("ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "VALUES", "ASC", "DESC")
FUNCTIONS: Final = tuple(
    "BOUND COALESCE CONCAT CONTAINS COUNT DATATYPE DAY EXISTS IF IN IRI ISBLANK ISIRI ISLITERAL ISNUMERIC LANG "
    "LANGMATCHES LCASE MONTH NOT REGEX REPLACE ROUND SAMETERM STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN "
    "STRSTARTS SUBSTR UCASE YEAR".split()
)


@dataclass(frozen=True, slots=True)
class CompletionOffer:
    """One thing to write: `insert` in place of what is typed, after a declaration of `prefix` if that is missing.

    `detail` is told beside the label, `info` when the offer is looked at; both may be empty.
    """

    label: str
    insert: str
    sort: Sort
    detail: str = ""
    info: str = ""
    prefix: str = ""
    namespace: str = ""
    iri: str = ""


def offers(at: Position, table: CompletionTable) -> list[CompletionOffer]:
    """All that may stand at a position, as far as the table knows, best first; nothing inside a text or a comment."""
    made = _AT.get(at.place) if at.place else None
    found = [_written(each, at) for each in made(at, table)] if made else []
    return _matching(found, at)


def property_at(at: Position, table: CompletionTable) -> str:
    """The property whose value is written here; empty when there is none."""
    if at.place == "object":
        return _last(at.path)
    if at.place in ("expression", "data") and at.variable:
        paths = [each.path for each in at.triples if each.value == at.variable]
        return next((prop for path in paths if (prop := _last(path)) in table.kinds), "")
    return ""


def classes_of_value_at(at: Position, table: CompletionTable) -> list[str]:
    """The classes of the things that may be a value here; none where any thing may be, or no value is written."""
    prop = property_at(at, table)
    return [] if prop == TYPE else table.classes_of_values(prop)


def classes_at(at: Position, table: CompletionTable) -> list[str]:
    """The classes whose properties may follow here: as the query states them, or as its other patterns make likely."""
    found = _likely(at, table)
    # What has a class of ours has its standard class beside it: its things would be counted twice.
    return [each for each in found if each.startswith(OP)] or found


def _likely(at: Position, table: CompletionTable) -> list[str]:
    if at.path:
        last = at.path[-1]
        return table.classes_with([last[1:]]) if last.startswith("^") else table.classes_of_values(last)
    if stated := at.types_of(at.subject):
        return [each for each in stated if each in table.properties]
    leading = [each.path[-1] for each in at.triples if each.value == at.subject and each.path]
    for prop in leading:
        if found := (table.classes_with([prop[1:]]) if prop.startswith("^") else table.classes_of_values(prop)):
            return found
    own = [each.path[0] for each in at.triples if each.subject == at.subject and each.path]
    return table.classes_with(each for each in own if each[:1] not in ("^", "?", ""))


def _last(path: tuple[str, ...]) -> str:
    return path[-1] if path and path[-1][:1] not in ("^", "?") else ""


def _start(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from map(_keyword, STARTS)


def _prefixes(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    for prefix, space in WELL_KNOWN.items():
        if prefix not in at.prefixes:
            yield CompletionOffer(f"{prefix}:", f"{prefix}: <{space}>", "prefix", space)


def _head(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from _variables(at)
    yield from map(_keyword, IN_HEAD)


def _end(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from _variables(at)
    yield from map(_keyword, AT_END)


def _subjects(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from _variables(at)
    yield from map(_keyword, IN_GROUP)


def _properties(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    classes = classes_at(at, table)
    if not at.path:
        yield CompletionOffer("a", "a", "property", N_("is of the class"), iri=TYPE)
    of_class = [iri for iri in classes if table.things(iri)]
    all_things = sum(table.things(iri) for iri in of_class)
    uses = _uses(of_class, table) if of_class else {iri: PropertyUse(0, table.uses(iri)) for iri in table.kinds}
    asked = {prop: rule for iri in of_class for prop, rule in table.shapes.get(iri, {}).items()}
    for iri, use in sorted(uses.items(), key=lambda each: (-each[1].things, -each[1].statements, each[0])):
        if iri != TYPE:
            yield _property(iri, use, all_things, asked.get(iri), table)
    for iri, rule in sorted(asked.items()):
        if iri not in uses:
            yield _property(iri, PropertyUse(0, 0), all_things, rule, table)


def _uses(classes: Iterable[str], table: CompletionTable) -> dict[str, PropertyUse]:
    found: dict[str, PropertyUse] = {}
    for iri in classes:
        for prop, use in table.properties[iri].items():
            before = found.get(prop, PropertyUse(0, 0))
            found[prop] = PropertyUse(before.things + use.things, before.statements + use.statements)
    return found


def _property(
    iri: str, use: PropertyUse, all_things: int, rule: ShapeRule | None, table: CompletionTable
) -> CompletionOffer:
    kinds = [_name(kind) for kind, _ in sorted(table.kinds.get(iri, {}).items(), key=lambda each: -each[1])]
    count = (N_("%(things)s of %(number)s", things=use.things, number=all_things) if all_things
             else counted(use.statements, "%(number)s statement", "%(number)s statements"))  # fmt: skip
    detail = joined(filter(None, (count, ", ".join(kinds[:MOST_KINDS]))), " · ")
    return _term(iri, "property", detail, joined(filter(None, (_told(iri, table), _asked(rule))), " "), table)


def _asked(rule: ShapeRule | None) -> str:
    """What the shapes ask of it, in a sentence."""
    if rule is None or not (rule.least or rule.most):
        return ""
    if rule.least and rule.most == 1:
        return N_("Each has exactly one.")
    return N_("Each has at least one.") if rule.least else N_("Each has at most %(number)s.", number=rule.most)


def _objects(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    prop = _last(at.path)
    if prop == TYPE:
        for iri in sorted(table.properties, key=lambda each: -table.things(each)):
            detail = counted(table.things(iri), "%(number)s thing", "%(number)s things")
            yield _term(iri, "class", detail, _told(iri, table), table)
    else:
        yield from _values(prop, table)
    yield from _variables(at)


def _values(prop: str, table: CompletionTable) -> Iterator[CompletionOffer]:
    """The values that a property has, most used first, then those of the same vocabulary that it never has."""
    used = table.values.get(prop, {})
    for iri in sorted(used, key=lambda each: -used[each]):
        yield _value(iri, counted(used[iri], "%(number)s use", "%(number)s uses"), table)
    for iri in table.same_scheme(prop):
        if iri not in used:
            yield _value(iri, N_("not used here"), table)


def _value(iri: str, detail: str, table: CompletionTable) -> CompletionOffer:
    words = table.words.get(iri)
    label = words.label if words and words.label else _name(iri)
    named = name_words(label, iri) if words and words.label else label
    info = words.definition if words else ""
    return CompletionOffer(named, f"<{iri}>", "value", detail, name_words(info, iri, "description") if info else "",
                           iri=iri)  # fmt: skip


def _expression(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from _variables(at)
    yield from _values(property_at(at, table), table)
    for name in FUNCTIONS:
        yield CompletionOffer(name, f"{name}(" if name not in ("IN", "NOT", "EXISTS") else f"{name} ", "function")


def _data(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from _values(property_at(at, table), table)


def _after(at: Position, table: CompletionTable) -> Iterator[CompletionOffer]:
    yield from map(_keyword, IN_GROUP)


def _keyword(word: str) -> CompletionOffer:
    return CompletionOffer(word, f"{word} ", "keyword")


def _variables(at: Position) -> Iterator[CompletionOffer]:
    for name in at.variables:
        if name != at.typed:
            yield CompletionOffer(name, name, "variable")


def _term(iri: str, sort: Sort, detail: str, info: str, table: CompletionTable) -> CompletionOffer:
    parts = short(iri)
    if parts is None:
        return CompletionOffer(iri, f"<{iri}>", sort, detail, info, iri=iri)
    name = ":".join(parts)
    return CompletionOffer(name, name, sort, detail, info, parts[0], PREFIXES[parts[0]], iri)


def _told(iri: str, table: CompletionTable) -> str:
    words = table.words.get(iri)
    return "" if words is None else ": ".join(filter(None, (words.label, words.definition)))


def _name(iri: str) -> str:
    parts = short(iri)
    return ":".join(parts) if parts else iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _matching(found: Iterable[CompletionOffer], at: Position) -> list[CompletionOffer]:
    """Those that what is typed may mean: its beginning first, then the beginning of a word, then any part."""
    typed = at.typed
    if typed.startswith("<"):
        return [each for each in found if typed[1:] in each.iri]
    if typed[:1] in ("?", "$"):
        return [each for each in found if each.sort == "variable" and each.label.startswith(f"?{typed[1:]}")]
    sought = plain(at.phrase)
    ranked = [(rank, each) for each in found if (rank := _rank(each, sought)) is not None]
    # What is nearly written comes before what is much longer.
    return [each for _, each in sorted(ranked, key=lambda pair: (pair[0], len(pair[1].label) if sought else 0))]


def _rank(each: CompletionOffer, sought: str) -> int | None:
    names = [plain(str(each.label)), *([plain(each.label.rpartition(":")[2])] if each.iri else [])]
    if any(name.startswith(sought) for name in names):
        return 0
    about = plain(f"{each.label} {each.info}" if each.sort in ("class", "property") else str(each.label))
    if f" {sought}" in f" {about}":
        return 1
    return 2 if len(sought) > 1 and any(sought in name for name in names) else None


def _written(each: CompletionOffer, at: Position) -> CompletionOffer:
    """With the prefix that the query itself declares for the namespace, and no declaration that it has."""
    if not each.prefix:
        return each
    own = [prefix for prefix, space in at.prefixes.items() if space == each.namespace]
    local = each.insert.partition(":")[2]
    if each.prefix in own or (not own and each.prefix not in at.prefixes):
        return replace(each, prefix="" if own else each.prefix, namespace="" if own else each.namespace)
    if own:
        return replace(each, label=f"{own[0]}:{local}", insert=f"{own[0]}:{local}", prefix="", namespace="")
    # Its prefix stands for another namespace in this query.
    return replace(each, insert=f"<{each.iri}>", prefix="", namespace="")


_AT: Final[dict[str, Callable[[Position, CompletionTable], Iterator[CompletionOffer]]]] = {
    "start": _start,
    "prefix": _prefixes,
    "head": _head,
    "subject": _subjects,
    "verb": _properties,
    "object": _objects,
    "after": _after,
    "expression": _expression,
    "data": _data,
    "end": _end,
    "graph": _subjects,
}
