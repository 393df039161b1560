"""Words of titles and descriptions make practices alike when a few have them, and registers do not crowd out others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph.peers import CONTRIBUTIONS, Peers, nearest, spread, weights
from graph.peers.gather import FeatureValue, PeerFacts, Practice
from graph.peers.index import load, write
from graph.peers.reasons import differences, reasons
from graph.peers.scoring import likeness
from graph.peers.words import shared_words, small_words, stemmed

ON = "2026-11-22"
World = Callable[..., Peers]
ONLY_WORDS = {each.name: float(each.name == "words") for each in CONTRIBUTIONS}
FILLING = [("Nothing in common", [f"Filling{number}"]) for number in range(30)]


def of_texts(folder: Path, *texts: tuple[str, list[str]]) -> Peers:
    """Peers of practices that have nothing but a title and descriptions, among others that share nothing with them."""
    told = {f"p{number:02}": text for number, text in enumerate([*texts, *FILLING])}
    found, words = shared_words(told)
    values = {each.key: FeatureValue(each.key, each.form, each.form, "", each.broader) for each in words}
    practices = tuple(
        Practice(iri, iri, title, (), {"words": tuple((key, "", "") for key in sorted(found[iri]))})
        for iri, (title, _) in told.items()
    )
    folder.mkdir(parents=True, exist_ok=True)
    write(PeerFacts(practices, values, {}), folder)
    return load(folder)


def alike(peers: Peers, one: int, other: int) -> float:
    return float(likeness(peers, one, ON, ONLY_WORDS)["words"][other])


def test_forms_of_one_word_are_one_and_small_words_and_numbers_are_none() -> None:
    assert set(stemmed("Crossing guards")) == set(stemmed("The guard at 12 crossings of a town"))
    assert {"the", "people", "year"} <= small_words()
    assert not {"guard", "noise", "camera", "school", "police"} & small_words()


def test_practices_that_speak_of_the_same_are_alike_and_the_reason_shows_the_words(tmp_path: Path) -> None:
    guards = "Paid guards help children at crossings."
    peers = of_texts(tmp_path, ("Seniors", [guards]), ("Pupils", ["Crossing guards"]), ("Lamps", ["Lit lanes"]))
    [first] = nearest(peers, 0, ON, ONLY_WORDS, 5)
    assert first.practice == 1 and alike(peers, 0, 2) == 0
    [reason] = reasons(peers, 0, first, ON)
    assert reason.text in ("Both speak of crossings and guards", "Both speak of crossing and guards")
    assert reason.share == 100 and reason.label == "Words"
    assert "words" not in {each.contribution for each in differences(peers, 0, 1, ON)}


def test_a_word_of_both_titles_counts_more_than_one_of_a_title_and_a_text(tmp_path: Path) -> None:
    texts = [("Whistles", ["Alpha"]), ("Whistles", ["Beta"]), ("Gamma", ["Whistles"])]
    peers = of_texts(tmp_path, *texts)
    assert alike(peers, 0, 1) > alike(peers, 0, 2) > 0


def test_a_word_that_many_have_and_one_that_nobody_shares_make_nothing_alike(tmp_path: Path) -> None:
    peers = of_texts(tmp_path, ("Camera", ["Unique"]), *[("Camera", [f"Other{each}"]) for each in range(9)])
    assert alike(peers, 0, 1) == 0 and nearest(peers, 0, ON, ONLY_WORDS, 5) == []


def test_words_are_those_that_the_facts_say_in_english(peers: Peers) -> None:
    told = {peers.value("words", each).label for each in range(peers.features["words"].width)}
    assert "crossings" in told or "crossing" in told
    assert not {"und", "che", "avec", "nicht", "della"} & told


def test_what_is_too_wide_is_told_and_makes_nothing_alike(peers: Peers) -> None:
    features = peers.features["problem"]
    named = {peers.value("problem", each).iri.rsplit("/", 1)[-1]: each for each in range(features.width)}
    wide = named["security-in-general"]
    held = peers.held("problem", 0)
    assert held.having[wide] > 1 and held.value[wide] == 0 < held.value[named["noise"]]


def registered(folder: Path, registers: list[str]) -> Peers:
    """Practices p00, p01, ... that share one theme, the later with ever more others, each of a register or of none."""
    practices = tuple(
        Practice(f"p{number:02}", f"p{number:02}", f"Practice {number}", (),
                 {"theme": tuple((theme, "", "") for theme in ["a", *map(str, range(number))])}, register)
        for number, register in enumerate(registers)
    )  # fmt: skip
    alone = tuple(Practice(f"q{each}", f"q{each}", "Alone", (), {}) for each in range(9))
    folder.mkdir(parents=True, exist_ok=True)
    names = {theme for each in practices for theme, _, _ in each.features["theme"]}
    write(PeerFacts((*practices, *alone), {each: FeatureValue(each) for each in names}, {}), folder)
    return load(folder)


def order(peers: Peers, most: int = 8) -> tuple[list[int], int]:
    found: Any = spread(peers, 0, ON, {"theme": 1.0}, most)
    return [each.practice for each in found.found], found.moved


def test_no_more_than_two_of_one_register_stand_among_the_first_five_and_it_is_said_how_many_gave_way(
    tmp_path: Path,
) -> None:
    peers = registered(tmp_path, ["", "r", "r", "r", "r", "", "", "s", ""])
    assert order(peers) == ([1, 2, 5, 6, 7, 3, 4, 8], 2)
    assert order(peers, 3) == ([1, 2, 5], 2), "the short list begins like the long one"


def test_all_of_a_register_stay_where_nobody_else_is_alike_and_others_are_as_they_were(tmp_path: Path) -> None:
    assert order(registered(tmp_path / "one", ["", "r", "r", "r", "r"])) == ([1, 2, 3, 4], 0)
    assert order(registered(tmp_path / "none", [""] * 7)) == ([1, 2, 3, 4, 5, 6], 0)


def test_of_the_facts_every_first_five_holds_two_of_a_register_at_most(peers: Peers) -> None:
    moved = 0
    for practice in range(0, len(peers), 5):
        near = spread(peers, practice, ON, weights({}), 5)
        held = [register for each in near.found if (register := peers.register_of(each.practice))]
        assert all(held.count(each) <= 2 for each in held)
        moved += near.moved
    assert moved
