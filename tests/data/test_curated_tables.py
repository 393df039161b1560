"""What a reader can rely on in the curated tables: legal events, testimonials, countries and actors."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
SEED = DATA / "seed" / "000_741682ecc757952d.txt"
CURATED = ("legal_events", "testimonials", "countries", "actors")

OUTCOMES = frozenset(
    {"warned-or-advised", "under-inquiry", "found-unlawful", "annulled-by-court", "fined", "sanction-overturned"}
    | {"restricted", "authorised-by-law", "authorised", "contested", "rejected", "reversed", "closed", "noted"}
)
AUTHORITY_KINDS = frozenset(
    {"court", "data protection authority", "government", "legislature", "prefect", "police", "other", ""}
)
INSTANCES = frozenset({"first instance", "appeal", "highest", "urgent relief", "administrative", ""})

# A legal_outcome of practices.csv, and the event outcomes that may stand last for it. "noted" is a remark, not a
# step, so it stands last only where there is no step at all.
AGREES: dict[str, frozenset[str]] = {
    "none-known": frozenset({"noted"}),
    "authorised-by-law": frozenset({"authorised-by-law", "authorised"}),
    "contested": frozenset({"contested", "reversed"}),
    "warned-or-advised": frozenset({"warned-or-advised"}),
    "found-unlawful": frozenset({"found-unlawful"}),
    "annulled-by-court": frozenset({"annulled-by-court"}),
    "fined": frozenset({"fined"}),
    "under-inquiry": frozenset({"under-inquiry"}),
    "restricted": frozenset({"restricted"}),
    "sanction-overturned": frozenset({"sanction-overturned"}),
}
# Practices whose legal_outcome leaves out the last step told in their own legal_issue, and that step.
LATER_STEP = {
    "mannheim-ai-video": "under-inquiry",  # authorised by law; the authority then took up a question
    "frankfurt-realtime-biometric": "contested",  # authorised by law; a complaint followed
    "prague-airport-frt": "authorised",  # restricted; a court then authorised limited use
}

SEED_WORDING = {
    "org-lille-metropole": "Lille Metropole",
    "org-romagna-faentina": "Unione della Romagna Faentina",
    "org-mechelen": "Mechelen",
    "org-croatia-mcpp": "Croatia",
}
EU_27 = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
# Lead levels that no actor covers: a transport operator may be public or private.
UNCOVERED_LEAD_LEVELS = {"transport operator"}


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of data/NAME.csv; fails when a row is longer or shorter than the header."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, strict=True))
    assert rows, f"{name}.csv has no row"
    assert all(None not in row and None not in row.values() for row in rows), f"{name}.csv has a ragged row"
    return rows


def ids(name: str) -> set[str]:
    return {row["id"] for row in table(name)}


def items(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def column_items(name: str, column: str) -> set[str]:
    return {item for row in table(name) for item in items(row[column])}


def events_by_practice() -> dict[str, list[dict[str, str]]]:
    events: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table("legal_events"):
        events[row["practice"]].append(row)
    return events


def last_step(events: list[dict[str, str]]) -> str:
    steps = [event["outcome"] for event in events if event["outcome"] != "noted"]
    return steps[-1] if steps else "noted"


@pytest.mark.parametrize("name", CURATED)
def test_every_row_has_its_own_id(name: str) -> None:
    found = [row["id"] for row in table(name)]
    assert all(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", CURATED)
def test_curated_tables_use_plain_line_ends(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw


@pytest.mark.parametrize("name", CURATED)
def test_every_curated_row_says_what_it_rests_on(name: str) -> None:
    source = "source_ids" if name == "legal_events" else "source"
    assert [row["id"] for row in table(name) if not row["basis"] or not row[source]] == []


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("legal_events", "practice", "practices"),
        ("legal_events", "act", "acts"),
        ("legal_events", "provision", "provisions"),
        ("legal_events", "source_ids", "sources"),
        ("testimonials", "event", "events"),
        ("testimonials", "organisation", "organisations"),
        ("actors", "broader", "actors"),
    ],
)
def test_every_reference_leads_to_a_row(name: str, column: str, target: str) -> None:
    assert column_items(name, column) - ids(target) == set()


def test_legal_events_use_only_the_known_codes() -> None:
    assert table("legal_events")
    for row in table("legal_events"):
        assert row["outcome"] in OUTCOMES, row["id"]
        assert row["authority_kind"] in AUTHORITY_KINDS, row["id"]
        assert row["instance"] in INSTANCES, row["id"]
        assert re.fullmatch(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?", row["date"]), row["id"]


def test_a_legal_event_is_told_in_thirty_words_at_most() -> None:
    assert [row["id"] for row in table("legal_events") if not 1 <= len(row["summary"].split()) <= 30] == []


def test_confidence_is_high_only_with_a_date_and_an_authority() -> None:
    assert table("legal_events")
    for row in table("legal_events"):
        assert row["confidence"] == ("high" if row["date"] and row["authority"] else "medium"), row["id"]


def test_the_year_of_every_legal_event_is_stated_in_its_practice() -> None:
    stated = {row["id"]: row["legal_issue"] for row in table("practices")}
    dated = [row for row in table("legal_events") if row["date"]]
    assert [row["id"] for row in dated if row["date"][:4] not in stated[row["practice"]]] == []


def test_every_decision_number_is_stated_in_its_practice() -> None:
    stated = {row["id"]: row["legal_issue"] for row in table("practices")}
    assert table("legal_events")
    for row in table("legal_events"):
        assert [part for part in items(row["reference"]) if part not in stated[row["practice"]]] == [], row["id"]


def test_basis_and_sources_are_those_of_the_practice() -> None:
    practices = {row["id"]: row for row in table("practices")}
    assert table("legal_events")
    for row in table("legal_events"):
        practice = practices[row["practice"]]
        assert (row["basis"], row["source_ids"]) == (practice["basis"], practice["source_ids"]), row["id"]


def test_every_practice_with_a_legal_issue_has_an_event_and_no_other_has_one() -> None:
    assert set(events_by_practice()) == {row["id"] for row in table("practices") if row["legal_issue"]}


def test_events_of_a_practice_stand_in_time_order() -> None:
    assert any(len([event for event in events if event["date"]]) > 1 for events in events_by_practice().values())
    for practice, events in events_by_practice().items():
        dates = [event["date"] for event in events if event["date"]]
        for earlier, later in pairwise(dates):
            # "2025" and "2025-08" cannot be told apart beyond the year.
            shared = min(len(earlier), len(later))
            assert earlier[:shared] <= later[:shared], practice


def test_the_last_legal_step_agrees_with_the_legal_outcome_of_the_practice() -> None:
    outcome = {row["id"]: row["legal_outcome"] for row in table("practices")}
    last = {practice: last_step(events) for practice, events in events_by_practice().items()}
    disagreeing = {practice: step for practice, step in last.items() if step not in AGREES[outcome[practice]]}
    assert disagreeing == LATER_STEP


def test_a_fine_that_a_court_overturned_is_told_as_two_events() -> None:
    enschede = [(event["date"], event["outcome"]) for event in events_by_practice()["enschede-wifi-counting"]]
    assert enschede == [("2021-03-11", "fined"), ("2024-02-02", "sanction-overturned")]


def test_the_four_testimonials_point_at_the_names_in_the_seed_text() -> None:
    text = SEED.read_text(encoding="utf-8")
    cut = {row["organisation"]: text[int(row["seed_start"]) : int(row["seed_end"])] for row in table("testimonials")}
    assert cut == SEED_WORDING


def test_testimonial_topics_are_those_stated_for_the_group() -> None:
    assert table("testimonials")
    stated = next(row["value"] for row in table("partnership") if row["key"] == "testimonial_topics")
    for row in table("testimonials"):
        assert items(row["topics"]) == items(stated)
        assert "as a group" in row["note"]


def test_every_country_in_use_and_every_eu_member_is_listed() -> None:
    used = {code for name in ("cities", "practices", "organisations") for code in column_items(name, "country")}
    assert (used | EU_27) - ids("countries") == set()


def test_exactly_the_eu_members_have_an_open_membership() -> None:
    open_members = {r["id"] for r in table("countries") if r["eu_member_from"] and not r["eu_member_to"]}
    assert open_members == EU_27


def test_greece_and_the_united_kingdom_carry_the_code_that_eu_law_uses() -> None:
    differing = {row["id"]: row["eu_code"] for row in table("countries") if row["eu_code"] != row["id"]}
    assert differing == {"GR": "EL", "GB": "UK"}


def test_every_national_jurisdiction_of_an_act_or_rule_is_a_country() -> None:
    used = {row["jurisdiction"] for name in ("acts", "technology_rules") for row in table(name)} - {"EU", "CoE", ""}
    national = {code.split("-")[0] for code in used}
    assert national - {row["jurisdiction"] for row in table("countries")} == set()


def test_every_actor_of_a_rule_is_an_actor_row() -> None:
    assert {row["actor_type"] for row in table("technology_rules")} == {row["label"] for row in table("actors")}


def test_every_lead_level_belongs_to_one_actor_or_is_left_out_on_purpose() -> None:
    covered = [level for row in table("actors") for level in items(row["lead_levels"])]
    assert len(covered) == len(set(covered))
    assert set(covered) == column_items("practices", "lead_level") - UNCOVERED_LEAD_LEVELS


def test_a_municipality_and_the_police_are_public_authorities() -> None:
    broader = {row["id"]: row["broader"] for row in table("actors") if row["broader"]}
    assert broader == {"municipality": "public-authority", "police": "public-authority"}
