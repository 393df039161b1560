"""How a practice page tells law: each rule with its conditions, its marks and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.governing import OUTSIDE, Library, decide
from graph.governing.statements import PracticeCase
from tests.reading import Part
from tests.views.facts import DAY, rows_of
from tests.views.practices.rulings import GUIDELINES, on_the_day, told
from views.law.rulings import GUIDANCE

DIRECTIVES = {row["id"] for row in rows_of("acts.csv") if row["type"] in ("directive", "framework decision")}


def test_each_prohibition_stands_with_its_condition_and_with_its_exceptions_or_that_there_is_none(
    pages: Mapping[str, Part],
) -> None:
    rules = [rule for shown in pages.values() for rule in shown.all(".law-prohibited .law-rule")]
    assert rules
    for rule in rules:
        beside = rule.all(".law-beside")
        assert rule.all("p.condition") and len(beside) == 1
        assert beside[0].all("li") or "No exception" in beside[0].text
    identification = [rule for rule in rules if rule.tag["data-provision"] == "32024R1689/art_5/par_1/pnt_h"]
    assert identification
    for rule in identification:
        assert {"art. 5(2)", "art. 5(3)", "art. 5(5)"} <= {link.text for link in rule.all(".law-beside")[0].links}


def test_what_a_second_reader_doubts_is_marked_wherever_it_is_joined(
    entries: Callable[[str, str, str], list[Part]], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    doubtful: dict[str, set[str]] = {}
    for row in rows_of("checks_legal.csv"):
        if row["verdict"] == "doubtful" and row["file"] in ("technology_rules.csv", "provisions.csv"):
            doubtful.setdefault(row["row_id"], set()).add(row["reason"])
    met = 0
    for name, each in cases.items():
        for one in each:
            for ruling in decide(library, one.case):
                if ruling.rule.id in doubtful and ruling.standing != OUTSIDE and on_the_day(ruling.start, ruling.end):
                    rules = entries(name, one.part.actor, ruling.rule.provision)
                    assert rules, (name, ruling.rule.id)
                    assert any("Doubtful" in mark for rule in rules for mark in rule.marks), (name, ruling.rule.id)
                    assert all(any(reason in rule.text for rule in rules) for reason in doubtful[ruling.rule.id])
                    met += 1
    assert met


def test_a_rule_with_low_confidence_or_from_memory_says_so(
    entries: Callable[[str, str, str], list[Part]], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    rules = {row["id"]: row for row in rows_of("technology_rules.csv")}
    scopes = {row["id"]: row for row in rows_of("act_scope.csv")}
    met = {"From memory": 0, "Low confidence": 0}
    for name, each in cases.items():
        for one in each:
            for ruling in decide(library, one.case):
                row = rules.get(ruling.rule.id)
                if not row or ruling.standing == OUTSIDE or not on_the_day(ruling.start, ruling.end) or one.ended:
                    continue
                of = [row, *([scopes[ruling.scope.id]] if ruling.scope else [])]
                marks = [mark for rule in entries(name, one.part.actor, ruling.rule.provision) for mark in rule.marks]
                for words, needed in (
                    ("From memory", any(each["basis"] == "general-knowledge" for each in of)),
                    ("Low confidence", any(each["confidence"] == "low" for each in of)),
                ):
                    if needed:
                        assert any(words in mark for mark in marks), (name, ruling.rule.id, words)
                        met[words] += 1
    assert all(met.values())


def test_every_directive_says_that_it_works_through_national_law(pages: Mapping[str, Part]) -> None:
    acts = [act for shown in pages.values() for act in shown.all(".law-act") if act.tag["data-act"] in DIRECTIVES]
    assert acts
    assert all("works through national law" in act.all(".law-whose")[0].text for act in acts)


def test_guidance_stands_apart_and_never_under_what_holds(pages: Mapping[str, Part]) -> None:
    found = [each for shown in pages.values() for each in told(shown)[GUIDANCE]]
    assert found
    for name, shown in pages.items():
        assert not {act.tag["data-act"] for act in shown.all(".law-holds .law-act")} & GUIDELINES, name


def test_nobody_is_told_where_a_copy_was_stored(pages: Mapping[str, Part]) -> None:
    assert pages
    for name, shown in pages.items():
        assert "github.com/" not in shown.text and "seed, characters" not in shown.text, name


def test_what_comes_next_is_after_the_day_and_in_order(pages: Mapping[str, Part]) -> None:
    lists = [shown.all("#coming .story-date") for shown in pages.values()]
    years = [[int(each.text.split(" (")[0].split()[-1]) for each in dates] for dates in lists if dates]
    assert years
    assert all(each == sorted(each) and each[0] >= int(DAY[:4]) for each in years)
