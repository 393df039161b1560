"""What a curator can rely on when cells are sound but contradict each other: one row for every rule of the build."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field

import pytest

from graph.build.rules import RULES_OF_FACTS
from graph.build.rules.countries import EU_MEMBERS
from tests.build.facts_copy import Facts


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
    Broken("a_default_regime_has_a_reason", "actors.csv", "municipality", "regime_reason", "",
           "The regime has no reason", "Write regime_reason, or empty regime."),
    Broken("a_text_is_in_a_language_that_readers_choose", "practice_texts.csv", "nice-school-vsa", "language", "ru",
           "There is no such language.", "Use one of de, en, es, fr, it, nl, pl, pt."),
    Broken("a_translation_keeps_the_numbers", "practice_texts.csv", "nice-school-vsa", "description", "Viele Schulen.",
           "The number 144 of the original is missing.", "Write it as in nice-school-vsa of practices.csv, line 4."),
    Broken("a_part_in_a_practice_does_not_end_before_it_begins", "practice_actors.csv", "pa-001", "to", "2018",
           "It ends before it begins, 2019-02-16", "Check both dates."),
    Broken("a_part_in_a_practice_does_not_end_before_it_begins", "practices.csv", "nice-frt-carnival-2019", "end",
           "2019-01", "It ends before it begins, 2019-02-16", "Check both dates."),
    Broken("years_are_those_of_the_dates", "practices.csv", "nice-frt-carnival-2019", "start_year", "2018",
           "The start is 2019-02-16", "Write 2019, or mend start."),
    Broken("nothing_is_broader_than_itself", "actors.csv", "civil-actor", "broader", "municipality",
           "leads back to 'civil-actor' itself", "Take one broader out of the circle."),
    Broken("codes_of_a_city_are_those_of_its_country", "cities.csv", "nice", "nuts3", "ITC11",
           "The code is of another country", "Write a code of FR."),
    Broken("codes_of_a_city_are_those_of_its_country", "cities.csv", "athens", "nuts3", "GR303",
           "The code is of another country", "Write a code of EL."),
    Broken("codes_of_a_city_are_those_of_its_country", "cities.csv", "turin", "lau", "1272",
           "The code has not the form of IT", "zeros in front too"),
    Broken("a_city_lies_where_its_number_says", "cities.csv", "nice", "lat", "7.27",
           "km from Nice as GeoNames has it", "Check lat, lon, geonames", found="7.27, 7.27"),
    Broken("a_city_lies_where_its_number_says", "cities.csv", "nice", "lat", "7.27",
           "km from Nice as GeoNames has it", "Swap lat and lon.", also={"lon": "43.70"}, found="7.27, 43.70"),
    Broken("a_city_lies_where_its_number_says", "cities.csv", "nice", "geonames", "3165524",
           "GeoNames has Turin, Italy, under this number", "Write the number of this city"),
    Broken("a_city_lies_in_its_country", "cities.csv", "moirans", "lat", "5.57",
           "km from every town of FR", "Swap lat and lon.", also={"lon": "45.33"}, found="5.57, 45.33"),
    Broken("a_city_lies_in_its_country", "cities.csv", "moirans", "lat", "54.33",
           "km from every town of FR", "Check lat, lon", found="54.33, 5.57"),
    Broken("a_contact_can_be_reached", "practice_contacts.csv", "pc-003", "office", "sip züri",
           "Nobody can reach this office", "Leave the row out", also={"page": ""}),
    Broken("an_address_is_that_of_an_office", "practice_contacts.csv", "pc-001", "email", "gardiens at bravvo.be",
           "This is no e-mail address", "as name@place.eu."),
    Broken("an_address_is_that_of_an_office", "practice_contacts.csv", "pc-002", "email", "anna-maria.muster@stadt.de",
           "This looks like the address of a person", "the published role that it belongs to", also={"role": ""}),
    Broken("an_amount_says_of_what_it_is", "practice_lessons.csv", "pl-001", "amount", "3",
           "The kind done has no amount", "Write cost or staff."),
    Broken("an_amount_says_of_what_it_is", "practice_lessons.csv", "pl-005", "currency", "",
           "The amount has no currency", "ISO 4217"),
    Broken("an_amount_says_of_what_it_is", "practice_lessons.csv", "pl-001", "currency", "EUR",
           "A currency stands without an amount", "Empty it."),
    Broken("funding_says_who_or_how_much", "practice_funding.csv", "pf-001", "programme", "",
           "neither who pays nor how much", "or leave it out."),
    Broken("funding_says_who_or_how_much", "practice_funding.csv", "pf-002", "currency", "",
           "The amount has no currency", "ISO 4217"),
    Broken("funding_says_who_or_how_much", "practice_funding.csv", "pf-001", "precision", "about",
           "of an amount, and there is none", "Empty it."),
    Broken("a_fine_has_a_currency", "legal_events.csv", "le-046", "fine", "600000",
           "A step with the outcome sanction-overturned has no fine", "Write fined", also={"fine_currency": "EUR"}),
    Broken("a_fine_has_a_currency", "legal_events.csv", "le-045", "fine_currency", "",
           "The fine has no currency", "ISO 4217"),
    Broken("a_fine_has_a_currency", "legal_events.csv", "le-046", "fine_currency", "EUR",
           "A currency stands without a fine", "Empty it."),
    Broken("an_eli_is_that_of_its_act", "acts.csv", "32016R0679", "eli", "http://data.europa.eu/eli/reg/2016/680/oj",
           "The ELI is that of another act", "the id says R, 2016 and 679."),
    Broken("an_eli_is_that_of_its_act", "acts.csv", "32016R0679", "eli", "http://data.europa.eu/eli/dir/2016/679/oj",
           "The ELI is that of another act", "Check both"),
    Broken("an_eli_is_that_of_its_act", "acts.csv", "32016R0679", "eli", "https://data.europa.eu/eli/reg/2016/679/oj",
           "An identifier is no address", "Write it as it was given out"),
    Broken("a_preferred_label_means_one_concept", "concept_names_fr.csv", "status/suspended", "pref_label", "arrêtée",
           "The label is already that of 'status/stopped'", "Write what tells the two apart."),
    Broken("a_name_stands_once", "concept_names_pl.csv", "theme/noise", "alt_labels", "cisza nocna;Cisza nocna",
           "The name stands twice in the row", "Keep one.", found="Cisza nocna"),
    Broken("a_name_stands_once", "concept_names_pl.csv", "theme/noise", "alt_labels", "cisza nocna;hałas",
           "The name stands twice in the row", "Keep one.", found="hałas"),
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
    Broken("an_event_has_a_month_and_an_authority", "legal_events.csv", "le-002", "date", "2020",
           "A legal event needs its month", "Write YYYY-MM or YYYY-MM-DD."),
    Broken("an_event_has_a_month_and_an_authority", "legal_events.csv", "le-002", "authority", "",
           "A legal event needs its authority", "Move the row to practice_notes.csv until it is known."),
    Broken("an_event_has_a_month_and_an_authority", "legal_events.csv", "le-002", "authority", "",
           "A legal event needs its authority", "Add 'Tribunal administratif de Marseille' to organisations.csv"),
    Broken("high_confidence_needs_a_date_and_an_authority", "legal_events.csv", "le-002", "confidence", "high",
           "date and authority_named is empty", "Write medium, or the date and authority_named.",
           also={"date": "", "authority_named": ""}),
    Broken("high_confidence_needs_a_date_and_an_authority", "practice_notes.csv", "pn-020", "confidence", "high",
           "High confidence needs a date and an authority; date is empty", "Write medium, or the date."),
    Broken("an_issue_has_an_event_and_an_event_an_issue", "legal_events.csv", "le-002", "practice",
           "helsinki-safety-survey", "The practice has no legal issue", "Tell the issue in legal_issue"),
    Broken("an_authority_fits_its_event", "legal_events.csv", "le-002", "authority_kind", "police",
           "The authority is of another kind", "Write court, or another authority."),
    Broken("an_authority_fits_its_event", "legal_events.csv", "le-002", "authority", "org-vg-koeln",
           "is of DE, and the practice is not", "Name the authority that acted."),
    Broken("only_a_last_step_is_left_out", "legal_events.csv", "le-003", "left_out_because", "It is about a school.",
           "The legal outcome follows from a later step already", "Empty the cell."),
    Broken("an_amendment_says_whom_the_amended_act_leaves_out", "act_relations.csv", "r0855", "subject", "32023R2444",
           "its own scope does not name DK", "Add its row to act_scope.csv.",
           also={"object": "32016R0794", "object_provision": ""}),
    Broken("an_issue_has_an_event_and_an_event_an_issue", "practices.csv", "helsinki-safety-survey", "legal_issue",
           "A court forbade it.", "No event and no note tells the legal issue", "practice_notes.csv with the reason"),
    Broken("a_drawn_event_keeps_to_its_issue", "legal_events.csv", "le-002", "date", "2031-01",
           "does not state 2031", "or empty derived_from, if the event has sources of its own."),
    Broken("a_drawn_event_keeps_to_its_issue", "legal_events.csv", "le-002", "reference", "no. 17/2031",
           "does not state no. 17/2031", "Check it, state it in legal_issue of paca-lycee-frt"),
    Broken("a_drawn_event_keeps_to_its_issue", "legal_events.csv", "le-002", "basis", "seed",
           "The practice has another basis", "Write stored-page, as in practices.csv, line "),
    Broken("a_drawn_event_keeps_to_its_issue", "legal_events.csv", "le-002", "source_ids", "np_nice",
           "The practice has none of these sources", "Name the source in practices.csv, line "),
    Broken("what_is_overturned_was_imposed", "legal_events.csv", "le-045", "outcome", "sanction-overturned",
           "No earlier event tells the sanction", "Add the event that imposed it."),
    Broken("an_outcome_is_stated_only_where_no_step_decides", "practices.csv", "paca-lycee-frt", "legal_outcome",
           "fined", "The outcome follows from legal_events.csv, line ", "Empty the cell, or mend the event."),
    Broken("an_outcome_is_stated_only_where_no_step_decides", "practices.csv", "cork-purple-flag", "legal_outcome", "",
           "its legal outcome is not known", "Write none-known, or what is known."),
    Broken("a_start_on_the_day_of_signature_has_a_reason", "acts.csv", "32024R1689", "date_in_force", "2024-06-13",
           "the day on which the act was signed", "Mend the day, or say in note why it is right.", also={"note": ""}),
    Broken("a_start_on_the_day_of_signature_has_a_reason", "provisions.csv", "32024R1689/art_4", "application_date",
           "2024-06-13", "the day on which the act was signed", "say in note why it is right.", also={"note": ""}),
    Broken("a_prohibition_names_its_exceptions", "technology_rules.csv", "t076", "applicability_condition",
           "Outside law enforcement", "The article has an exception", "Name the exception in the condition"),
    Broken("offsets_cut_whole_words", "people.csv", "person-kieran-mccarthy", "seed_end", "",
           "One offset is missing", "Write both offsets, or neither.", found=""),
    Broken("offsets_cut_whole_words", "people.csv", "person-kieran-mccarthy", "source", "np_nice",
           "no seed text to count in", "Name in source a row of sources.csv whose url is seed: and a file"),
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


def test_events_of_different_days_may_stand_in_any_order_since_a_partner_adds_them_at_the_end(facts: Facts) -> None:
    facts.let_the_last_come_first("legal_events.csv", "date")
    assert facts.told_by_rules() == ""


def test_every_rule_of_facts_is_broken_here() -> None:
    elsewhere = {"a_step_leads_to_an_outcome", "a_language_has_its_table", "a_concept_has_a_name_in_every_language"}
    assert {broken.rule for broken in BROKEN} | elsewhere == {rule.__name__ for rule in RULES_OF_FACTS}


def test_a_rule_for_an_actor_whom_its_act_leaves_out_is_refused(facts: Facts) -> None:
    line = facts.set("technology_rules.csv", "t004", actor_type="state police")
    assert facts.refusal().splitlines() == [
        f"technology_rules.csv, line {line}, column actor_type: act_scope.csv leaves this actor out of 32016R0679 for "
        "as long as the rule holds. Found: 'state police'. "
        "Choose another actor, remove the rule, or mend act_scope.csv."
    ]


def test_a_member_of_the_union_that_is_left_out_is_refused(facts: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.build.rules.countries.EU_MEMBERS", EU_MEMBERS | {"XK"})
    told = facts.told_by_rules()
    assert "countries.csv, column id: The member of the Union XK has no row. Found: 'XK'. Add the row" in told


def test_a_concept_without_a_name_in_a_language_is_refused(facts: Facts) -> None:
    for concept in ("theme/noise", "technology/anpr", "actor/police"):
        facts.remove("concept_names_pl.csv", concept)
    assert facts.told_by_rules().splitlines() == [
        "concept_names_pl.csv, column concept: The concept 'police' has no name in this language. "
        "Found: 'actor/police'. Add a row for it.",
        "concept_names_pl.csv, column concept: The concept 'Automatic number plate recognition' has no name in this "
        "language. Found: 'technology/anpr'. Add a row for it.",
        "concept_names_pl.csv, column concept: The concept 'Noise' has no name in this language. "
        "Found: 'theme/noise'. Add a row for it.",
    ]


def test_names_of_an_unknown_concept_are_refused(facts: Facts) -> None:
    line = facts.add("concept_names_it.csv", concept="theme/noize", pref_label="Rumori", review="machine")
    assert facts.refusal() == (
        f"concept_names_it.csv, line {line}, column concept: There is no such concept. Found: 'theme/noize'. "
        "Write its vocabulary and the last part of its name, or take the row out. Did you mean 'theme/noise'?"
    )


def test_a_table_of_names_in_an_unknown_language_is_refused_and_a_language_without_one(facts: Facts) -> None:
    shutil.copy(facts.path("concept_names_pt.csv"), facts.path("concept_names_xx.csv"))
    facts.change(
        "csv-metadata.json", lambda text: re.sub(rb'(?s)  \{\n   "url": "concept_names_pt.*?\n  \},\n', b"", text)
    )
    told = facts.told_by_rules()
    assert "concept_names_pt.csv: The language has no table of names of concepts. Describe it in csv-meta" in told
    assert "concept_names_xx.csv: There is no such language. Found: 'xx'. The languages are de, es, fr, it," in told


def test_a_step_that_no_outcome_sums_up_is_refused(facts: Facts) -> None:
    line = facts.set("legal_events.csv", "le-002", outcome="settled")
    vocabulary = facts.ontology / "vocabularies" / "legal-event-outcome.ttl"
    settled = vocabulary.read_text(encoding="utf-8").replace("annulled-by-court", "settled").split("c:settled ", 1)[1]
    concept = settled.split(" .\n", 1)[0].replace('"Annulled by court"', '"Settled"')
    vocabulary.write_text(f"{vocabulary.read_text(encoding='utf-8')}\nc:settled {concept} .\n", encoding="utf-8")
    assert f"legal_events.csv, line {line}, column outcome: No legal outcome sums up this step." in facts.refusal()


@pytest.mark.parametrize(
    ("column", "cell", "wrong"),
    [
        ("summary", "word " * 51, "The summary has 51 words, 50 at most are allowed. "),
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


@pytest.mark.parametrize(
    ("column", "wrong"), [("country", "must have a country"), ("own_name_language", "must say which language")]
)
def test_an_authority_has_a_country_and_its_own_name_a_language(facts: Facts, column: str, wrong: str) -> None:
    line = facts.set("organisations.csv", "org-cnil", **{column: ""})
    refusal = facts.refusal()
    assert f"organisations.csv, line {line}" in refusal and wrong in refusal
