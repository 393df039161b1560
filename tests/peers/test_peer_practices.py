"""The practices that a person who read the facts would call first."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from graph.links.days import day_number
from graph.peers import Peers, nearest, spread, weights
from graph.peers.gather import gather
from graph.revision import Revision
from graph.settings import ROOT
from graph.store.embedded import EmbeddedStore

ON = "2026-11-22"
JUDGED = Path(__file__).with_name("judged_pairs.csv")
# Judged by reading the facts: what must be among the first five of each.
EXPECTED = {
    "lille-stop-on-demand": {"bilbao-night-bus-stops", "vigo-night-stops", "kalmar-night-stops"},
    "nantes-night-council": {"liege-night-council", "krakow-night-mayor"},
    "liege-mobile-barriers": {"berlin-breitscheidplatz-barriers", "stockholm-lions", "nice-promenade-protection"},
    "zaventem-airport-frt": {"prague-airport-frt", "berlin-suedkreuz-frt"},
    "saint-etienne-audio": {"orleans-audio"},
    "ostrava-prevention-assistants": {"most-prevention-assistants"},
    "malmo-sluta-skjut": {"glasgow-vru"},
    "madrid-safe-cities-women": {"dublin-safe-cities"},
    "mannheim-ai-video": {"hamburg-hansaplatz-ivbeo"},
    "vilnius-drones": {"riga-drones-5g"},
    "leiria-ai-cctv": {"portimao-ai-cctv", "porto-cctv"},
    "brussels-video-platform": {"budapest-szitakoto"},
}


def number_of(peers: Peers, name: str) -> int:
    return next(each for each in range(len(peers)) if peers.named(each)[0] == name)


def names(peers: Peers, name: str, most: int, **given: str) -> list[str]:
    found = nearest(peers, number_of(peers, name), ON, weights(given), most)
    return [peers.named(each.practice)[0] for each in found]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_practices_to_call_first_are_among_the_first_ten(peers: Peers, name: str) -> None:
    assert set(names(peers, name, 10)) >= EXPECTED[name]


def test_every_practice_of_the_facts_can_be_asked_about(peers: Peers) -> None:
    with (ROOT / "data" / "practices.csv").open(encoding="utf-8", newline="") as handle:
        ids = {row["id"] for row in csv.DictReader(handle)}
    assert {peers.named(each)[0] for each in range(len(peers))} == ids
    assert all(names(peers, each, 3) for each in ids)


def test_the_judged_pairs_are_of_the_facts_and_come_in_order_more_often_than_not(peers: Peers) -> None:
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) > 60 and all(row["reason"] and row["grade"] in "012" for row in rows)
    assert len({(row["practice"], row["other"]) for row in rows}) == len(rows)
    right = wrong = 0
    for practice in sorted({row["practice"] for row in rows}):
        order = names(peers, practice, len(peers))
        grades = {row["other"]: int(row["grade"]) for row in rows if row["practice"] == practice}
        place = {other: order.index(other) if other in order else len(peers) for other in grades}
        for one in grades:
            for other in grades:
                if grades[one] > grades[other]:
                    right += place[one] < place[other]
                    wrong += place[one] >= place[other]
    # More than half of the pairs were judged because they stand in the first five: a 0 among those is out of order.
    assert right / (right + wrong) > 0.75


def test_most_of_the_first_five_are_worth_a_look_where_all_of_them_were_judged(peers: Peers) -> None:
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        grades = {(row["practice"], row["other"]): int(row["grade"]) for row in csv.DictReader(handle)}
    first = [
        grades[practice, peers.named(each.practice)[0]]
        for practice in sorted({practice for practice, _ in grades})
        for each in spread(peers, number_of(peers, practice), ON, weights({}), 5).found
        if (practice, peers.named(each.practice)[0]) in grades
    ]
    assert len(first) > 60
    assert sum(map(bool, first)) / len(first) > 0.7


def test_a_reader_who_wants_other_means_to_the_same_end_gets_them(peers: Peers) -> None:
    cameras = number_of(peers, "madrid-cctv")
    found = nearest(peers, cameras, ON, weights({"w_technology": "0", "w_law": "0", "w_problem": "8"}), 5)
    mine = set(peers.features["problem"].own_of(cameras, day_number(ON)))
    assert len(found) == 5
    for each in found:
        assert mine & set(peers.features["problem"].own_of(each.practice, day_number(ON)))


def test_with_other_cities_only_no_practice_of_the_same_city_is_shown(peers: Peers) -> None:
    nice = number_of(peers, "nice-school-vsa")
    usual = nearest(peers, nice, ON, weights({}), 50)
    other = nearest(peers, nice, ON, weights({}), 50, elsewhere=True)
    assert any("nice" in [city.id for city in peers.cities_of(each.practice)] for each in usual)
    assert not any("nice" in [city.id for city in peers.cities_of(each.practice)] for each in other)


def test_the_law_of_an_earlier_day_gives_other_reasons(peers: Peers) -> None:
    kortrijk = number_of(peers, "kortrijk-briefcam")
    early = nearest(peers, kortrijk, "2010-01-01", weights({}), 5)
    late = nearest(peers, kortrijk, ON, weights({}), 5)
    assert "law" in {name for each in late for name, _ in each.parts}
    assert early != late


def test_the_same_quads_give_the_same_peers_to_the_byte(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    from graph.peers.index import write

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    write(gather(store), tmp_path / "a")
    write(gather(store), tmp_path / "b")
    written = sorted((tmp_path / "a").iterdir())
    assert written
    for each in written:
        assert each.read_bytes() == (tmp_path / "b" / each.name).read_bytes(), each.name
