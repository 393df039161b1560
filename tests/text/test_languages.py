"""Which text a reader gets: their language with or without its region, then English, then the original, then any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.text.languages import LANGUAGES, best_text, same_language

NIGHT = {"en": "night", "pt": "noite", "pl": "noc", "de-AT": "Nacht"}


@pytest.mark.parametrize(
    ("reader", "texts", "original", "text", "language"),
    [
        ("pl", NIGHT, "", "noc", "pl"),
        ("pt-BR", NIGHT, "", "noite", "pt"),
        ("PT-br", NIGHT, "", "noite", "pt"),
        ("de", NIGHT, "", "Nacht", "de-AT"),
        ("de-CH", NIGHT, "", "Nacht", "de-AT"),
        ("pt-BR", {**NIGHT, "pt-BR": "noite do Brasil"}, "", "noite do Brasil", "pt-BR"),
        ("pt-BR", {"pt-PT": "de Lisboa", "pt": "de qualquer lugar"}, "", "de qualquer lugar", "pt"),
        ("fr", NIGHT, "pl", "night", "en"),
        ("en-GB", NIGHT, "", "night", "en"),
        ("fr", {"pl": "noc", "it": "notte"}, "pl", "noc", "pl"),
        ("fr", {"pl": "noc", "it-CH": "notte"}, "it-IT", "notte", "it-CH"),
        ("fr", {"pl": "noc", "it": "notte"}, "", "notte", "it"),
        ("pl", {"en": "night", "pl": ""}, "", "night", "en"),
        ("fr", {"": "of no known language"}, "", "of no known language", ""),
        ("fr", {}, "en", "", ""),
    ],
)
def test_a_reader_gets_the_nearest_text_and_is_told_its_language(
    reader: str, texts: dict[str, str], original: str, text: str, language: str
) -> None:
    assert best_text(texts, reader, original) == (text, language)


TAGS = st.sampled_from([*LANGUAGES, "pt-BR", "de-AT", "fr-CA", "zh-Hant-TW", ""])


@given(st.dictionaries(TAGS, st.text(max_size=5)), TAGS, TAGS)
def test_a_text_is_one_of_those_given_and_nobody_gets_another_language_than_they_could(
    texts: dict[str, str], reader: str, original: str
) -> None:
    text, language = best_text(texts, reader, original)
    written = {tag: each for tag, each in texts.items() if each}
    assert written.get(language, "") == text
    assert bool(text) == bool(written)
    if reader and any(same_language(tag, reader) for tag in written if tag):
        assert same_language(language, reader)


def test_regions_and_the_size_of_letters_do_not_make_another_language() -> None:
    assert same_language("pt-BR", "PT")
    assert not same_language("pt", "pl")
