"""A decision as data: plain tables, and statements in RDF; the same answers on one revision give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from graph.assess.decision import Decision
from graph.assess.finding import KINDS, SCOPE, DecisionStep, RuleFinding
from graph.terms import CONCEPT, DCTERMS, OP, PREFIXES, RDF, RDFS, XSD

RULE_COLUMNS: Final = (
    "actor", "rule", "provision", "act", "technology", "rule_technology", "rule_actor", "effect", "standing", "met",
    "day", "from", "to", "condition", "open_question", "settled_by", "scope_rule", "scope_provision", "scope_reason",
    *(f"{kind}_met" for kind in KINDS), *(f"{kind}_reason" for kind in KINDS if kind != SCOPE),
)  # fmt: skip
ANSWER_COLUMNS: Final = ("question", "answer")
ACT_COLUMNS: Final = (
    "actor", "act", "standing", "from", "to", "open_question", "scope_rule", "scope_provision", "scope_reason",
)  # fmt: skip
DAYS: Final = {"binding": "law", "coming": "later", "ended": "ended", "unknown": "start not recorded"}
"""What each state of a finding is called in data."""

Table = tuple[dict[str, str], ...]


def answers(decided: Decision, revision: int) -> tuple[tuple[str, str], ...]:
    """Every answer that decides, with the revision it was put to; an empty one is not known."""
    plan = decided.plan
    named = tuple(("technology", name) for name in plan.technologies)
    country = plan.country.id if plan.country else ""
    return (*named, ("actor", plan.actor), ("country", country), ("region", plan.region), ("aim", plan.purpose),
            ("on", plan.on), ("revision", str(revision)))  # fmt: skip


def answer_rows(decided: Decision, revision: int) -> Table:
    """The answers as a table; a value that is not known says so."""
    return tuple({"question": name, "answer": value or "not known"} for name, value in answers(decided, revision))


def rule_rows(decided: Decision) -> Table:
    """One row a rule and stretch of time, with every step."""
    return tuple(_rule_row(each) for each in decided.findings)


def act_rows(decided: Decision) -> Table:
    """One row for every act that has a rule on the plan's technologies, with the scope rule that decided."""
    return tuple(
        {"actor": each.actor, "act": each.reach.act, "standing": each.reach.standing, "from": each.reach.start,
         "to": each.reach.end, "open_question": each.reach.open_question,
         "scope_rule": each.reach.scope.id if each.reach.scope else "",
         "scope_provision": each.reach.scope.provision if each.reach.scope else "",
         "scope_reason": each.reach.scope.condition if each.reach.scope else ""}
        for each in decided.acts
    )  # fmt: skip


