"""What a specialist in police and data protection law, and a researcher, found wrong, held by kind, not by example.

Findings that other rooms hold are not repeated here: whole and part and the lives of practices (tests/impact), what was
known then (tests/views/law), citations (tests/law), paths of a trace (tests/trace), plans (tests/views/assess).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable

import pytest
from flask.testing import FlaskClient

from graph.governing import HOLDS, OUTSIDE, QUESTION, Case, Library, Ruling, decide
from graph.governing.index import library_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.law_tables import by_id, legal_outcomes, steps, table
from tests.reading import page

DAY = "2026-11-29"
DAYS = ("2012-06-01", "2017-06-01", "2019-10-09", "2021-01-01", DAY)
CIVIL_DATA_LAW = {"32016R0679", "31995L0046"}
POLICE_DATA_LAW = "32016L0680"
TECHNOLOGIES = sorted(by_id("concepts"))
MEMBERS = sorted(key for key, row in by_id("countries").items() if row["eu_member_from"] and not row["eu_member_to"])
PREFIXES = """PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


def on_day(rulings: Iterable[Ruling], day: str, *standings: str) -> list[Ruling]:
    return [each for each in rulings if each.standing in standings and each.start <= day <= (each.end or "9999")]


@pytest.mark.parametrize("country", ["", *MEMBERS])
def test_civil_data_law_never_surely_holds_for_the_state_police_nor_police_data_law_for_a_firm(
    library: Library, country: str
) -> None:
    led = set()
    for technology in TECHNOLOGIES:
        police = decide(library, Case((technology,), "state-police", country))
        firm = decide(library, Case((technology,), "private-operator", country))
        for day in DAYS:
            held = {each.rule.act for each in on_day(police, day, HOLDS)}
            assert not held & CIVIL_DATA_LAW, (technology, day)
            assert POLICE_DATA_LAW not in {each.rule.act for each in on_day(firm, day, HOLDS)}, (technology, day)
            led |= held & {POLICE_DATA_LAW}
    assert led, "the law on police data holds for some of it"


def test_what_leaves_a_case_out_of_an_act_is_no_rule_that_exempts_or_permits() -> None:
    leaving_out = {row["provision"] for row in table("act_scope") if row["kind"] == "excludes" and row["provision"]}
    scopes = {key for key, row in by_id("provisions").items() if row["rule_type"] == "scope"}
    told = {row["provision"] for row in table("technology_rules")
            if row["effect"] in ("exempt", "exception", "permitted", "permitted with conditions")}  # fmt: skip
    assert leaving_out & scopes and not told & leaving_out & scopes


def test_the_law_of_a_region_holds_in_it_alone_and_is_a_question_where_the_region_is_not_known(
    library: Library,
) -> None:
    of_regions = [rule for rule in library.rules if rule.route == "rule" and "-" in rule.jurisdiction]
    assert of_regions
    for rule in of_regions:
        home = rule.jurisdiction.partition("-")[0]
        for region in (*(each for each in library.regions.values() if each.startswith(home)), ""):
            case = Case((rule.technology,), "state-police", home, region)
            found = {each.standing for each in decide(library, case) if each.rule.id == rule.id}
            assert found <= ({QUESTION, OUTSIDE} if not region else {HOLDS, QUESTION} if region == rule.jurisdiction
                             else set()), (rule.id, region)  # fmt: skip


def test_a_federal_act_is_never_sure_for_police_that_may_be_those_of_a_part_of_the_federation(library: Library) -> None:
    federal = [each for each in library.rules if each.act in ("de-bdsg-2017", "de-bpolg") and each.route == "rule"]
    assert federal
    for rule in federal:
        rulings = decide(library, Case((rule.technology,), "state-police", "DE", "DE-NW"))
        assert not [each for each in rulings if each.rule.act == rule.act and each.standing == HOLDS], rule.id


def test_where_nobody_knows_who_runs_a_practice_nothing_surely_holds(store: EmbeddedStore) -> None:
    asked = (
        PREFIXES
        + """SELECT DISTINCT ?match ?standing {
        ?each a op:Governance ; op:actorMatch ?match ; op:standing ?standing }"""
    )
    found = {(str(row["match"]).rpartition("/")[2], str(row["standing"]).rpartition("/")[2])
             for row in store.select(asked).rows}  # fmt: skip
    assert {standing for match, standing in found if match == "unknown"} <= {"question"}
    assert ("exact", "holds") in found


