"""What the decision says of a practice, and what its page tells of it, in one form."""

from __future__ import annotations

from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, decide, parts_left_out, reaches
from graph.governing.statements import PracticeCase
from tests.reading import Part
from tests.views.facts import DAY, rows_of
from views.law.rulings import GUIDANCE

PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
GUIDELINES = {row["id"] for row in rows_of("acts.csv") if row["type"] == "guideline"}


def decided(library: Library, cases: list[PracticeCase], on: str) -> dict[str, set[tuple[str, str]]]:
    """Actor and provision (for `outside`, the act or part of it) by how the decision stands on the day."""
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in (HOLDS, QUESTION, OUTSIDE, GUIDANCE)}
    for each in cases:
        for ruling in decide(library, each.case):
            last = min(ruling.end or "9999", dict(each.ended).get(ruling.technology, "9999"))
            if ruling.start <= on <= last and ruling.standing != OUTSIDE:
                guides = ruling.rule.effect == GUIDANCE or ruling.rule.act in GUIDELINES
                standing = ruling.standing if each.part.role else QUESTION
                found[GUIDANCE if guides else standing].add((each.part.actor, ruling.rule.provision))
        for reach in reaches(library, each.case):
            if reach.standing == OUTSIDE and reach.scope and reach.start <= on <= (reach.end or "9999"):
                found[OUTSIDE].add((each.part.actor, reach.act))
        for reach in parts_left_out(library, each.case):
            if reach.start <= on <= (reach.end or "9999"):
                found[OUTSIDE].add((each.part.actor, reach.part))
    return found


def told(shown: Part) -> dict[str, set[tuple[str, str]]]:
    """The same, as it stands on a page."""

    def below(selector: str, name: str) -> set[tuple[str, str]]:
        return {
            (str(actor.tag["data-actor"]), str(each.tag[name]))
            for actor in shown.all(".law-actor")
            for each in actor.all(f"{selector} [{name}]")
        }

    return {
        HOLDS: below(".law-holds", "data-provision"),
        QUESTION: below(".law-only-if", "data-provision"),
        OUTSIDE: below(".law-outside", "data-act"),
        GUIDANCE: below(".law-guidance", "data-provision"),
    }


def on_the_day(start: str, end: str) -> bool:
    """Whether the day of the pages lies in a span whose end may be open."""
    return start <= DAY <= (end or "9999")
