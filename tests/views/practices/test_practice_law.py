"""What a practice page tells of the law is what the decision says: for every practice, as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import cycle

from flask.testing import FlaskClient

from graph.governing import HOLDS, OUTSIDE, QUESTION, Library, decide, parts_left_out, reaches
from graph.governing.statements import PracticeCase
from tests.reading import Part, page
from tests.views.facts import DAY, rows_of
from tests.views.practices.rulings import PRACTICES, decided, on_the_day, told
from views.law.rulings import GUIDANCE

ONE_DAY = timedelta(days=1)
DAYS = ("2012-06-01", "2019-10-09", "2023-12-31", "2027-12-31")
GDPR, LED = "32016R0679", "32016L0680"


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
            asked = {act.act: act for act in reaches(library, one.case) if on_the_day(act.start, act.end)}
            if {GDPR, LED} <= asked.keys() and asked[GDPR].open_question and asked[LED].standing == QUESTION:
                pairs = pages[name].all(f'[data-actor="{one.part.actor}"] .law-questions .law-pair')
                assert any("GDPR" in pair.text and "LED" in pair.text for pair in pairs), name
                met += 1
    assert met


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


def test_a_part_that_leaves_a_practice_out_while_its_act_does_not_is_told_with_its_reason(
    pages: Mapping[str, Part], library: Library, cases: dict[str, list[PracticeCase]]
) -> None:
    met = 0
    for name, each in cases.items():
        left_out = [reach for one in each for reach in parts_left_out(library, one.case)]
        parts = {reach.part for reach in left_out if on_the_day(reach.start, reach.end)}
        outside = {str(item.tag["data-act"]): item.text for item in pages[name].all(".law-outside li[data-act]")}
        for part in parts:
            assert " does not apply here, because: " in outside[part], (name, part)
            met += 1
    assert met