def test_norway_has_the_gdpr_by_the_eea_agreement_and_switzerland_the_police_directive_alone(library: Library) -> None:
    towns = {country: decide(library, Case(("cctv-fixed",), "municipality", country)) for country in ("NO", "CH")}
    police = {country: decide(library, Case(("cctv-fixed",), "state-police", country)) for country in ("NO", "CH")}
    gdpr = {day: {each.rule.act for each in on_day(towns["NO"], day, HOLDS)} for day in ("2018-07-19", "2018-07-20")}
    assert "32016R0679" not in gdpr["2018-07-19"] and "32016R0679" in gdpr["2018-07-20"]
    assert "32016R0679" not in {each.rule.act for each in on_day(towns["CH"], DAY, HOLDS, QUESTION)}
    for rulings in police.values():
        assert POLICE_DATA_LAW in {each.rule.act for each in on_day(rulings, DAY, HOLDS)}


def test_reading_a_device_needed_information_and_a_right_to_refuse_and_only_later_consent(library: Library) -> None:
    rulings = decide(library, Case(("wifi-tracking",), "municipality", "NL"))
    told = {day: {each.rule.condition for each in on_day(rulings, day, HOLDS, QUESTION)
                  if each.rule.provision == "32002L0058/art_5/par_3" and each.rule.route == "rule"}
            for day in ("2008-01-01", "2012-01-01")}  # fmt: skip
    assert told["2008-01-01"] and all("right to refuse" in each for each in told["2008-01-01"])
    assert told["2012-01-01"] and all(each.startswith("Consent") for each in told["2012-01-01"])


def test_a_trial_for_events_at_risk_never_holds_for_who_only_says_what_he_uses(library: Library) -> None:
    trials = {row["act"] for row in table("act_scope") if row["purpose"] == "event-at-risk"}
    rules = [rule for rule in library.rules if rule.act in trials]
    assert trials and rules
    for actor in ("municipality", "municipal-police", "state-police", "transport-operator-public"):
        found = decide(library, Case(("behaviour-analytics",), actor, "FR"))
        of_trials = [each for each in found if each.rule.act in trials]
        assert not [each for each in of_trials if each.standing == HOLDS], actor
        assert all("event" in each.open_question for each in of_trials if each.standing == QUESTION), actor
    town = decide(library, Case(("behaviour-analytics",), "municipality", "FR"))
    assert "fr-csi/L251-2" in {each.rule.provision for each in on_day(town, DAY, HOLDS, QUESTION)}


def test_a_small_drone_is_registered_by_its_energy_too_and_in_the_specific_category_whatever_its_mass() -> None:
    told = [row["applicability_condition"] for row in table("technology_rules")
            if row["concept"] == "drone-camera" and row["provision"].startswith("32019R0947/art_14")]  # fmt: skip
    assert told and all("80 J" in each and "specific category whatever the mass" in each for each in told)


def test_police_work_is_no_service_to_the_public_without_a_question(library: Library) -> None:
    rulings = decide(library, Case(("facial-recognition",), "state-police", "DE"))
    equality = [each for each in rulings if each.rule.act == "32000L0043"]
    assert equality and {each.standing for each in equality if each.start >= "2003-07-19"} == {QUESTION}


def test_without_a_country_only_law_of_the_union_is_told_and_the_basics_are_there(library: Library) -> None:
    rulings = decide(library, Case(("cctv-fixed",), "municipality"))
    held = on_day(rulings, DAY, HOLDS, QUESTION)
    assert {each.rule.jurisdiction for each in held} == {"EU"}
    provisions = {each.rule.provision for each in on_day(rulings, DAY, HOLDS)}
    articles = {f"32016R0679/art_{number}" for number in (5, 12, 15, 24, 28, 33)}
    assert articles <= provisions and any(each.startswith("edpb-guidelines-3-2019") for each in provisions)
    assert "32016L0680/art_3" not in provisions


def test_every_duty_that_comes_with_an_ai_system_reaches_every_technology_that_is_one(library: Library) -> None:
    ai = [name for name in TECHNOLOGIES if "ai-system" in steps("concepts", name) and name != "ai-system"]
    rules = [rule for rule in library.rules_of["ai-system"] if rule.route == "rule"]
    assert len(ai) > 3 and rules and "facial-recognition" in ai and "rbi-realtime" in ai
    for name in ai:
        found = {each.rule.provision for actor in ("municipality", "state-police")
                 for each in decide(library, Case((name,), actor, "FR"))}  # fmt: skip
        assert {rule.provision for rule in rules} <= found, name


