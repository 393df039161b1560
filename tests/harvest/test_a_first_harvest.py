"""A register that is read for the first time: kinds of practice with deployments, each with its source."""

from __future__ import annotations

import dataclasses

from graph.build import check
from graph.settings import load_settings
from tests.harvest.registers_given import (
    CASES,
    CROWDS,
    PLATES,
    SEEN,
    SOUND,
    Installation,
    dutch,
    entry,
    of_table,
    watch,
)


def test_entries_of_one_kind_are_deployments_of_one_practice(installation: Installation) -> None:
    found = installation.harvest(dutch())
    assert {row.key for row in of_table(found, "practices")} == {PLATES, SOUND}
    made = {row.now("register_id"): row for row in of_table(found, "deployments")}
    assert {number: row.now("practice") for number, row in made.items()} == {
        "900001": PLATES, "900002": PLATES, "900003": SOUND,
    }  # fmt: skip
    told = {number: (row.now("status"), row.now("impact_assessment")) for number, row in made.items()}
    assert told == {
        "900001": ("operational", "yes"), "900002": ("planned", "not-known"), "900003": ("stopped", "no"),
    }  # fmt: skip
    (plates,) = (row for row in of_table(found, "practices") if row.key == PLATES)
    told = tuple(plates.now(column) for column in ("cities", "country", "status"))
    assert told == ("the-hague;oostzaan", "NL", "operational")
    assert plates.now("basis") == "declared-by-operator"


def test_what_no_strict_rule_takes_is_left_out_and_counted(installation: Installation) -> None:
    found = installation.harvest(dutch())
    assert found.entries == 6
    assert {str(why): number for why, number in found.left_out.items()} == {
        "no rule takes it": 2, "not of a municipality": 1,
    }  # fmt: skip


def test_a_place_is_a_city_of_ours_a_town_of_the_gazetteer_or_a_municipality_by_its_code(
    installation: Installation,
) -> None:
    found = installation.harvest(dutch())
    assert {row.now("register_id"): row.now("organisation") for row in of_table(found, "deployments")} == {
        "900001": "Municipality of The Hague", "900002": "Municipality of Oostzaan", "900003": "Municipality of Almere",
    }  # fmt: skip
    cities = {row.key: row for row in of_table(found, "cities")}
    assert set(cities) == {"oostzaan", "almere-stad"}
    assert cities["oostzaan"].now("lau") and cities["oostzaan"].now("basis") == "general-knowledge"
    almere = tuple(cities["almere-stad"].now(column) for column in ("name", "lau"))
    assert almere == ("Almere", "GM0034"), "the municipality, not its district of the list of towns"


def test_a_law_that_operators_name_is_told_as_declared_by_them_and_no_text_is_copied(
    installation: Installation,
) -> None:
    found = installation.harvest(
        dutch(entry("900001", juridische_basis="Op grond van de Wegenverkeerswet, art. 62 RVV."))
    )
    laws = of_table(found, "declared_basis")
    assert {row.now("stance") for row in laws} == {"declared-by-operator"}
    assert [row.now("law_named") for row in laws] == [
        "Road Traffic Act 1994 (NL)", "Traffic Rules and Signs Regulations 1990 (NL), art. 62",
    ]  # fmt: skip
    assert "Op grond" not in str(found.changes) and "Kentekencamera" not in str(found.changes)
    both = installation.harvest(dutch())
    assert {(row.now("act"), row.now("law_named")) for row in of_table(both, "declared_basis")} == {
        (None, "Road Traffic Act 1994 (NL)"), ("32016R0679", None),
    }  # fmt: skip


def test_what_cannot_be_read_is_told_with_its_entry_and_the_rest_goes_on(installation: Installation) -> None:
    lost = entry("900002", organisatie="Gemeente Nergenshuizen")
    odd = entry("900003", status="misschien")
    found = installation.harvest(dutch(entry("900001"), lost, odd))
    assert [(each.file, each.column, each.value) for each in found.findings] == [
        ("nl-algorithms 900002", "city", "Nergenshuizen"), ("nl-algorithms 900003", "status", "misschien"),
    ]  # fmt: skip
    assert [row.now("register_id") for row in of_table(found, "deployments")] == ["900001"]


def test_cases_of_tech_watch_are_told_as_recorded_by_others(installation: Installation) -> None:
    found = installation.harvest(watch(*CASES), "jrc-pstw", SEEN)
    made = of_table(found, "deployments")
    assert {row.now("basis") for row in made} == {"stored-page"} and not of_table(found, "declared_basis")
    status = {(row.now("register_id"), row.now("status")) for row in made}
    assert status == {("PSTW-319", "completed"), ("PSTW-444", "operational"), ("PSTW-451", "unknown"),
                      ("PSTW-1132", "operational")}  # fmt: skip
    assert sum(row.now("register_id") == "PSTW-451" for row in made) == 8
    assert [row.now("city") for row in made if row.now("register_id") == "PSTW-444"] == [None]
    practices = {row.key for row in of_table(found, "practices")}
    assert "greece-police-anpr" in practices and "roermond-sensing" not in practices


def test_what_a_register_makes_passes_the_check_of_the_facts(installation: Installation) -> None:
    found = installation.harvest(dutch(*(entry(f"90000{number}") for number in (1, 2, 3)), {
        **entry("900001"), "id": "900009", "title": "Druktemeting", "organisatie": "Gemeente Oss",
    }))  # fmt: skip
    assert CROWDS in {row.key for row in of_table(found, "practices")}
    settings = dataclasses.replace(
        load_settings({}), facts_dir=installation.home / "data", contributions_dir=installation.home / "contributions"
    )
    check(settings, lambda stage, done: None, extra=[found.changes])
