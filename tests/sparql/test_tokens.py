"""Whatever the text, its tokens are found soon and give the text back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.sparql.tokens import edited, tokens, words
from tests.budget import examples

PARTS = st.sampled_from([*"ab1.-·: _?$@<>\"'\\#%\n{}é", "op:", "a-b:", "\\u0041", "%20", "<a>", "x.", "..:", "'''"])
# Each of these made an earlier scanner look at the rest of the text again and again.
HOSTILE = ["a-", "a.", "a.-", "1.", "·a", "x:a.", "x:....", "<a", "@a-", "'''\\", '"""\\"', "_:a.", "(", "-a:"]


@given(st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=60))
@settings(max_examples=examples(300))
def test_between_the_tokens_of_a_text_stand_spaces_and_comments_alone(text: str) -> None:
    found = list(tokens(text))
    assert all(text.startswith(token.text, token.start) for token in found)
    assert edited(text, [(token.start, token.end, token.text) for token in found]) == text
    if not any(token.kind == "broken" for token in found):
        layout = edited(text, [(token.start, token.end, "\n") for token in found])
        assert re.fullmatch(r"(\s|#[^\r\n]*)*", layout)


@given(st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=60))
@settings(max_examples=examples(1000))
def test_the_words_of_a_text_are_those_of_its_tokens(text: str) -> None:
    assert words(text) == [token.text.lower() for token in tokens(text) if token.kind == "word"]


@pytest.mark.parametrize("part", HOSTILE)
def test_a_text_made_to_be_slow_is_scanned_in_one_pass(part: str) -> None:
    text = part * (60_000 // len(part))
    found = list(tokens(text))
    assert len(words(text)) <= len(found) <= len(text)
    assert found[-1].kind == "broken" or found[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("op:City", ["name"]),
        ("a-b.c:d", ["name"]),
        ("a-b.c-d", ["word", "other", "word", "other", "word", "other", "word"]),
        ("a-b :c", ["word", "other", "word", "name"]),
        ("a.:b", ["word", "other", "name"]),
        ("1.5e-3", ["word", "other", "word", "other", "word"]),
        ("a-b?c-d:e", ["word", "other", "word", "variable", "other", "name"]),
        ("'open\n ?x", ["broken"]),
    ],
)
def test_a_prefix_is_told_from_a_word(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds
