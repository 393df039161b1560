"""What is offered while a citation is being written: expected from the tables alone, without any code of the search."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.search import TextIndex, find, reasons, suggestions
from graph.search.half_written import begun
from graph.search.helping import MOST_OFFERED
from graph.settings import ROOT
from tests.budget import examples

SHORTEST = 3
FEW = 4
FORMS = (
    "{name} {place}",
    "{name} art. {place}",
    "{name} article {place}",
    "art {place} {name}",
    "Art. {place} {name}",
    "article {place} of the {name}",
    "{number} art {place}",
    "article {place} of {number}",
    "{celex} article {place}",
    "art. {place}, {celex}",
    "{id}",
)


@dataclass(frozen=True)
class Cited:
    """A provision of the tables that people can cite by article, and how they write each part of the citation."""

    id: str
    name: str
    celex: str
    number: str
    place: str

    def written(self, form: str) -> str:
        return form.format(name=self.name, place=self.place, celex=self.celex, number=self.number, id=self.id)


def sensible(form: str, cited: Cited) -> int:
    """From how many characters on a provision can be meant: before, an act is still being named."""
    before, act, rest = next(form.partition(part) for part in ("{name}", "{number}", "{celex}", "{id}") if part in form)
    if before:
        return SHORTEST
    if act == "{id}":
        return len(f"{cited.celex}/")
    after = f"{cited.written(before + act)} "
    return len(after) + (2 if " art" in rest else 1)


def is_a_list_of_numbers(form: str, cited: Cited) -> bool:
    """`ERDF Regulation 2014-2020 8` names no article."""
    return form == "{name} {place}" and cited.name[-1].isdigit()


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


@cache
def citable() -> tuple[Cited, ...]:
    names = {row["id"]: row["short_name"] for row in table("acts")}
    found = []
    for row in table("provisions"):
        celex = re.fullmatch(r"3(\d{4})[A-Z](\d{4})", row["act"])
        parts = row["provision_ref"].split("/")
        if celex and re.fullmatch(r"art_\d+", parts[0]) and all(re.fullmatch(r"(par|pnt)_\w+", p) for p in parts[1:]):
            place = parts[0][4:] + "".join(f"({part.split('_', 1)[1]})" for part in parts[1:])
            found.append(Cited(row["id"], names[row["act"]], row["act"], f"{celex[1]}/{int(celex[2])}", place))
    return tuple(found)


@cache
def spellings(form: str) -> tuple[tuple[str, str], ...]:
    return tuple((each.written(form).casefold(), each.id) for each in citable())


def offered(index: TextIndex, text: str) -> list[str]:
    return [offer.hit.thing.id for offer in suggestions(index, text)]


def test_there_are_provisions_enough_to_cite() -> None:
    assert len(citable()) > 200


@settings(max_examples=examples(250))
@given(data=st.data())
def test_each_beginning_of_a_citation_offers_what_it_can_still_become(index: TextIndex, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    cited = data.draw(st.sampled_from(citable()))
    whole = cited.written(form)
    written = whole[: data.draw(st.integers(sensible(form, cited), len(whole)))]
    # A bracket that was only opened says nothing yet.
    said = written.rstrip("(").casefold()
    expected = {each for spelling, each in spellings(form) if spelling.startswith(said)}
    listed = offered(index, written)
    assert len(listed) <= MOST_OFFERED
    # `art 3 D` may become an article 3 of more acts than are offered: by other names, or with `de` before them.
    if len(expected) <= FEW and len(listed) < MOST_OFFERED and not is_a_list_of_numbers(form, cited):
        assert expected <= set(listed), written


@settings(max_examples=examples(60))
@given(cited=st.sampled_from(citable()), form=st.sampled_from(FORMS))
def test_every_beginning_gives_an_answer_and_the_whole_citation_comes_first(
    index: TextIndex, cited: Cited, form: str
) -> None:
    whole = cited.written(form)
    assert len(whole) > SHORTEST
    for length in range(SHORTEST, len(whole)):
        assert all(offer.reason.says for offer in suggestions(index, whole[:length]))
    if not is_a_list_of_numbers(form, cited):
        assert offered(index, whole)[0] == cited.id
        assert find(index, whole).hits[0].thing.id == cited.id


@pytest.mark.parametrize(
    ("written", "within"),
    [
        ("gdpr art", "32016R0679/"),
        ("ai act art", "32024R1689/art_"),
        ("ai act annex", "32024R1689/anx_"),
        ("2016/679 art", "32016R0679/"),
        ("ai act 5(1", "32024R1689/art_5/"),
        ("ai act art 5", "32024R1689/art_5"),
        ("GDPR article 35(", "32016R0679/art_35"),
        ("l. 251-", "fr-csi/L251-"),
    ],
)
def test_the_first_that_is_offered_belongs_to_what_was_named(index: TextIndex, written: str, within: str) -> None:
    recorded = [row["id"] for row in table("provisions") if row["id"].startswith(within)]
    # The act itself may stand before its articles.
    listed = [each for each in offered(index, written) if f"{each}/" != within][: min(3, len(recorded))]
    assert listed and all(each.startswith(within) for each in listed)


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("2016/6", r"32016[RL]06\d\d"),
        ("32016R06", r"32016R06\d\d"),
        ("regulation 2016/67", r"32016R067\d"),
        ("directive (eu) 2016/6", r"32016L06\d\d"),
        ("eli/reg/2016/6", r"32016R06\d\d"),
        ("c-511/", r"6\d{4}CJ0511"),
    ],
)
def test_the_acts_whose_number_begins_so_come_first(index: TextIndex, written: str, pattern: str) -> None:
    expected = {row["id"] for row in table("acts") if re.fullmatch(pattern, row["id"])}
    assert expected
    assert set(offered(index, written)[: len(expected)]) == expected


def test_a_page_of_results_reads_a_begun_citation_too(index: TextIndex) -> None:
    found = find(index, "art 35 gd")
    assert [hit.thing.id for hit in found.hits] == ["32016R0679/art_35"]
    assert reasons(found.hits[0].thing, found)[0].told == "GDPR, art. 35"


def test_a_whole_citation_on_a_page_of_results_does_not_grow(index: TextIndex) -> None:
    parts = {row["id"] for row in table("provisions") if row["id"].split("/")[:2] == ["32024R1689", "art_5"]}
    listed = [hit.thing.id for hit in find(index, "AI Act art 5", limit=200).hits]
    assert set(listed[: len(parts)]) == parts


@pytest.mark.parametrize(
    "written",
    ["art", "street art", "lighting", "2016", "camera", "artificial", "annexe", "stockholm", "a", "data", "light 5",
     "night harassment", "regulation", "gare", "24/7"],
)  # fmt: skip
def test_ordinary_words_are_no_beginnings_of_citations(index: TextIndex, written: str) -> None:
    assert find(index, written, growing=True).begun == ()


@settings(max_examples=examples(200))
@given(st.text(max_size=80) | st.text("art.( )/0123456789abgdpr", max_size=30), st.booleans())
def test_any_text_has_a_bounded_number_of_beginnings(text: str, unfinished: bool) -> None:
    found = begun(text, unfinished)
    assert len(found) <= 40 and all(each.start for each in found)
    assert begun(text, unfinished) == found
