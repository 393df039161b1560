"""Words that stand in what a practice leads to find it too, and the page says through what."""

from __future__ import annotations

import pytest

from graph.search import TextIndex, find, reasons


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        ("night harassment", "barcelona-no-callem", "Night time economy"),
        ("drones over events", "riga-drones-5g", "Event safety"),
        ("airport face recognition", "zaventem-airport-frt", "Facial recognition"),
    ],
)
def test_two_words_of_two_themes_find_the_practice_that_has_both(
    index: TextIndex, text: str, expected: str, told: str
) -> None:
    found = find(index, text)
    hit = next(hit for hit in found.hits if hit.thing.iri.endswith(f"/{expected}"))
    said = [reason.told for reason in reasons(hit.thing, found)]
    assert any(told in each for each in said), said


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    [
        (
            "harcèlement discothèques",
            "barcelona-no-callem",
            "Has the theme Night time economy (“discothèques” in French)",
        ),
        (
            "molestie notturna",
            "tallinn-old-town-night-agreement",
            "Has the theme Harassment (“Molestie” in Italian)",
        ),
        (
            "acoso nocturno",
            "barcelona-no-callem",
            "Also called in Spanish: Protocolo No Callem para locales de ocio nocturno",
        ),
    ],
)
def test_two_words_of_another_language_find_it_too(index: TextIndex, text: str, expected: str, told: str) -> None:
    found = find(index, text)
    hits = [hit for hit in found.hits if hit.thing.iri.endswith(f"/{expected}")]
    said = [reason.told for hit in hits for reason in reasons(hit.thing, found)]
    assert any(told in each for each in said), said
