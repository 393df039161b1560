"""The decision: every rule that speaks of a case's technologies to its actor, with its standing over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.governing.case import Case, Reach, Ruling
from graph.governing.library import ANY, UNION, LawRule, Library
from graph.governing.scope import HOLDS, QUESTION, Answer, Where, segments

LATEST = "9999-12-31"
UNDECIDED_EFFECT = "question"


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
        start, end = max(rule.start, segment.start), min(rule.end or LATEST, segment.end or LATEST)
        if start > end:
            continue
        standing, depends_on = _standing(library, rule, segment.answer, case)
        # A rule whose first day is not known does not begin with a scope rule either.
        yield Ruling(rule, technology, match, standing, start if rule.start else "", "" if end == LATEST else end,
                     depends_on, segment.answer.scope)  # fmt: skip


def _standing(library: Library, rule: LawRule, answer: Answer, case: Case) -> tuple[str, str]:
    if answer.standing != HOLDS:
        return answer.standing, answer.depends_on
    if rule.effect == UNDECIDED_EFFECT:
        return QUESTION, rule.condition
    if "-" in rule.jurisdiction and not case.region:
        return QUESTION, f"Only in {rule.jurisdiction}"
    return HOLDS, answer.depends_on
