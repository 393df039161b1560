"""A provision is cited in one way, and stands in the order of its act."""

from __future__ import annotations

import csv
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.law.articles import article_of
from graph.law.citation import citation, citation_in_act, is_whole_act, provision_name, sort_key
from graph.settings import ROOT
from graph.text.folding import fold

with (ROOT / "data" / "provisions.csv").open(encoding="utf-8", newline="") as handle:
    PROVISIONS = list(csv.DictReader(handle))


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("32016R0679/art_6/par_1/pnt_e", "art. 6(1)(e)"),
        ("12012P/TXT/art_7", "art. 7"),
        ("fr-csi/L251-2", "art. L251-2"),
        ("de-bdsg-2017/par_4", "§ 4"),
        ("de-polg-bw/par_44/abs_3", "§ 44(3)"),
        ("be-camera-act-2007/art_8-1", "art. 8/1"),
        ("be-police-function-act-1992/art_25-1", "art. 25/1"),
        ("ie-recording-devices-act-2023/sec_27", "section 27"),
        ("be-camera-act-2007/art_8/1", "art. 8/1"),
        ("it-dl-51-2023/art_8-ter", "art. 8-ter"),
        ("32024R1689/anx_II", "annex II"),
        ("32024R1689/anx_III/pnt_2", "annex III, point 2"),
        ("32024R1689/anx_III/pnt_1_a", "annex III, point 1(a)"),
        ("31995L0046/act", ""),
        ("32016R0679", ""),
        ("12012P/TXT", ""),
    ],
)
def test_a_provision_is_cited_as_the_law_it_belongs_to_does(identifier: str, expected: str) -> None:
    assert citation(identifier) == expected


def test_every_provision_has_a_citation_that_no_other_provision_of_its_act_has() -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in PROVISIONS:
        cited = citation(row["id"], row["act"])
        assert cited == citation(row["id"])
        assert bool(cited) != is_whole_act(row["id"], row["act"])
        assert "_" not in cited and not re.search(r"\b(art|par|pnt|anx)\b(?!\.)", cited)
        assert seen.setdefault((row["act"], cited), row["id"]) == row["id"]
    assert seen


def test_a_search_reads_every_citation_of_union_law_back_as_the_same_provision() -> None:
    union = [row for row in PROVISIONS if row["eli"] and citation(row["id"])]
    for row in union:
        article = article_of(fold(citation(row["id"])))
        assert article is not None, row["id"]
        assert row["provision_ref"].casefold() in article.refs
        assert article.read_as == citation(row["id"])
    assert union


def test_articles_come_by_number_parts_after_their_whole_and_annexes_last() -> None:
    wanted = (
        "rct_2 art_3 art_4 art_4/par_2 art_4a art_5/par_1/pnt_b art_5/par_1/pnt_ba art_5/par_1/pnt_c art_5/par_10 "
        "art_8 art_8-bis art_8-ter art_8-quater art_9 art_10 anx_II anx_III/pnt_1_a anx_III/pnt_2 anx_III/pnt_10 "
        "anx_IV anx_IX"
    ).split()
    assert sorted(sorted(wanted), key=lambda ref: sort_key(f"a/{ref}")) == wanted


def test_the_provisions_of_an_act_stand_together_and_each_after_what_it_is_part_of() -> None:
    ordered = [row["id"] for row in sorted(PROVISIONS, key=lambda row: sort_key(row["id"]))]
    acts = [act for act, _ in itertools.groupby(ordered, key=lambda each: next(
        row["act"] for row in PROVISIONS if row["id"] == each))]  # fmt: skip
    assert len(acts) == len(set(acts)) and acts
    places = {each: place for place, each in enumerate(ordered)}
    nested = [(each, each.rpartition("/")[0]) for each in ordered if each.rpartition("/")[0] in places]
    assert nested and all(places[whole] < places[part] for part, whole in nested)


@given(st.text(alphabet="art_npx/0123abLI-", max_size=30), st.text(alphabet="art_npx/0123abLI-", max_size=30))
def test_any_two_identifiers_have_citations_and_an_order(one: str, other: str) -> None:
    assert isinstance(citation(one), str)
    assert (sort_key(one) < sort_key(other)) + (sort_key(other) < sort_key(one)) <= 1


def test_the_name_of_a_provision_says_its_act_and_a_whole_act_has_its_own_name() -> None:
    assert provision_name("GDPR", "32016R0679/art_35", "Impact assessment") == "GDPR, art. 35: Impact assessment"
    assert provision_name("DPD", "31995L0046/act", "Whole act") == "DPD"
    assert citation_in_act("", "32016R0679/art_35") == "art. 35"