def _rule_row(finding: RuleFinding) -> dict[str, str]:
    law, ruling = finding.law, finding.ruling
    told = {kind: finding.step(kind) or DecisionStep(kind, "", "") for kind in KINDS}
    row = {"actor": finding.actor, "rule": law.id if law.route == "rule" else "", "provision": law.provision,
           "act": law.act, "technology": ruling.technology, "rule_technology": law.technology, "rule_actor": law.actor,
           "effect": law.effect, "standing": finding.standing, "met": finding.met, "day": DAYS[finding.state],
           "from": finding.period.start, "to": ruling.end, "condition": law.condition,
           "open_question": ruling.open_question,
           "settled_by": "; ".join(f"{each.field}={each.value}: {each.standing}" for each in finding.settled_by),
           "scope_rule": told[SCOPE].scope, "scope_provision": told[SCOPE].provision,
           "scope_reason": told[SCOPE].reason}  # fmt: skip
    row |= {f"{kind}_met": step.met for kind, step in told.items()}
    return row | {f"{kind}_reason": step.reason for kind, step in told.items() if kind != SCOPE}


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How things are named in RDF: the base of identifiers, and the IRI of each law by its id."""

    base_iri: str
    laws: Mapping[str, str]

    def thing(self, collection: str, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base_iri}id/{collection}/{name}")

    def plan(self, decided: Decision, revision: int) -> str:
        """The identifier of a plan: its answers, so that the same answers are the same plan."""
        given = [(name, value) for name, value in answers(decided, revision) if value]
        return f"{self.base_iri}assess?{urlencode(given)}"


def written(decided: Decision, revision: int, names: Identifiers, media_type: str) -> bytes:
    """The statements of a decision in RDF, in the form of `media_type`: Turtle or N-Triples."""
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise ValueError(f"No RDF is written as {media_type}.")
    return ox.serialize(statements(decided, revision, names), format=form, prefixes=dict(PREFIXES)) or b""


def statements(decided: Decision, revision: int, names: Identifiers) -> Iterator[ox.Triple]:
    """The plan, and for every rule what was decided and by which steps."""
    plan = ox.NamedNode(names.plan(decided, revision))
    yield ox.Triple(plan, ox.NamedNode(f"{RDF}type"), _op("Plan"))
    for name, value in answers(decided, revision):
        if value:
            yield ox.Triple(plan, *_answer(name, value, names))
    for finding in decided.findings:
        yield from _finding(plan, finding, names)


def _answer(name: str, value: str, names: Identifiers) -> tuple[ox.NamedNode, ox.NamedNode | ox.Literal]:
    if name == "region":
        return _op("region"), names.thing("regions", value)
    if name == "aim":
        return _op("purpose"), ox.NamedNode(f"{CONCEPT}scope-purpose/{value}")
    if name == "on":
        return _op("lawDate"), _date(value)
    if name == "revision":
        return _op("ofRevision"), ox.Literal(value, datatype=ox.NamedNode(f"{XSD}integer"))
    collection = {"technology": "technologies", "actor": "actors", "country": "countries"}[name]
    return _op(name), names.thing(collection, value)


def _finding(plan: ox.NamedNode, finding: RuleFinding, names: Identifiers) -> Iterator[ox.Triple]:
    law, ruling = finding.law, finding.ruling
    node = ox.NamedNode(f"{plan.value}#{_slug(finding)}")
    scheme = "effect" if law.route == "rule" else "rule-type"
    yield ox.Triple(node, ox.NamedNode(f"{RDF}type"), _op("AssessedRule"))
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        ("plan", plan),
        ("actor", names.thing("actors", finding.actor)),
        ("technology", names.thing("technologies", ruling.technology)),
        ("byProvision", ox.NamedNode(names.laws[law.provision])),
        ("actorMatch", ox.NamedNode(f"{CONCEPT}actor-match/{ruling.match}")),
        ("effect", ox.NamedNode(f"{CONCEPT}{scheme}/{law.effect}")),
        ("condition", ox.Literal(law.condition, language="en")),
        ("jurisdiction", ox.Literal(law.jurisdiction)),
        ("standing", ox.NamedNode(f"{CONCEPT}standing/{finding.standing}")),
        ("met", ox.Literal(finding.met)),
    ]
    pairs += [("byRule", names.thing("rules", law.id))] if law.route == "rule" else []
    pairs += [("openQuestion", ox.Literal(ruling.open_question, language="en"))] if ruling.open_question else []
    pairs += [("byScope", names.thing("scope-rules", ruling.scope.id))] if ruling.scope else []
    pairs += [("applicableFrom", _date(finding.period.start))] if finding.period.start else []
    pairs += [("applicableTo", _date(ruling.end))] if ruling.end else []
    for name, value in pairs:
        yield ox.Triple(node, _op(name), value)
    for step in finding.steps:
        yield from _step(node, step, names)


def _step(node: ox.NamedNode, step: DecisionStep, names: Identifiers) -> Iterator[ox.Triple]:
    own = ox.NamedNode(f"{node.value}-{step.kind}")
    yield ox.Triple(node, _op("step"), own)
    yield ox.Triple(own, ox.NamedNode(f"{RDF}type"), _op("Step"))
    yield ox.Triple(own, ox.NamedNode(f"{RDFS}label"), ox.Literal(step.kind, language="en"))
    yield ox.Triple(own, _op("met"), ox.Literal(step.met))
    yield ox.Triple(own, ox.NamedNode(f"{DCTERMS}description"), ox.Literal(step.reason, language="en"))
    if step.provision in names.laws:
        yield ox.Triple(own, _op("provision"), ox.NamedNode(names.laws[step.provision]))
    if step.scope:
        yield ox.Triple(own, _op("byScope"), names.thing("scope-rules", step.scope))


def _slug(finding: RuleFinding) -> str:
    law, ruling = finding.law, finding.ruling
    rule = law.id if law.route == "rule" else "-".join((law.provision.replace("/", "-"), law.actor, law.technology))
    return "-".join((rule, ruling.technology, finding.actor, ruling.start or "open"))


def _op(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{OP}{name}")


def _date(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date"))
