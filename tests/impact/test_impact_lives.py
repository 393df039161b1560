"""An impact tells who runs from who does not, what holds from what depends on a fact, and stated from inferred."""

from __future__ import annotations

import pytest

from graph.impact import Touched, impact
from graph.impact.saying import condition_words, effect_words, sentence, status_words
from graph.impact.values import LIFE_RANKS
from graph.law.life import ENDED, NEVER, NOT_YET, OVER, RUNNING, STATES, SUSPENDED, UNKNOWN, Life
from graph.links.network import Network
from graph.store import EmbeddedStore
from tests.impact import impact_reading as read

TODAY = "2026-11-29"
LAWS = ("GDPR", "LED", "32024R1689", "32016R0679/art_9", "32024R1689/art_5")


def touched(network: Network, on: str = TODAY) -> list[Touched]:
    return [each for law in LAWS for each in impact(network, law, on).touched]


@pytest.mark.parametrize(
    ("life", "on", "state"),
    [(Life("operational", "2019"), "2019-01-01", RUNNING), (Life("operational", "2019"), "2018-12-31", NOT_YET),
     (Life("completed", "2019-02-16", "2019-02-20"), "2019-02-20", RUNNING),
     (Life("completed", "2019-02-16", "2019-02-20"), "2019-02-21", ENDED),
     (Life("completed", "2019", "2020"), "2020-12-31", RUNNING),
     (Life("completed", "2019", "2020"), "2021-01-01", ENDED),
     (Life("stopped", "2019", "", "2026-11-29"), "2026-11-29", ENDED),
     (Life("stopped", "2019", "", "2026-11-29"), "2020-06-01", UNKNOWN),
     (Life("never-started", "2018", "2020"), "2019-01-01", NEVER),
     (Life("planned", "2027"), "2026-11-30", NOT_YET), (Life("planned"), "2026-11-30", NOT_YET),
     (Life("suspended", "2019", "", "2026-11-29"), "2026-12-01", SUSPENDED),
     (Life("unknown", "2019"), "2026-01-01", UNKNOWN), (Life(), "2026-01-01", UNKNOWN)],
)  # fmt: skip
def test_a_practice_lives_from_its_first_day_to_its_last(life: Life, on: str, state: str) -> None:
    assert life.state(on) == state and life.words(on)


def test_those_that_run_come_first_and_each_row_has_its_own_status(network: Network) -> None:
    rows = {row["id"]: row for row in read.table("practices")}
    for law in LAWS:
        practices = impact(network, law, TODAY).of_kind("practice")
        ranks = [LIFE_RANKS[each.state] for each in practices]
        assert ranks == sorted(ranks) and {0, 2} <= set(ranks)
        for each in practices:
            row = rows[each.place.id]
            assert each.life and each.life.status == row["status"]
            assert each.life.start == (row["start"] or row["start_year"])
            assert each.life.end == (row["end"] or row["end_year"])
            assert row["status"] != "never-started" or each.state == NEVER


def test_what_does_not_run_or_depends_on_a_fact_is_never_told_as_prohibited_or_permitted(network: Network) -> None:
    seen = set()
    for each in touched(network):
        words = effect_words(each)
        seen.add((each.state, each.path.group))
        if each.state in OVER and each.path.group != "other":
            assert words.startswith("None on this day")
        ruling = each.path.ruling
        if ruling and (ruling.standing == "question" or ruling.effect in ("question", "prohibition")):
            assert each.path.group == "question" or each.path.group != "prohibited"
            assert "Prohibited" not in words
    assert {group for _, group in seen} >= {"question", "prohibited"}
    assert {state for state, _ in seen} >= {RUNNING, ENDED, UNKNOWN}


def test_before_its_first_day_a_practice_is_not_running_and_is_told_so(network: Network) -> None:
    rows = {row["id"]: row for row in read.table("practices")}
    on = "2019-01-01"
    early = [each for each in touched(network, on) if each.place.kind == "practice"]
    later = [each for each in early if (rows[each.place.id]["start"] or rows[each.place.id]["start_year"]) > on]
    assert later
    for each in later:
        assert each.state in (NOT_YET, NEVER)
        assert sentence(each).startswith(STATES[each.state])
        assert "nce it runs" in sentence(each) or not (each.path.ruling and each.path.ruling.inferred) or (
            each.state == NEVER or each.path.group == "question"
        )  # fmt: skip


def test_every_row_says_status_condition_who_acts_and_whether_it_is_stated_or_inferred(
    network: Network, store: EmbeddedStore
) -> None:
    stated = {"other"}
    governed = {(each.practice, each.provision) for each in read.governances(store)}
    inferred = 0
    for each in touched(network):
        assert status_words(each) and condition_words(each) and sentence(each)
        ruling = each.path.ruling
        if each.place.kind != "practice" or ruling is None:
            continue
        if ruling.inferred:
            inferred += 1
            ends = {ruling.source.id, ruling.target.id}
            assert any({practice, provision} == ends for practice, provision in governed)
            assert ruling.actor and ruling.match and ruling.standing in ("holds", "question")
            assert ruling.role or ruling.group == "question"
            assert ruling.certainty.basis and ruling.statement
        else:
            assert each.path.group in stated and sentence(each).find("A source says") >= 0
    assert inferred


def test_the_doubt_of_a_rule_of_its_scope_and_of_who_acts_follows_each_row(network: Network) -> None:
    memory = [each for each in touched(network) if any("who acts: " in why for why in each.weak)]
    scope = [each for each in touched(network) if any("scope of the act: " in why for why in each.weak)]
    assert memory and scope
    doubtful = [each for each in touched(network) if each.path.ruling and each.path.ruling.certainty.doubt]
    assert all("Doubtful: " in sentence(each) for each in doubtful)


def test_a_rule_holds_since_the_day_it_applies_or_its_start_is_not_recorded(network: Network) -> None:
    signed = {row["id"]: row["date_document"] for row in read.table("acts")}
    applied = {row["id"]: row["application_date"] for row in read.table("provisions")}
    for each in impact(network, "32024R1689/art_5", TODAY).of_kind("practice"):
        assert each.path.start != signed["32024R1689"]
        assert not each.path.ruling or not each.path.ruling.inferred or each.path.start >= applied["32024R1689/art_5"]
    assert "start not recorded" in " ".join(sentence(each) for each in touched(network))


def test_a_relation_without_a_date_is_not_dated_by_the_acts_it_joins(network: Network) -> None:
    undated = {
        (row["subject"], row["object"])
        for row in read.table("act_relations")
        if row["predicate"] in ("implements", "transposes", "based_on") and not row["date"]
    }
    seen = 0
    for law in ("GDPR", "LED", "32024R1689"):
        found = impact(network, law, TODAY)
        for path in (*found.does, *found.undergoes):
            for hop in path.hops:
                ends = hop.source.id.split("/")[0], hop.target.id.split("/")[0]
                if hop.kind in ("implements", "transposes", "based-on") and {ends, ends[::-1]} & undated:
                    seen += 1
                    assert not hop.start or any(
                        row["date"] == hop.start for row in read.table("act_relations")
                        if {row["subject"], row["object"]} == set(ends)
                    )  # fmt: skip
    assert seen or not undated
