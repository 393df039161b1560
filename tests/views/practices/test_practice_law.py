"""What a practice page tells of the law is what the decision says: for every practice, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import cycle

import pytest
from flask.testing import FlaskClient

from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, decide, parts_left_out, reaches
from graph.governing.index import library_of
from graph.governing.statements import PracticeCase, practice_cases
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.reading import Part, page
from tests.views.facts import DAY, rows_of
from views.law.rulings import GUIDANCE

ONE_DAY = timedelta(days=1)
DAYS = ("2012-06-01", "2019-10-09", "2023-12-31", "2027-12-31")
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
GUIDELINES = {row["id"] for row in rows_of("acts.csv") if row["type"] == "guideline"}
DIRECTIVES = {row["id"] for row in rows_of("acts.csv") if row["type"] in ("directive", "framework decision")}
GDPR, LED = "32016R0679", "32016L0680"


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


@pytest.fixture(scope="module")
def cases(store: EmbeddedStore, library: Library) -> dict[str, list[PracticeCase]]:
    found: dict[str, list[PracticeCase]] = {}
    for each in practice_cases(store, library):
        found.setdefault(each.practice.rpartition("/")[2], []).append(each)
    return found


@pytest.fixture(scope="module")
def pages(practice_page: Callable[[str], Part]) -> Mapping[str, Part]:
    """The page of every practice on the day."""
    return {name: practice_page(name) for name in PRACTICES}


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


def test_every_practice_page_says_what_the_decision_says(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    assert cases
    for name, shown in pages.items():
        assert told(shown) == decided(library, cases.get(name, []), DAY), name


def turns(library: Library, cases: list[PracticeCase]) -> list[str]:
    """The first and the last day of what holds in a practice, with the day before and the day after."""
    rulings = [ruling for each in cases for ruling in decide(library, each.case) if ruling.standing != OUTSIDE]
    firsts = {ruling.start for ruling in rulings if "1900" < ruling.start < "2100"}
    lasts = {ruling.end for ruling in rulings if ruling.end}
    before, after = ({str(date.fromisoformat(each) + step) for each in days}
                     for days, step in ((firsts, -ONE_DAY), (lasts, ONE_DAY)))  # fmt: skip
    return sorted(firsts | lasts | before | after)


def test_a_practice_page_says_what_the_decision_says_on_other_days(
    client: FlaskClient, library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    assert cases
    for (name, each), on in zip(cases.items(), cycle(DAYS), strict=False):
        assert told(page(client, f"/practices/{name}?on={on}")) == decided(library, each, on), (name, on)


def test_a_practice_page_says_what_the_decision_says_on_the_first_and_the_last_day_of_a_rule(
    client: FlaskClient, library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    days = [(name, each, turns(library, each)) for name, each in cases.items()]
    asked = [(name, each, known[place % len(known)]) for place, (name, each, known) in enumerate(days) if known]
    assert len(asked) > len(cases) / 2
    for name, each, on in asked:
        assert told(page(client, f"/practices/{name}?on={on}")) == decided(library, each, on), (name, on)


def test_only_what_surely_prohibits_stands_under_prohibited(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    met = 0
    for name, shown in pages.items():
        sure = {
            (each.part.actor, ruling.rule.provision)
            for each in cases.get(name, [])
            for ruling in decide(library, each.case)
            if ruling.standing == HOLDS and ruling.rule.effect == "prohibited"
        }
        for actor in shown.all(".law-actor"):
            for rule in actor.all(".law-prohibited .law-rule"):
                assert (actor.tag["data-actor"], rule.tag["data-provision"]) in sure, name
                met += 1
            assert not actor.all(".law-only-if .law-prohibited"), name
    assert met


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


def test_a_practice_of_the_state_police_in_the_union_is_under_the_led_and_not_the_gdpr(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    police = [
        name
        for name, each in cases.items()
        if {one.part.actor for one in each} == {"state-police"}
        and all(library.lands[one.case.country].in_union(DAY) for one in each)
        and LED in {act.act for one in each for act in reaches(library, one.case)}
        and {act.standing for one in each for act in reaches(library, one.case) if act.act == GDPR} == {OUTSIDE}
    ]
    assert len(police) > 5
    for name in police:
        outside = [each.text for each in pages[name].all(".law-outside li")]
        assert any(text.startswith("GDPR does not apply here, because:") for text in outside), name
        assert any(act.startswith(f"{LED}/") for _, act in told(pages[name])[HOLDS]), name
        assert not any(act.startswith(f"{GDPR}/") for _, act in told(pages[name])[HOLDS]), name


def test_a_town_whose_regime_is_open_sees_both_laws_side_by_side(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    met = 0
    for name, each in cases.items():
        for one in each:
            asked = {act.act: act for act in reaches(library, one.case) if _on(act.start, act.end)}
            if {GDPR, LED} <= asked.keys() and asked[GDPR].open_question and asked[LED].standing == QUESTION:
                pairs = pages[name].all(f'[data-actor="{one.part.actor}"] .law-questions .law-pair')
                assert any("GDPR" in pair.text and "LED" in pair.text for pair in pairs), name
                met += 1
    assert met


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
                if ruling.rule.id in doubtful and ruling.standing != OUTSIDE and _on(ruling.start, ruling.end):
                    rules = entries(name, one.part.actor, ruling.rule.provision)
                    assert rules, (name, ruling.rule.id)
                    assert any("Doubtful" in mark for rule in rules for mark in rule.marks), (name, ruling.rule.id)
                    assert all(any(reason in rule.text for rule in rules) for reason in doubtful[ruling.rule.id])
                    met += 1
    assert met


@pytest.fixture(scope="module")
def entries(pages: Mapping[str, Part]) -> Callable[[str, str, str], list[Part]]:
    """Where the page of a practice tells of a provision for an actor."""
    found: dict[tuple[str, str, str], list[Part]] = {}
    for name, shown in pages.items():
        for actor in shown.all("[data-actor]"):
            for each in actor.all("[data-provision]"):
                key = (name, str(actor.tag["data-actor"]), str(each.tag["data-provision"]))
                found.setdefault(key, []).append(each)
    return lambda name, actor, provision: found.get((name, actor, provision), [])


def _on(start: str, end: str) -> bool:
    return start <= DAY <= (end or "9999")


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
                if not row or ruling.standing == OUTSIDE or not _on(ruling.start, ruling.end) or one.ended:
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


def test_a_practice_without_law_says_why_and_what_may_be_considered(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    acts = {row["id"] for row in rows_of("acts.csv")}
    without = [
        name
        for name in PRACTICES
        if not any(decided(library, cases.get(name, []), DAY)[each] for each in (HOLDS, QUESTION, GUIDANCE))
    ]
    assert without
    for name in without:
        reasons = [each.text for each in pages[name].all("#no-law li")]
        assert reasons and all(reason.endswith(".") for reason in reasons), name
        if not PRACTICES[name]["technologies_concepts"]:
            assert any("No technology is recorded" in reason for reason in reasons), name
        offered = [each.links[0].path.removeprefix("/laws/") for each in pages[name].all("#consider li")]
        assert set(offered) <= acts, name
        # No act is offered where none is named for its themes.
        assert bool(offered) == bool(pages[name].all("#consider")), name
        assert all("hints, not findings" in each.text for each in pages[name].all("#consider")), name
    assert not any(pages[name].all("#no-law") for name in PRACTICES.keys() - set(without))


def test_nobody_is_told_where_a_copy_was_stored(pages: Mapping[str, Part]) -> None:
    assert pages
    for name, shown in pages.items():
        assert "github.com/" not in shown.text and "seed, characters" not in shown.text, name


def test_what_comes_next_is_after_the_day_and_in_order(pages: Mapping[str, Part]) -> None:
    lists = [shown.all("#coming .story-date") for shown in pages.values()]
    years = [[int(each.text.split(" (")[0].split()[-1]) for each in dates] for dates in lists if dates]
    assert years
    assert all(each == sorted(each) and each[0] >= int(DAY[:4]) for each in years)


def test_a_part_that_leaves_a_practice_out_while_its_act_does_not_is_told_with_its_reason(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    met = 0
    for name, each in cases.items():
        left_out = [reach for one in each for reach in parts_left_out(library, one.case)]
        parts = {reach.part for reach in left_out if _on(reach.start, reach.end)}
        outside = {str(item.tag["data-act"]): item.text for item in pages[name].all(".law-outside li[data-act]")}
        for part in parts:
            assert " does not apply here, because: " in outside[part], (name, part)
            met += 1
    assert met