def test_an_act_is_said_to_apply_since_its_day_of_application_and_not_since_it_entered_into_force(
    client: FlaskClient,
) -> None:
    acts, seen = by_id("acts"), 0
    for row in page(client, f"/transposition?on={DAY}").table("National measures known"):
        head = row["Act or clause"]
        act = acts.get(head.links[0].query["act"][0])
        note = head.all(".note")[0].text
        if not act or not note.startswith("applies"):
            continue
        year, _, day = act["date_applicable"].split("-")
        assert note.split()[2:3] == [str(int(day))] and note.endswith(year), (act["id"], note)
        seen += act["date_applicable"] != act["date_in_force"]
    assert seen


def test_a_deadline_that_has_passed_is_called_so_and_one_to_come_is_not(client: FlaskClient) -> None:
    deadlines = {key: row["transposition_deadline"] for key, row in by_id("acts").items()
                 if row["transposition_deadline"]}  # fmt: skip
    told = {directive: page(client, f"/laws/{directive}?on={DAY}").all("header")[0].text for directive in deadlines}
    assert {day < DAY for day in deadlines.values()} == {True, False}
    for directive, head in told.items():
        last_day = by_id("acts")[directive]["date_end_of_validity"]
        ended = bool(last_day) and last_day < DAY
        assert "Transposition due" not in head or deadlines[directive] >= DAY, directive
        assert ("deadline passed" in head) == (deadlines[directive] < DAY and not ended), (directive, head)


def test_what_a_source_states_and_what_a_rule_infers_have_different_words(store: EmbeddedStore) -> None:
    asked = PREFIXES + "SELECT DISTINCT ?class { ?each a ?class ; op:practice ?practice ; op:provision ?provision }"
    stating = {str(row["class"]).rpartition("#")[2] for row in store.select(asked).rows}
    assert stating and not stating & {"Governance", "Reach"}
    assert not store.select(PREFIXES + "SELECT ?a { ?a op:governedBy ?b } LIMIT 1").rows


def test_the_legal_outcome_of_a_practice_is_where_its_latest_step_leads(store: EmbeddedStore) -> None:
    asked = (
        PREFIXES
        + """SELECT ?id ?outcome {
        ?practice a op:Practice ; dcterms:identifier ?id ; op:legalOutcome ?outcome }"""
    )
    found = {str(row["id"]): str(row["outcome"]).rpartition("/")[2] for row in store.select(asked).rows}
    assert found and found == legal_outcomes()


def test_every_legal_event_has_a_month_and_an_authority(store: EmbeddedStore) -> None:
    asked = (
        PREFIXES
        + """SELECT ?event { ?event a op:LegalEvent .
        FILTER NOT EXISTS { ?event op:date ?date ; op:authority ?authority . FILTER(STRLEN(STR(?date)) >= 7) } }"""
    )
    assert table("legal_events") and not store.select(asked).rows


def test_events_of_which_only_the_month_is_known_are_not_lost_to_who_compares_days(store: EmbeddedStore) -> None:
    asked = (
        PREFIXES
        + """SELECT ?id ?first ?last { ?event a op:LegalEvent ; dcterms:identifier ?id ;
        op:earliestDay ?first ; op:latestDay ?last . FILTER(?first <= "2999-12-31"^^xsd:date) }"""
    )
    found = {str(row["id"]): (str(row["first"]), str(row["last"])) for row in store.select(asked).rows}
    wanted = {}
    for row in table("legal_events"):
        year, month = int(row["date"][:4]), int(row["date"][5:7])
        month_has = calendar.monthrange(year, month)[1]
        known = len(row["date"]) == len("2024-02-29")
        wanted[row["id"]] = (row["date"], row["date"]) if known else (f"{row['date']}-01", f"{row['date']}-{month_has}")
    assert any(first != last for first, last in wanted.values()) and found == wanted


def test_all_that_stands_in_an_article_is_found_by_one_step(store: EmbeddedStore) -> None:
    asked = (
        PREFIXES
        + """SELECT ?id { ?article dcterms:identifier "32024R1689/art_5" . ?part op:within ?article ;
        dcterms:identifier ?id }"""
    )
    found = {str(row["id"]) for row in store.select(asked).rows}
    wanted = {key for key in by_id("provisions") if key == "32024R1689/art_5" or key.startswith("32024R1689/art_5/")}
    assert len(wanted) > 5 and found == wanted
