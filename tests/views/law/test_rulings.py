"""How rulings are told, whoever asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from graph.governing import Library
from graph.governing.index import library_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from views.law.coming import BEGINS, ENDS, coming
from views.law.rulings import Telling
from views.shown.measures import NationalMeasures

Row = dict[str, object]
SCOPE: Row = {
    "scope_id": "sc-1",
    "scope_condition": "Only where it acts for the police",
    "scope_basis": "basis/general-knowledge",
    "scope_confidence": "confidence/low",
    "scope_doubt": "not read",
}
MEASURE: Row = {
    "eu_id": "32024R1689",
    "eu_provision_id": "32024R1689/art_5/par_5",
    "measure_id": "it-dlgs-160-2026",
    "measure_label": "IT AI decree",
    "measure_provision_id": None,
    "jurisdiction": "IT",
    "basis": None,
}


def ruling(provision: str, effect: str, **changes: object) -> Row:
    act = provision.split("/")[0]
    return {
        "provision_id": provision,
        "provision_label": "A title",
        "act_id": act,
        "act_label": act,
        "act_type": "act-type/regulation",
        "effect": f"effect/{effect}",
        "effect_label": effect.capitalize(),
        "condition": f"What {effect} says",
        "technology_id": "cctv-fixed",
        "technology_label": "Fixed CCTV",
        "actor_id": "municipality",
        "actor_label": "municipality",
        "country_id": "IT",
        "country_label": "Italy",
        "home": "IT",
        "match": "actor-match/exact",
        "standing": "holds",
        "open_question": None,
        "scope_id": None,
        "from": "2025-02-02",
        "to": None,
        "jurisdiction": "EU",
        "basis": None,
        "confidence": None,
        "doubt": None,
    } | changes


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


@pytest.fixture(autouse=True)
def request_context(client: FlaskClient) -> Iterator[None]:
    with client.application.test_request_context("/"):
        yield


def telling() -> Telling:
    return Telling({"sc-1": SCOPE}, NationalMeasures.of([MEASURE]))


def test_nothing_holds_for_somebody_who_may_run_it_and_what_it_would_do_is_told_as_a_condition() -> None:
    rows = [
        ruling(
            "32024R1689/art_5/par_1/pnt_h",
            "prohibited",
            actor_id=actor,
            actor_label=actor,
            match="actor-match/unknown",
            standing="question",
        )
        for actor in ("municipality", "state-police")
    ]
    laws = telling().laws(rows, ())
    assert [law.actor for law in laws] == ["municipality", "state-police"]
    for law in laws:
        assert law.candidate and not law.holds
        statement = law.questions[0].acts[0].provisions[0].statements[0]
        assert (statement.effect, statement.badge) == ("If so: prohibited", "plain")


def test_what_a_provision_bars_in_general_is_a_limit_and_does_not_prohibit_the_technology() -> None:
    law = telling().laws([ruling("32016R0679/art_22", "prohibition")], ())[0]
    assert [block.slug for block in law.holds] == ["restricted"]


def test_beside_a_prohibition_stand_the_rules_of_its_article_and_the_national_law_that_carries_it_out() -> None:
    rows = [
        ruling("32024R1689/art_5/par_1/pnt_h", "prohibited"),
        ruling("32024R1689/art_5/par_3", "condition"),
        ruling("32024R1689/art_5/par_6", "exception", standing="question"),
        ruling("32024R1689/art_26", "obligation"),
    ]
    prohibited = telling().laws(rows, ())[0].holds[0].acts[0].provisions[0]
    assert [each.label for each in prohibited.beside] == ["art. 5(3)", "art. 5(6)"]
    assert [each.standing for each in prohibited.beside] == ["", "depends on a fact"]
    assert [each.label for each in prohibited.measures] == ["IT AI decree"]


def test_the_marks_of_a_scope_rule_follow_what_it_decides() -> None:
    row = ruling(
        "32016L0680/art_8", "condition", standing="question", open_question=SCOPE["scope_condition"], scope_id="sc-1"
    )
    block = telling().laws([row], ())[0].questions[0]
    slugs = {"from-memory", "low-confidence", "doubtful"}
    assert {mark.slug for mark in block.marks} == slugs
    assert {mark.slug for mark in block.acts[0].provisions[0].statements[0].marks} == slugs
    assert block.condition == "If it acts for the police"


def test_each_country_of_a_practice_is_told_apart() -> None:
    rows = [ruling("32016R0679/art_5", "obligation", country_id=code, country_label=code) for code in ("IT", "ES")]
    assert [(law.country, law.several) for law in telling().laws(rows, ())] == [("IT", True), ("ES", True)]


def test_a_rule_that_goes_on_with_another_standing_is_told_by_what_it_begins_to_be() -> None:
    until = ruling("32024R1689/art_26", "obligation", standing="question", to="2027-12-01")
    after = ruling("32024R1689/art_26", "obligation", **{"from": "2027-12-02"})
    ends = ruling("32024R1689/art_4", "obligation", to="2027-12-01")
    days = coming([until, after, ends], "2026-11-29")
    assert [day.date for day in days] == ["2027-12-02"]
    assert [(each.label, each.what) for each in days[0].changes] == [
        ("32024R1689, art. 4", ENDS),
        ("32024R1689, art. 26", BEGINS),
    ]


def carried_out(act: str, jurisdiction: str, **changes: object) -> Row:
    """A national act that carries out the directive on police data."""
    return MEASURE | {
        "eu_id": "32016L0680",
        "eu_provision_id": None,
        "measure_id": act,
        "measure_label": act,
        "measure_provision_id": None,
        "jurisdiction": jurisdiction,
    } | changes  # fmt: skip


def directive(**changes: object) -> Row:
    return ruling("32016L0680/art_8", "condition", act_id="32016L0680", act_type="act-type/directive", **changes)


def test_a_law_that_began_later_is_told_with_its_day_and_not_as_what_carried_the_directive_out_then() -> None:
    measures = NationalMeasures.of([carried_out("it-act", "IT", date="2025-09-01")], "2025-06-15")
    act = Telling({}, measures).laws([directive()], ())[0].holds[0].acts[0]
    assert [(each.label, each.start) for each in act.measures] == [("it-act", "2025-09-01")]
    assert act.unrecorded == "which law carried it out in Italy on this day is not recorded"


def test_a_law_of_the_federation_is_not_told_as_what_carries_a_directive_out_for_the_police_of_a_region(
    library: Library,
) -> None:
    rows = [carried_out("de-bdsg-2017", "DE"), carried_out("de-polg-bw", "DE-BW"), carried_out("de-hh-poldvg", "DE-HH")]
    police = {"actor_id": "state-police", "country_id": "DE", "country_label": "Germany", "home": "DE"}
    own = ruling("de-polg-bw/par_44", "condition", act_id="de-polg-bw", jurisdiction="DE-BW", **police)
    found = {
        len(measures): Telling({}, NationalMeasures.of(measures, "2026-11-29", library)).laws(
            [directive(**police), own], ()
        )[0]
        for measures in (rows, rows[:1])
    }
    acts = {number: law.holds[0].acts for number, law in found.items()}
    both, alone = (next(each for each in acts[number] if each.id == "32016L0680") for number in (3, 1))
    assert [(each.label, each.is_sure) for each in both.measures] == [("de-polg-bw", True), ("de-bdsg-2017", False)]
    assert not both.unrecorded and "of the Federation only" in both.measures[1].limit
    assert [each.label for each in alone.measures] == ["de-bdsg-2017"]
    assert alone.unrecorded.startswith("for bodies of the region the law of Baden-Württemberg does")
