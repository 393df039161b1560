"""The rules that no single cell and no shape can hold: each compares rows, tables, or the words they use.

A rule is a function from the facts to findings. To add one, write it in the file of its subject and list it here;
CONTRIBUTING.md, "How to add a rule", says when a shape or the metadata is the better place.
"""

from __future__ import annotations

from typing import Final

from graph.build.facts import Facts, Rule
from graph.build.findings import Finding
from graph.build.rules import (
    actors,
    countries,
    legal_events,
    legal_order,
    relations,
    seed,
    testimonials,
    vocabularies,
    words,
)

RULES: Final[tuple[Rule, ...]] = (
    actors.a_lead_level_has_one_actor,
    actors.nothing_is_broader_than_itself,
    countries.members_of_the_union_are_listed_as_such,
    countries.codes_are_those_of_eu_law,
    countries.a_jurisdiction_is_a_country,
    legal_events.an_issue_has_an_event_and_an_event_an_issue,
    legal_events.high_confidence_needs_a_date_and_an_authority,
    legal_events.the_issue_states_year_and_number,
    legal_events.basis_and_sources_are_those_of_the_practice,
    legal_order.events_stand_in_time_order,
    legal_order.what_is_overturned_was_imposed,
    legal_order.the_last_step_agrees_with_the_outcome,
    seed.offsets_cut_whole_words,
    seed.offsets_cut_the_words_stated,
    testimonials.topics_are_those_of_the_group,
    testimonials.a_note_says_that_topics_are_those_of_the_group,
    words.every_word_is_declared,
    words.a_word_is_explained,
    words.an_inverse_names_its_partner,
    words.json_ld_names_every_word,
    vocabularies.a_file_is_one_named_scheme,
    vocabularies.a_concept_has_a_label_and_a_place,
    vocabularies.a_notation_means_one_concept,
    relations.a_kind_of_relation_has_all_its_pieces,
)


def broken_rules(facts: Facts) -> list[Finding]:
    """Return what every rule finds."""
    return [finding for rule in RULES for finding in rule(facts)]
