"""What governs each practice: the decision of `graph/governing`, written down as statements of a graph of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyoxigraph as ox

from graph.ask.catalogue import Catalogue
from graph.derived.pages import Queryable, Row, by_key, pages
from graph.governing import (
    CANDIDATES,
    HOLDS,
    OUTSIDE,
    QUESTION,
    Case,
    LawRule,
    Library,
    Reach,
    Ruling,
    decide,
    parts_left_out,
    reaches,
)
from graph.governing.gather import QUESTIONS, whole_days
from graph.terms import CONCEPT, OP, PROV, RDF, RDFS, XSD

OPERATING: tuple[str, ...] = ("runs", "uses-images")
DECIDING = "decides"
LATEST = "9999-12-31"


def governs_graph(base_iri: str) -> str:
    """The graph of what governs each practice."""
    return f"{base_iri}graph/rule/governs"


GOVERNS = (
    "A provision governs a practice when a rule speaks of its technology or a broader one to its actor, and the scope "
    "of the act takes in the actor, the purpose and the place; what depends on a fact is a question."
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one actor does in a practice; without any recorded actor, `role` is empty and the actor a candidate."""

    actor: str
    role: str


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """One case of a practice: an actor, in a country, with the technologies and the last day of each that ended."""

    practice: str
    part: Part
    case: Case
    ended: tuple[tuple[str, str], ...] = ()


def practice_cases(store: Queryable, library: Library) -> Iterator[PracticeCase]:
    """The cases of every practice in `store`, practices in the order of their IRIs."""
    for iri, found in by_key(pages(store, Catalogue.load(QUESTIONS), "governing-practices")).items():
        technologies = sorted({row["value"] for row in found if row["kind"] == "technology"})
        if not technologies:
            continue
        ended = tuple(sorted((row["value"], whole_days("", row["end"])[1]) for row in found if row["kind"] == "use"))
        for part in _parts(found):
            for country, region in _places(found, library):
                yield PracticeCase(iri, part, Case(tuple(technologies), part.actor, country, region), ended)


def governing_quads(store: Queryable, library: Library, base_iri: str) -> Iterator[ox.Quad]:
    """Statements for every rule that holds for a practice or may, and for every act that leaves it out or may not."""
    writer = _Writer(base_iri, library)
    for each in practice_cases(store, library):
        for ruling in decide(library, each.case):
            if ruling.standing != OUTSIDE:
                yield from writer.governance(each, ruling)
        for reach in (*reaches(library, each.case), *parts_left_out(library, each.case)):
            if reach.standing != HOLDS and reach.scope:
                yield from writer.reach(each, reach)


def _parts(found: Iterable[Row]) -> list[Part]:
    """Who operates a practice; who decides, when nobody is named who operates it; candidates when nobody is named."""
    acting = [Part(row["value"], row["role"]) for row in found if row["kind"] == "actor"]
    operating = [part for part in acting if part.role in OPERATING] or [p for p in acting if p.role == DECIDING]
    by_actor: dict[str, Part] = {}
    for part in sorted(operating, key=lambda part: OPERATING.index(part.role) if part.role in OPERATING else 9):
        by_actor.setdefault(part.actor, part)
    return list(by_actor.values()) or [Part(actor, "") for actor in CANDIDATES]


def _places(found: Iterable[Row], library: Library) -> list[tuple[str, str]]:
    """Each country of a practice with the regions of its cities there; no region when none has law of its own."""
    rows = list(found)
    regions = {(row["role"], library.region_of(row["value"])) for row in rows if row["kind"] == "city"}
    pairs = set()
    for country in {row["value"] for row in rows if row["kind"] == "country"}:
        pairs |= {pair for pair in regions if pair[0] == country} or {(country, "")}
    return sorted(pairs)


