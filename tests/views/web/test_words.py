"""Labels and keys as a reader sees them."""

from __future__ import annotations

import pytest

from tests.views.facts import rows_of
from views.web.words import basis_words, in_sentence


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("City", "city"), ("Member state", "member state"), ("EU body", "EU body"), ("AI video analytics",) * 2,
        ("DG", "DG"), ("Urban Agenda partnership",) * 2, ("Directorate-General of the Commission",) * 2,
        ("Number-plate recognition (ANPR)", "number-plate recognition (ANPR)"), ("", ""),
    ],
)  # fmt: skip
def test_a_label_within_a_sentence_is_lower_case_unless_it_is_a_name_or_begins_with_capitals(
    label: str, within: str
) -> None:
    assert in_sentence(label) == within


def test_the_basis_of_a_value_is_told_without_the_keys_of_bases() -> None:
    told = [basis_words(row["wikidata_basis"]) for row in rows_of("organisations.csv") if row["wikidata_basis"]]
    assert told and not [each for each in told if "general-knowledge" in each or "stored-" in each]
