"""The index itself: the same from any store, whole or not there, the same order each time, and calm about any text."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import TimedOut
from graph.revision import Revision
from graph.search import INDEX, TextIndex, find, index_of, instead, partly, reasons, suggestions
from graph.search.gather import gather
from graph.search.index import load, write
from graph.store.embedded import EmbeddedStore
from tests.budget import examples


def copied(revision: Revision, folder: Path) -> Revision:
    """The revision in a folder of its own, without any index."""
    shutil.copytree(revision.path, folder / "000001", ignore=shutil.ignore_patterns("index"))
    return dataclasses.replace(revision, path=folder / "000001")


class Failing:
    """A store that fails while it is asked."""

    def serialize(self, text: str, media_type: str) -> bytes:
        raise TimedOut(1.0)


def test_the_build_leaves_the_index_beside_the_revision(revision: Revision, store: EmbeddedStore) -> None:
    (folder,) = (revision.path / "index" / "search").iterdir()
    assert INDEX.open(folder).things == len(gather(store)) > 1_500


def test_a_build_that_breaks_off_leaves_nothing_and_the_next_one_is_whole(
    revision: Revision, store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = copied(revision, tmp_path)
    with pytest.raises(TimedOut):
        index_of(mine, Failing)
    beside = mine.path / "index" / "search"
    assert list(beside.iterdir()) == []

    def full(_source: str, _target: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", full)
        with pytest.raises(OSError, match="No space"):
            INDEX.make(mine, lambda: store)
    assert list(beside.iterdir()) == []
    assert find(index_of(mine, lambda: store), "Nice").hits[0].thing.id == "nice"


def test_the_same_things_give_the_same_results_in_the_same_order(
    index: TextIndex, store: EmbeddedStore, tmp_path: Path
) -> None:
    (tmp_path / "again").mkdir()
    write(gather(store), tmp_path / "again")
    again = load(tmp_path / "again")
    for asked in ("camera", "art. 35 GDPR", "lihgting", "security", "nic"):
        ours, theirs = (
            [(hit.thing, round(hit.score, 3)) for hit in find(each, asked, limit=200).hits] for each in (index, again)
        )
        assert ours == theirs


def test_pages_follow_each_other_without_gap_or_repeat(index: TextIndex) -> None:
    whole = [hit.thing.iri for hit in find(index, "camera", limit=10_000).hits]
    paged = [
        hit.thing.iri
        for start in range(0, len(whole), 20)
        for hit in find(index, "camera", limit=20, offset=start).hits
    ]
    assert paged == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("asked", ["camera", "security", "facial recognition", "GDPR", "Nice", "art. 35 GDPR"])
def test_counts_are_the_number_of_results_of_each_kind(index: TextIndex, asked: str) -> None:
    found = find(index, asked, limit=10_000)
    assert found.counts == dict(Counter(hit.thing.kind for hit in found.hits))
    assert found.total == len(found.hits)
    for kind, count in (found.counts or {}).items():
        chosen = find(index, asked, [kind], limit=10_000)
        assert (chosen.total, chosen.counts) == (count, found.counts)
        assert {hit.thing.kind for hit in chosen.hits} == {kind}


def test_a_name_counts_more_than_a_text_and_a_text_more_than_a_meaning(index: TextIndex) -> None:
    strength = {"identifier": 0, "name": 1, "beginning": 2, "words": 2, "text": 3, "meaning": 4}
    found = find(index, "drone", limit=200)
    # The title of a document counts as a text: it is the name of a page, not of a thing of ours.
    hits = [hit for hit in found.hits if hit.thing.kind != "documents"]
    shown = [strength[reasons(hit.thing, found)[0].kind] for hit in hits]
    assert shown[0] == 1 and shown[-1] == 4
    assert shown == sorted(shown)


def test_meaning_finds_practices_by_the_kinds_of_what_was_named(index: TextIndex, store: EmbeddedStore) -> None:
    found = find(index, "videosorveglianza", ["practices"], limit=500)
    told = {hit.thing.id: [reason.told for reason in reasons(hit.thing, found)] for hit in found.hits}
    things = gather(store)
    below = next(thing for thing in things if thing.id == "video-surveillance")
    kinds = {below.iri, *below.narrower}
    practices = [thing for thing in things if thing.kind == "practices"]
    using = {thing.id for thing in practices for link in thing.links if link.role == "technology" and link.iri in kinds}
    assert using <= set(told) and len(using) > 30
    said = "Uses Fixed CCTV, a kind of Video surveillance (“Videosorveglianza” in Italian)"
    assert told["nice-frt-carnival-2019"] == [said]


def test_marked_words_are_the_ones_that_were_asked(index: TextIndex) -> None:
    found = find(index, "lighting Eindhoven", limit=10)
    assert found.hits
    for hit in found.hits:
        marked = {part.text.lower() for reason in reasons(hit.thing, found) for part in reason.segments if part.marked}
        assert marked and all(word.startswith(("light", "eindhoven")) for word in marked)


def test_nothing_found_leads_to_a_search_that_finds_something(index: TextIndex) -> None:
    tries = instead(index, find(index, "drones zzzzzz Portugal"))
    assert tries == [] or all(each.total == find(index, each.text).total > 0 for each in tries)
    assert {each.text for each in instead(index, find(index, "drones Portugal"))} == {"drones", "Portugal"}
    assert instead(index, find(index, "qqqqqqqqqq")) == []


def test_when_nothing_has_all_words_the_things_with_the_most_of_them_come_first(index: TextIndex) -> None:
    found = find(index, "harassment zzzzzz bus stops")
    assert found.total == 0
    numbers = [
        len({part.text.lower()[:4] for reason in reasons(hit.thing, found) for part in reason.segments if part.marked})
        for hit in partly(index, found)
    ]
    assert numbers and numbers[0] >= 2
    only = partly(index, find(index, "harassment zzzzzz"), ["practices"])
    expected = {hit.thing.iri for hit in find(index, "harassment ", ["practices"], 50).hits}
    assert only and {hit.thing.iri for hit in only} <= expected
    assert partly(index, find(index, "qqqqqqqqqq")) == partly(index, find(index, "qqqqqqqqqq zzzzzz")) == ()


def test_a_corrected_word_is_named(index: TextIndex) -> None:
    found = find(index, "facail recognition")
    assert [(each.written, each.taken) for each in found.corrected] == [("facail", "facial")]
    assert find(index, "facial recognition").corrected == ()


@pytest.mark.parametrize(
    "asked",
    ["*", "a*", "name:nice", "+nice -lyon", '"nice', "nice~3", "[a TO z]", "/.*/", "nice^9", "(", "\\", "AND OR NOT",
     "' OR 1=1 --", "}\x00{", "?s ?p ?o", "🦄", "\u202egdpr", "ﬁre", "a" * 200],
)  # fmt: skip
def test_nothing_in_a_search_is_syntax(index: TextIndex, asked: str) -> None:
    found = find(index, asked)
    assert all(reasons(hit.thing, found) for hit in found.hits)
    assert instead(index, found) is not None
    assert all(reasons(hit.thing, found) for hit in partly(index, found))


@settings(max_examples=examples(80))
@given(
    asked=st.text(max_size=60)
    | st.lists(st.sampled_from(["art.", "5(1)", "GDPR", "nice", "(", "*", "2016/679", "ö", "lighitng"])).map(" ".join)
)
def test_any_text_gives_an_answer_with_reasons(index: TextIndex, asked: str) -> None:
    found = find(index, asked, limit=5)
    assert found.total >= len(found.hits)
    for hit in found.hits:
        assert all(reason.says for reason in reasons(hit.thing, found))
    assert all(offer.reason.says for offer in suggestions(index, asked))


def written_with_one_wrong_letter(word: str) -> list[str]:
    middle = len(word) // 2
    return [
        word[:middle] + word[middle + 1 :],
        word[:middle] + "x" + word[middle:],
        word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :],
    ]


@pytest.mark.parametrize("city", ["Rotterdam", "Marseille", "Barcelona", "Stuttgart", "Ljubljana", "Copenhagen"])
def test_one_wrong_letter_in_the_name_of_a_city_still_finds_it(index: TextIndex, city: str) -> None:
    slips = list(written_with_one_wrong_letter(city))
    assert slips
    for written in slips:
        assert find(index, written + " ").hits[0].thing.label == city, written


def test_suggestions_grow_with_what_is_written(index: TextIndex) -> None:
    for written in ("sto", "stoc", "stock", "stockh", "stockho", "stockhol", "stockholm"):
        offered: list[Any] = suggestions(index, written)
        assert "stockholm" in {each.hit.thing.id for each in offered} and len(offered) <= 8
