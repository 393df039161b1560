"""What a curator can rely on when cells are sound but contradict each other: one row for every rule of the build."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from facts_copy import Facts

from graph.build.rules import RULES_OF_FACTS


@dataclass(frozen=True)
class Broken:
    """A rule, the cells of a row that break it, and what the refusal must say of one of them."""

    rule: str
    file: str
    row: str
    column: str
    value: str
    wrong: str
    mend: str
    also: dict[str, str] = field(default_factory=dict)
    """Other cells of the row."""
    found: str | None = None
    """The value told, where it is a part of the cell."""


BROKEN = (
    Broken("a_lead_level_has_one_actor", "actors.csv", "police", "lead_levels", "police;municipal",
           "already stands with the actor in line ", "Keep it with one of them.", found="municipal"),
    Broken("nothing_is_broader_than_itself", "actors.csv", "public-authority", "broader", "police",
           "leads back to 'public-authority' itself", "Take one broader out of the circle."),
    Broken("members_of_the_union_are_listed_as_such", "countries.csv", "NO", "eu_member_from", "2025-01-01",
           "NO is no member of the Union", "Write the last day of membership in eu_member_to"),
    Broken("members_of_the_union_are_listed_as_such", "countries.csv", "AT", "eu_member_to", "2025-01-01",
           "AT is a member of the Union", "leave eu_member_to empty"),
    Broken("members_of_the_union_are_listed_as_such", "countries.csv", "AT", "eu_member_from", "",
           "AT is a member of the Union", "Write the first day in eu_member_from"),
    Broken("codes_are_those_of_eu_law", "countries.csv", "GR", "eu_code", "GR",
           "EU law calls GR otherwise", "Write EL."),
    Broken("codes_are_those_of_eu_law", "countries.csv", "FR", "eu_code", "FX",
           "EU law calls FR otherwise", "Write FR."),
    Broken("a_jurisdiction_is_a_country", "acts.csv", "32016R0679", "jurisdiction", "EUR",
           "countries.csv has no such jurisdiction", "Did you mean 'EU'?"),
    Broken("a_jurisdiction_is_a_country", "technology_rules.csv", "t001", "jurisdiction", "XX-NW",
           "countries.csv has no such jurisdiction", "or add the row there."),
    Broken("an_issue_has_an_event_and_an_event_an_issue", "practices.csv", "cork-purple-flag", "legal_issue",
           "An inquiry was opened in 2020.", "The legal issue has no legal event",
           "Add a row to legal_events.csv for each step of it."),
    Broken("high_confidence_needs_a_date_and_an_authority", "legal_events.csv", "le-001", "confidence", "high",
           "needs a date and an authority; date is empty", "Write medium, or the date."),
    Broken("high_confidence_needs_a_date_and_an_authority", "legal_events.csv", "le-002", "confidence", "high",
           "authority is empty", "Write medium, or the authority.", also={"authority": ""}),
    Broken("the_issue_states_year_and_number", "legal_events.csv", "le-002", "date", "2021-02-27",
           "legal issue does not state this year", "state it in legal_issue of paca-lycee-frt in practices.csv."),
    Broken("the_issue_states_year_and_number", "legal_events.csv", "le-002", "reference", "1901249;1901250",
           "does not state this decision number", "Check the number, or state it", found="1901250"),
    Broken("basis_and_sources_are_those_of_the_practice", "legal_events.csv", "le-002", "source_ids", "bdt_lycee",
           "The practice has another source_ids", "Write bdt_lycee;pub_lycee;lmi_lycee;ldc_lycee, as in practices.csv"),
    Broken("basis_and_sources_are_those_of_the_practice", "legal_events.csv", "le-002", "basis", "seed",
           "The practice has another basis", "Write stored-page, as in practices.csv"),
    Broken("events_stand_in_time_order", "legal_events.csv", "le-046", "date", "2021-02-02",
           "earlier than the one before it in line ", "Check the dates, or swap the rows."),
    Broken("what_is_overturned_was_imposed", "legal_events.csv", "le-045", "outcome", "sanction-overturned",
           "No earlier event tells the sanction", "Add the event that imposed it above."),
    Broken("the_last_step_agrees_with_the_outcome", "practices.csv", "paca-lycee-frt", "legal_outcome", "fined",
           "is 'annulled-by-court'", "this outcome sums up fined."),
    Broken("the_last_step_agrees_with_the_outcome", "legal_events.csv", "le-045", "left_out_because", "It is old.",
           "already agrees with the last step", "Empty the cell."),
    Broken("offsets_cut_whole_words", "people.csv", "person-kieran-mccarthy", "seed_end", "",
           "One offset is missing", "Write both offsets, or neither.", found=""),
    Broken("offsets_cut_whole_words", "people.csv", "person-kieran-mccarthy", "source", "np_nice",
           "no seed text to count in", "Name the text in source, as seed: and the name of a file"),
    Broken("offsets_cut_whole_words", "people.csv", "person-kieran-mccarthy", "seed_end", "99999",
           "no part of the seed text", "Count the characters from 0"),
    Broken("offsets_cut_whole_words", "testimonials.csv", "tm-01", "seed_start", "2125",
           "The offset cuts a word: 'ille Metropole'", "Count the characters again."),
    Broken("offsets_cut_the_words_stated", "testimonials.csv", "tm-01", "seed_words", "Lille",
           "The offsets 2124 to 2139 cut 'Lille Metropole' instead", "Check the words"),
    Broken("topics_are_those_of_the_group", "testimonials.csv", "tm-02", "topics", "lighting",
           "not those stated for the group", "Write them as in partnership.csv, line "),
    Broken("a_note_says_that_topics_are_those_of_the_group", "testimonials.csv", "tm-02", "note", "Said by one.",
           "does not say whose topics these are", "stated for the testimonials as a group"),
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken.rule}-{broken.column}")
def test_a_fact_that_breaks_a_rule_is_refused_with_its_place_and_a_mend(facts: Facts, broken: Broken) -> None:
    line = facts.set(broken.file, broken.row, **{broken.column: broken.value}, **broken.also)
    refusal = facts.told_by_rules()
    place = f"{broken.file}, line {line}, column {broken.column}: "
    told = [text for text in refusal.splitlines() if text.startswith(place)]
    assert len(told) == 1, refusal
    found = broken.value if broken.found is None else broken.found
    assert broken.wrong in told[0]
    assert f"Found: {found!r}." in told[0] if found else "Found:" not in told[0]
    assert broken.mend in told[0]


def test_the_real_facts_break_no_rule(facts: Facts) -> None:
    assert facts.told_by_rules() == ""


def test_every_rule_of_facts_is_broken_here() -> None:
    assert {broken.rule for broken in BROKEN} == {rule.__name__ for rule in RULES_OF_FACTS}


def test_an_event_of_a_practice_without_a_legal_issue_is_refused(facts: Facts) -> None:
    facts.set("practices.csv", "paca-lycee-frt", legal_issue="")
    line = facts.line("legal_events.csv", "le-002")
    assert (
        f"legal_events.csv, line {line}, column practice: The practice has no legal issue. Found: 'paca-lycee-frt'. "
        "Tell the issue in legal_issue of practices.csv, or remove the event."
    ) in facts.told_by_rules().splitlines()


def test_a_lead_level_that_no_actor_covers_is_refused_unless_its_vocabulary_says_why(facts: Facts) -> None:
    line = facts.set("practices.csv", "paca-lycee-frt", lead_level="police;transport operator")
    facts.set("actors.csv", "police", lead_levels="")
    told = [text for text in facts.told_by_rules().splitlines() if text.startswith(f"practices.csv, line {line}, ")]
    assert told == [
        f"practices.csv, line {line}, column lead_level: No actor covers this lead level. Found: 'police'. "
        "Add it to lead_levels of actors.csv, or say why with op:whyNoActor in lead-level.ttl."
    ]


def test_a_member_of_the_union_that_is_left_out_is_refused(facts: Facts) -> None:
    facts.remove("countries.csv", "BG")
    told = facts.told_by_rules()
    assert "countries.csv, column id: The member of the Union BG has no row. Found: 'BG'. Add the row" in told


def test_a_step_that_the_outcome_leaves_out_needs_its_reason(facts: Facts) -> None:
    line = facts.set("legal_events.csv", "le-074", left_out_because="")
    refusal = facts.told_by_rules()
    assert refusal.startswith(
        f"practices.csv, line {facts.line('practices.csv', 'prague-airport-frt')}, column legal_outcome: "
        f"The last step of the practice in legal_events.csv, line {line}, is 'authorised'. Found: 'restricted'. "
    )
    assert refusal.endswith("A step it leaves out on purpose says why in left_out_because.")


@pytest.mark.parametrize(
    ("column", "cell", "wrong"),
    [
        ("summary", "word " * 31, "The summary has 31 words, 30 at most are allowed. "),
        ("confidence", "", "The cell is empty."),
        ("source_ids", "", "The cell is empty."),
    ],
)
def test_an_event_is_short_and_says_what_it_rests_on(facts: Facts, column: str, cell: str, wrong: str) -> None:
    line = facts.set("legal_events.csv", "le-002", **{column: cell})
    assert facts.refusal().startswith(f"legal_events.csv, line {line}, column {column}: {wrong}")


def test_every_broken_rule_is_told_at_once(facts: Facts) -> None:
    facts.set("countries.csv", "GR", eu_code="GR")
    facts.set("testimonials.csv", "tm-01", seed_words="Lille")
    facts.set("practices.csv", "paca-lycee-frt", status="stoped")
    assert [text.split(",")[0] for text in facts.refusal().splitlines()] == [
        "countries.csv",
        "practices.csv",
        "testimonials.csv",
    ]
