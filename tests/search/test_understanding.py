"""What a search is taken to mean: laws by number, article and name, written as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.law.articles import article_of
from graph.law.keys import act_keys, provision_keys
from graph.search.understanding import understand
from graph.text.folding import distance, fold, plain, tokens, words
from tests.budget import examples


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("article 35", "art_35"),
        ("art. 35", "art_35"),
        ("Art.35", "art_35"),
        ("5(1)(h)", "art_5/par_1/pnt_h"),
        ("article 5 (1) (h)", "art_5/par_1/pnt_h"),
        ("article 5, paragraph 1, point (h)", "art_5/par_1/pnt_h"),
        ("Art. 5 Abs. 1 Buchst. h", "art_5/par_1/pnt_h"),
        ("artikel 5 lid 1 onder h", "art_5/par_1/pnt_h"),
        ("articolo 5, comma 1, lettera h)", "art_5/par_1/pnt_h"),
        ("article 1(40)", "art_1/pnt_40"),
        ("annex III(1)(a)", "anx_iii/pnt_1_a"),
        ("Anhang III", "anx_iii"),
        ("L251-2", "l251-2"),
        ("L. 251-2", "l251-2"),
        ("article R. 252-4", "r252-4"),
        ("§ 15", "art_15"),
    ],
)
def test_an_article_is_read_however_it_is_written(written: str, ref: str) -> None:
    article = article_of(fold(written))
    assert article is not None and ref in article.refs


@pytest.mark.parametrize("written", ["2016", "Nice 2019", "lighting", "24/7", "Action 3", "C-311/18", "2016/679"])
def test_a_number_that_is_no_article_is_not_read_as_one(written: str) -> None:
    assert article_of(fold(written)) is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("2016/680", "num:2016/680"),
        ("Regulation (EU) 2016/679", "num:r:2016/679"),
        ("Directive 95/46/EC", "num:l:95/46"),
        ("règlement (UE) 2016/679", "num:r:2016/679"),
        ("CELEX:32016R0679", "id:32016r0679"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/art_35/oj", "eli:reg/2016/679/art_35"),
        ("C-311/18", "case:c-311/18"),
        ("C‑311/18", "case:c-311/18"),
        ("no 506370", "case:506370"),
        ("ECLI:NL:RBOVE:2024:594", "id:ecli:nl:rbove:2024:594"),
        ("GDPR 35", "act:gdpr#art_35"),
        ("2016/679 art 6", "num:2016/679#art_6"),
        ("article 35 of the General Data Protection Regulation", "act:general data protection regulation#art_35"),
    ],
)
def test_an_act_or_a_case_is_read_by_number_and_by_name(written: str, key: str) -> None:
    assert key in {candidate.key for candidate in understand(written).candidates}


@pytest.mark.parametrize("asked", ["2016/679", "679/2016", "16/679"])
def test_an_act_is_known_by_its_number_in_each_order(asked: str) -> None:
    assert {f"num:{asked}", f"num:r:{asked}"} <= set(act_keys("32016R0679", ["GDPR"]))


def test_a_part_of_an_article_is_known_by_what_holds_it() -> None:
    keys = provision_keys("art_5/par_1/pnt_h", ["act:ai act"])
    assert {
        "act:ai act#art_5/par_1/pnt_h",
        "act:ai act#<art_5/par_1",
        "act:ai act#<art_5",
        "#art_5/par_1/pnt_h",
    } == set(keys)


@settings(max_examples=examples(300))
@given(st.text(max_size=200))
def test_any_text_is_understood_within_bounds(text: str) -> None:
    asked = understand(text)
    assert len(asked.words) <= 12 and len(asked.candidates) <= 120
    assert set(asked.meant) <= set(asked.words)
    assert understand(text) == asked
    assert all(token.word for token in tokens(text))
    assert plain(plain(text)) == plain(text)


@settings(max_examples=examples(200))
@given(st.text("abcde", min_size=1, max_size=8), st.text("abcde", min_size=1, max_size=8))
def test_the_distance_of_words_is_symmetric_and_keeps_its_bound(first: str, second: str) -> None:
    assert distance(first, first, 2) == 0
    assert distance(first, second, 2) == distance(second, first, 2) <= 3
    if len(first) > 1:
        assert distance(first, first[1] + first[0] + first[2:], 2) <= 1


@pytest.mark.parametrize(
    ("text", "folded"), [("Malmö", "malmo"), ("Straße", "strasse"), ("ŁÓDŹ", "lodz"), ("Αθήνα", "αθηνα")]
)
def test_accents_and_case_do_not_count(text: str, folded: str) -> None:
    assert words(text) == [folded]