@dataclass(frozen=True)
class _Writer:
    base_iri: str
    library: Library

    @cached_property
    def graph(self) -> ox.NamedNode:
        return ox.NamedNode(governs_graph(self.base_iri))

    def governance(self, each: PracticeCase, ruling: Ruling) -> Iterator[ox.Quad]:
        end = min(dict(each.ended).get(ruling.technology, LATEST), ruling.end or LATEST)
        if ruling.start and ruling.start > end:
            return
        rule, match = ruling.rule, ruling.match if each.part.role else "unknown"
        name = f"governed-{_slug(rule)}-{ruling.technology}-{self._place(each)}-{ruling.start or 'open'}"
        node = ox.NamedNode(f"{each.practice}#{name}")
        yield from self._about(node, "Governance", each, ruling, end)
        yield self._quad(node, "governs", ox.NamedNode(each.practice))
        yield self._quad(node, "byProvision", self._law(rule.provision))
        if rule.route == "rule":
            yield self._quad(node, "byRule", self._id("rules", rule.id))
        yield self._quad(node, "technology", self._id("technologies", ruling.technology))
        yield self._quad(node, "actorMatch", ox.NamedNode(f"{CONCEPT}actor-match/{match}"))
        scheme = "effect" if rule.route == "rule" else "rule-type"
        yield self._quad(node, "effect", ox.NamedNode(f"{CONCEPT}{scheme}/{rule.effect}"))
        yield self._quad(node, "condition", ox.Literal(rule.condition, language="en"))
        yield self._quad(node, "jurisdiction", ox.Literal(rule.jurisdiction))
        yield ox.Quad(node, ox.NamedNode(f"{PROV}wasDerivedFrom"), ox.NamedNode(rule.row), self.graph)

    def reach(self, each: PracticeCase, reach: Reach) -> Iterator[ox.Quad]:
        name = f"reach-{(reach.part or reach.act).replace('/', '-')}-{self._place(each)}-{reach.start or 'open'}"
        node = ox.NamedNode(f"{each.practice}#{name}")
        yield from self._about(node, "Reach", each, reach, reach.end or LATEST)
        yield self._quad(node, "concerns", ox.NamedNode(each.practice))
        yield self._quad(node, "act", self._law(reach.act))
        if reach.part:
            yield self._quad(node, "part", self._law(reach.part))

    def _about(
        self, node: ox.NamedNode, kind: str, each: PracticeCase, found: Ruling | Reach, end: str
    ) -> Iterator[ox.Quad]:
        yield ox.Quad(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{OP}{kind}"), self.graph)
        practice = each.practice.rpartition("/")[2]
        said = (f"Whether {found.rule.provision} governs {practice}" if isinstance(found, Ruling)
                else f"Whether {found.part or found.act} reaches {practice}")  # fmt: skip
        yield ox.Quad(node, ox.NamedNode(f"{RDFS}label"), ox.Literal(said, language="en"), self.graph)
        yield self._quad(node, "actor", self._id("actors", each.part.actor))
        if each.part.role:
            yield self._quad(node, "participationRole", ox.NamedNode(f"{CONCEPT}participation-role/{each.part.role}"))
        yield self._quad(node, "country", self._id("countries", each.case.country))
        standing = found.standing if each.part.role or found.standing == OUTSIDE else QUESTION
        yield self._quad(node, "standing", ox.NamedNode(f"{CONCEPT}standing/{standing}"))
        if found.open_question:
            yield self._quad(node, "openQuestion", ox.Literal(found.open_question, language="en"))
        if found.scope:
            yield self._quad(node, "byScope", self._id("scope-rules", found.scope.id))
        if found.start:
            yield self._quad(node, "applicableFrom", _date(found.start))
        if end != LATEST:
            yield self._quad(node, "applicableTo", _date(end))

    def _place(self, each: PracticeCase) -> str:
        return "-".join(filter(None, (each.part.actor, each.case.region or each.case.country)))

    def _law(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(self.library.iris[name])

    def _id(self, collection: str, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base_iri}id/{collection}/{name}")

    def _quad(self, node: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(node, _op(name), value, self.graph)


@lru_cache
def _op(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{OP}{name}")


def _slug(rule: LawRule) -> str:
    return rule.id if rule.route == "rule" else rule.provision.replace("/", "-")


def _date(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date"))
