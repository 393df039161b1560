"""What is kept stays as it was, and never takes more than its budget."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import random
import threading
from pathlib import Path

import pytest

from graph.errors import Damaged, NotFound, ResultGone, ResultsFull
from graph.results.archive import MB, ResultArchive
from graph.results.result import Result

ONE = Result(
    query="ASK {}", media_type="text/csv", dataset="sha256:00", software="test", engine="test", rows=None, size=0,
    sha256="", revision=1, kept="2026-11-30T00:00:00+00:00",
)  # fmt: skip


def answer(number: int, size: int = 10) -> tuple[Result, bytes]:
    """An answer whose bytes cannot be packed smaller."""
    body = random.Random(number).randbytes(size)
    told = {"query": f"ASK {{}} # {number}", "size": size, "sha256": hashlib.sha256(body).hexdigest()}
    return dataclasses.replace(ONE, **told), body  # type: ignore[arg-type]


def archive(folder: Path, budget: int = MB, drops_oldest: bool = False) -> ResultArchive:
    return ResultArchive(folder / "results", budget, drops_oldest)


def taken(here: ResultArchive) -> int:
    return sum(each.stat().st_size for each in here.folder.iterdir())


def test_what_is_kept_is_given_back_and_told_as_it_was(tmp_path: Path) -> None:
    here, (result, body) = archive(tmp_path), answer(1, 50_000)
    assert here.keep(result, body) and not here.keep(result, body)
    assert here.find(result.digest) == result and here.body(result) == body


def test_an_answer_kept_later_under_the_same_name_changes_nothing(tmp_path: Path) -> None:
    here, (result, body) = archive(tmp_path), answer(1)
    here.keep(result, body)
    later = dataclasses.replace(result, kept="2027-01-01T00:00:00+00:00", revision=7)
    assert not here.keep(later, body) and here.find(later.digest) == result


def test_a_full_archive_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    here = archive(tmp_path, budget=100_000)
    here.keep(*answer(1, 60_000))
    with pytest.raises(ResultsFull, match="Nothing was kept"):
        here.keep(*answer(2, 60_000))
    assert here.body(answer(1, 60_000)[0]) == answer(1, 60_000)[1]
    with pytest.raises(NotFound):
        here.find(answer(2, 60_000)[0].digest)


def test_where_the_oldest_goes_its_record_stays_and_says_so(tmp_path: Path) -> None:
    here = archive(tmp_path, budget=100_000, drops_oldest=True)
    for number in (1, 2, 3):
        here.keep(*answer(number, 40_000))
        for each in here.folder.iterdir():
            os.utime(each, (each.stat().st_mtime - 10,) * 2)
    oldest, _ = answer(1, 40_000)
    assert here.find(oldest.digest) == oldest and not here.has_bytes(oldest.digest)
    with pytest.raises(ResultGone, match="made room"):
        here.body(oldest)
    assert here.body(answer(3, 40_000)[0]) == answer(3, 40_000)[1]
    assert here.keep(*answer(1, 40_000)) and here.has_bytes(oldest.digest)


@pytest.mark.parametrize("drops_oldest", [False, True])
def test_the_budget_holds_whatever_is_kept(tmp_path: Path, drops_oldest: bool) -> None:
    here = archive(tmp_path, budget=200_000, drops_oldest=drops_oldest)
    for number in range(60):
        try:
            here.keep(*answer(number, number * 997 % 90_000))
        except ResultsFull:
            assert not drops_oldest
        assert taken(here) <= here.budget
    with pytest.raises(ResultsFull):
        here.keep(*answer(99, 300_000))


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    here, (result, body) = archive(tmp_path), answer(1)
    here.keep(result, body)
    for ending in (".json", ".zst"):
        (file,) = here.folder.glob(f"*{ending}")
        kept = file.read_bytes()
        at = kept.find(b"text/csv") if file.suffix == ".json" else len(kept) - 1
        file.write_bytes(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
        with pytest.raises(Damaged):
            here.body(here.find(result.digest))
        file.write_bytes(kept)


def test_what_an_interrupted_writer_left_is_cleared_and_is_no_answer(tmp_path: Path) -> None:
    here, (result, body) = archive(tmp_path), answer(1)
    here.folder.mkdir()
    (here.folder / ".keeping-left").write_bytes(b"half")
    # Bytes without a record: the machine stopped between the two.
    (here.folder / f"{result.digest.removeprefix('sha256:')}.zst").write_bytes(b"half")
    with pytest.raises(NotFound):
        here.find(result.digest)
    assert here.keep(result, body) and here.body(result) == body
    assert not list(here.folder.glob(".keeping-*"))


def test_many_keep_at_once_and_the_budget_holds(tmp_path: Path) -> None:
    here, lost = archive(tmp_path, budget=150_000), []

    def keep(number: int) -> None:
        try:
            here.keep(*answer(number, 20_000))
        except ResultsFull:
            lost.append(number)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    there = [number for number in range(12) if number not in lost]
    assert lost and there and taken(here) <= here.budget
    assert all(here.body(answer(number, 20_000)[0]) == answer(number, 20_000)[1] for number in there)
