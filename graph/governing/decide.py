"""The decision: every rule that speaks of a case's technologies to its actor, with its standing over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.governing.case import Case, Reach, Ruling
from graph.governing.library import ANY, UNION, LawRule, Library
from graph.governing.scope import HOLDS, OUTSIDE, QUESTION, ScopeAnswer, ScopeSegment, Where, day_before, segments
from graph.text.messages import N_

LATEST = "9999-12-31"
UNDECIDED_EFFECT = "question"
PROHIBITION = "prohibition"
"""A kind of provision. What it bars is told by rules; without one, whether it bars this use has to be read."""
NO_FIRST_DAY = N_("The first day is not recorded.")
READ_AS_IN_FORCE = N_("It was in force when it was read.")


def decide(library: Library, case: Case) -> tuple[Ruling, ...]:
    """Every rule for the case, one ruling for each stretch of time; order: as the library's rules.

    A rule for a narrower technology goes before one of the same provision for a broader one. Where the region is not
    known, a rule of a region is a question. Rules for roles are left out: `roles` tells those.
    """
    found: list[Ruling] = []
    where = Where(case.actor, case.country, case.region, case.purpose)
    for technology in case.technologies:
        for rule in _nearest(library, case, technology):
            found += _rulings(library, rule, technology, _match(library, rule, case.actor), where, case)
    return tuple(found)


def reaches(library: Library, case: Case) -> tuple[Reach, ...]:
    """For every act that has a rule on the case's technologies in its place: whether the act reaches the case."""
    covered = {wide for each in case.technologies for wide in library.technology_steps(each)}
    rules = [rule for name in sorted(covered) for rule in library.rules_of.get(name, ())]
    where = Where(case.actor, case.country, case.region, case.purpose)
    return tuple(
        Reach(act, each.answer.standing, each.start, each.end, each.answer.depends_on, each.answer.scope)
        for act in dict.fromkeys(rule.act for rule in rules if rule.route != "role" and _in_place(library, rule, case))
        for each in segments(library, act, where)
    )


def parts_left_out(library: Library, case: Case) -> tuple[Reach, ...]:
    """The parts of acts that leave the case out by name while their act reaches it, or may.

    Of the parts that have a rule on the case's technologies for its actor; each is the part that the scope rule names.
    """
    where = Where(case.actor, case.country, case.region, case.purpose)
    found: dict[Reach, None] = {}
    for technology in case.technologies:
        for rule in _nearest(library, case, technology):
            for part in segments(library, rule.provision, where):
                scope = part.answer.scope
                if part.answer.is_veto and scope and scope.target in library.parts:
                    found |= dict.fromkeys(_while_reached(library, rule.act, where, part))
    return tuple(found)


def _while_reached(library: Library, act: str, where: Where, part: ScopeSegment) -> Iterator[Reach]:
    """The stretches of time in which a part leaves the case out and its act does not."""
    scope = part.answer.scope
    for whole in segments(library, act, where):
        start, end = max(whole.start, part.start), min(whole.end or LATEST, part.end or LATEST)
        if whole.answer.standing != OUTSIDE and start <= end and scope:
            yield Reach(act, OUTSIDE, start, "" if end == LATEST else end, "", scope, scope.target)


def _nearest(library: Library, case: Case, technology: str) -> Iterator[LawRule]:
    """The rules for a technology: of one provision, those for the nearest technology, and rows before addressees."""
    steps = library.technology_steps(technology)
    rules = [
        rule
        for wide in steps
        for rule in library.rules_of.get(wide, ())
        if _match(library, rule, case.actor) and _in_place(library, rule, case)
    ]
    best: dict[str, tuple[int, str]] = {}
    for rule in rules:
        rank = (steps[rule.technology], "" if rule.route == "rule" else rule.route)
        best[rule.provision] = min(best.get(rule.provision, rank), rank)
    for rule in rules:
        if (steps[rule.technology], "" if rule.route == "rule" else rule.route) == best[rule.provision]:
            yield rule


def _match(library: Library, rule: LawRule, actor: str) -> str:
    """How the rule's actor fits: `exact`, `broader`, `any`, or empty when the rule is for others."""
    if rule.route == "role":
        return ""
    if rule.actor == ANY:
        return ANY
    steps = library.actor_steps(actor).get(rule.actor)
    return "" if steps is None else "broader" if steps else "exact"


def _in_place(library: Library, rule: LawRule, case: Case) -> bool:
    """Whether the law of the rule may hold there: the Union's by its scope, a state's at home, a region's in it."""
    if rule.jurisdiction == UNION:
        return True
    if not case.country:
        return False
    home = library.lands[case.country].jurisdiction
    if rule.jurisdiction == home:
        return True
    return rule.jurisdiction.startswith(f"{home}-") and case.region in ("", rule.jurisdiction)


def _rulings(
    library: Library, rule: LawRule, technology: str, match: str, where: Where, case: Case
) -> Iterable[Ruling]:
    for segment in segments(library, rule.provision, where):
        standing, depends_on = _standing(library, rule, segment.answer, case)
        for stretch in _stretches(rule, standing, depends_on):
            start, end = max(stretch.start, segment.start), min(stretch.end or LATEST, segment.end or LATEST)
            if start <= end:
                last = "" if end == LATEST else end
                yield Ruling(rule, technology, match, stretch.standing, start, last, stretch.open_question,
                             segment.answer.scope)  # fmt: skip


def _stretches(rule: LawRule, standing: str, depends_on: str) -> Iterable[_Stretch]:
    """The rule over its own time. Without a recorded first day it is a question until it was read as law in force."""
    if rule.start or standing == OUTSIDE:
        yield _Stretch(standing, depends_on, rule.start, rule.end)
        return
    asked = f"{depends_on}. {NO_FIRST_DAY}" if depends_on else NO_FIRST_DAY
    yield _Stretch(QUESTION, asked, rule.earliest, day_before(rule.known_from) if rule.known_from else rule.end)
    if rule.known_from:
        yield _Stretch(standing, f"{asked} {READ_AS_IN_FORCE}", rule.known_from, rule.end)


@dataclass(frozen=True, slots=True)
class _Stretch:
    standing: str
    open_question: str
    start: str
    end: str


def _standing(library: Library, rule: LawRule, answer: ScopeAnswer, case: Case) -> tuple[str, str]:
    if answer.standing != HOLDS:
        return answer.standing, answer.depends_on
    if rule.effect == UNDECIDED_EFFECT or (rule.route != "rule" and rule.effect == PROHIBITION):
        return QUESTION, rule.condition
    if "-" in rule.jurisdiction and not case.region:
        return QUESTION, N_("Only in %(place)s", place=rule.jurisdiction)
    return HOLDS, answer.depends_on
