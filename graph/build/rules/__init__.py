"""The rules that no single cell and no shape can hold: each compares rows, tables, or the words they use.

A rule is a function from the facts to findings. To add one, write it in the file of its subject and list it here;
CONTRIBUTING.md, "How to add a rule", says when a shape or the metadata is the better place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from graph.build.facts import Facts, Rule
from graph.build.rules import (
    actors,
    cities,
    concept_names,
    contacts,
    countries,
    funding,
    identifiers,
    legal_events,
    legal_order,
    practice_texts,
    prohibitions,
    relations,
    seed,
    testimonials,
    vocabularies,
    words,
)
from graph.findings import Finding

RULES_OF_WORDS: Final[tuple[Rule, ...]] = (
    words.every_word_is_declared,
    words.a_word_is_explained,
    words.a_word_is_of_one_kind,
    words.an_inverse_names_its_partner,
    words.json_ld_names_every_word,
    vocabularies.a_file_is_one_named_scheme,
    vocabularies.a_concept_has_a_label_and_a_place,
    vocabularies.a_notation_means_one_concept,
    relations.a_kind_of_relation_has_all_its_pieces,
)
RULES_OF_FACTS: Final[tuple[Rule, ...]] = (
    legal_events.an_authority_fits_its_event,
    actors.a_default_regime_has_a_reason,
    actors.a_part_in_a_practice_does_not_end_before_it_begins,
    actors.years_are_those_of_the_dates,
    actors.nothing_is_broader_than_itself,
    cities.codes_of_a_city_are_those_of_its_country,
    cities.a_city_lies_where_its_number_says,
    cities.a_city_lies_in_its_country,
    contacts.a_contact_can_be_reached,
    contacts.an_address_is_that_of_an_office,
    contacts.an_amount_says_of_what_it_is,
    funding.funding_says_who_or_how_much,
    concept_names.a_language_has_its_table,
    concept_names.a_concept_has_a_name_in_every_language,
    concept_names.a_preferred_label_means_one_concept,
    concept_names.a_name_stands_once,
    countries.members_of_the_union_are_listed_as_such,
    countries.codes_are_those_of_eu_law,
    countries.a_jurisdiction_is_a_country,
    identifiers.an_eli_is_that_of_its_act,
    countries.an_amendment_says_whom_the_amended_act_leaves_out,
    legal_events.an_event_has_a_month_and_an_authority,
    legal_events.a_fine_has_a_currency,
    legal_events.high_confidence_needs_a_date_and_an_authority,
    legal_events.an_issue_has_an_event_and_an_event_an_issue,
    legal_events.a_drawn_event_keeps_to_its_issue,
    legal_order.what_is_overturned_was_imposed,
    legal_order.an_outcome_is_stated_only_where_no_step_decides,
    legal_order.only_a_last_step_is_left_out,
    legal_order.a_step_leads_to_an_outcome,
    practice_texts.a_text_is_in_a_language_that_readers_choose,
    practice_texts.a_translation_keeps_the_numbers,
    prohibitions.a_start_on_the_day_of_signature_has_a_reason,
    prohibitions.a_prohibition_names_its_exceptions,
    seed.offsets_cut_whole_words,
    seed.offsets_cut_the_words_stated,
    testimonials.topics_are_those_of_the_group,
    testimonials.a_note_says_that_topics_are_those_of_the_group,
)


def broken(rules: Iterable[Rule], facts: Facts) -> list[Finding]:
    """Return what the rules find."""
    return [finding for rule in rules for finding in rule(facts)]
