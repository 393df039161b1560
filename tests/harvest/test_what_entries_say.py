"""What an entry says in its own words is not dropped, sharpened or copied to where it does not belong."""

from __future__ import annotations

import pytest

from graph.harvest.declared import OTHER, LawPattern, declared_law
from graph.harvest.mapping import mapping_of
from tests.harvest.registers_given import PLATES, SEEN, SOUND, Installation, dutch, entry, of_table, watch

DUTCH = mapping_of("nl-algorithms").laws


def laws(text: str, patterns: tuple[LawPattern, ...] = DUTCH) -> list[str]:
    return declared_law(text, patterns).names


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("", []),
        ("Artikel 18 lid 1 WvW 1994", ["Road Traffic Act 1994 (NL), art. 18(1)"]),
        ("Wegenverkeerswet 1994", ["Road Traffic Act 1994 (NL)"]),
        ("Art. 151c Gemeentewet, jo. APV", ["Municipalities Act (NL), art. 151c", "General Local By-law"]),
        ("Vuurwerkbesluit 2.3.6 (domein I)", ["Fireworks Decree (NL), art. 2.3.6"]),
        ("Wegenverkeerswet en de Wegsleepverordening", ["Road Traffic Act 1994 (NL)", OTHER]),
        ("Een taak van de gemeente", [OTHER]),
    ],
)
def test_every_law_that_an_entry_declares_is_told_or_said_to_be_there(declared: str, told: list[str]) -> None:
    assert laws(declared) == told


def test_declared_law_that_no_pattern_reads_is_told_with_its_entry_and_stays_in_the_cell(
    installation: Installation,
) -> None:
    found = installation.harvest(dutch(entry("900001", juridische_basis="Wegenverkeerswet en Wegsleepverordening")))
    assert [(each.file, each.column, each.value) for each in found.findings] == [
        ("nl-algorithms 900001", "legal_basis", "wegsleepverordening")
    ]
    (row,) = of_table(found, "deployments")
    assert row.now("legal_basis") == f"Road Traffic Act 1994 (NL);{OTHER}"
    assert "egsleep" not in str(found.changes)


def test_a_pilot_and_an_assessment_that_only_the_text_tells_of_are_read(installation: Installation) -> None:
    found = installation.harvest(dutch(
        entry("900001", doel="Het gaat om een pilot.", impactassessment=""),
        entry("900002", doel="Er is een pilotsetting op de markt. Er is geen DPIA uitgevoerd."),
        entry("900003", status="in_gebruik", doel="Daarom is een DPIA uitgevoerd.", impactassessment=""),
    ))  # fmt: skip
    told = {row.now("register_id"): (row.now("status"), row.now("impact_assessment"))
            for row in of_table(found, "deployments")}  # fmt: skip
    assert told == {
        "900001": ("pilot-running", "not-known"), "900002": ("pilot-running", "not-known"),
        "900003": ("operational", "yes"),
    }  # fmt: skip


def test_one_year_of_a_case_is_not_the_year_of_each_of_its_cities(installation: Installation) -> None:
    found = installation.harvest(watch(
        ("PSTW-451", "XLAW", "Police", "Italy", "Pilot", "2019", ""),
        ("PSTW-444", "ANPR", "Hellenic Police", "Greece", "Implemented", "2018", ""),
    ), "jrc-pstw", SEEN)  # fmt: skip
    years = {(row.now("register_id"), row.now("from")) for row in of_table(found, "deployments")}
    assert years == {("PSTW-451", None), ("PSTW-444", "2018")}


def test_an_entry_of_a_practice_that_stands_goes_there_with_who_runs_it(installation: Installation) -> None:
    known = entry("900001", id="37686130", title="Langzaam Verkeer Monitoringsysteem", organisatie="Gemeente Amsterdam")
    found = installation.harvest(dutch(known))
    (row,) = of_table(found, "deployments")
    told = tuple(row.now(column) for column in ("practice", "actor", "organisation", "city"))
    assert told == ("amsterdam-crowd-monitoring", "municipality", "Municipality of Amsterdam", "amsterdam")
    assert not of_table(found, "practices") and not of_table(found, "declared_basis")
    cases = (("PSTW-1132", "Sensing", "Roermond police", "Netherlands", "Implemented", "2018", ""),
             ("PSTW-75", "Burglary", "City of Utrecht", "Netherlands", "Implemented", "2016", ""))  # fmt: skip
    recorded = of_table(installation.harvest(watch(*cases), "jrc-pstw", SEEN), "deployments")
    assert [(row.now("register_id"), row.now("actor")) for row in recorded] == [("PSTW-1132", "state-police")]


def test_an_address_of_a_practice_leads_to_its_entries(installation: Installation) -> None:
    rows = {row.key: row.now("source") or "" for row in of_table(installation.harvest(dutch()), "practices")}
    assert [link.rpartition("/")[2] for link in rows[PLATES].split("; ")] == ["900001", "900002"]
    assert rows[SOUND].endswith("/900003")
