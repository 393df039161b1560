"""Every index derived from a revision is whole or not there, says how to mend it, and is made again when it must be."""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.build.indexes import INDEXES, make_indexes, verify_indexes
from graph.derived.index import BUILDING, KEPT_ELSEWHERE, READ_AT_OPENING_BYTES, DerivedIndex, verify
from graph.derived.pages import Queryable
from graph.errors import Damaged
from graph.revision import Revision
from graph.revision.reading import MANIFEST
from graph.settings import ROOT
from graph.store.embedded import EmbeddedStore
from server import main
from tests.budget import examples

MEND = "Remove this folder; the index is made again"
every_index = pytest.mark.parametrize("index", INDEXES.values(), ids=INDEXES)


def copied(revision: Revision, folder: Path, *without: str) -> Revision:
    """The revision as the current one of a folder of its own, without what is named."""
    shutil.copytree(revision.path.parent, folder / "revisions", ignore=shutil.ignore_patterns(*without))
    return dataclasses.replace(revision, path=folder / "revisions" / revision.path.name)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def never() -> Queryable:
    raise AssertionError("the index is there already")


def write_text(_store: Queryable, folder: Path) -> None:
    """Stands for what an index writes, where only its life is looked at."""
    (folder / "text").write_text("made", encoding="utf-8")


def copying(index: DerivedIndex[Any], revision: Revision) -> DerivedIndex[Any]:
    """The index, whose making takes the files that the build made: that it makes them is tried once, below."""

    def write(_store: Queryable, folder: Path) -> None:
        shutil.copytree(index.folder(revision), folder, ignore=shutil.ignore_patterns(MANIFEST), dirs_exist_ok=True)

    return dataclasses.replace(index, write=write)


def read_text(folder: Path) -> str:
    return (folder / "text").read_text(encoding="utf-8")


def folders_beside(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.iterdir()]


def test_an_index_killed_while_it_is_made_is_made_again_and_nothing_is_left_of_it(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    mine = copied(revision, tmp_path, "index")
    program = [sys.executable, str(Path(__file__).with_name("maker.py")), str(mine.path.parent)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as maker:
        assert maker.stdout and {maker.stdout.readline().decode().strip() for _ in INDEXES} == set(INDEXES)
        maker.kill()
    for index in INDEXES.values():
        target = index.folder(mine)
        (left,) = folders_beside(target)
        assert left.startswith(BUILDING) and any((target.parent / left).iterdir())
        assert copying(index, revision).of(mine, lambda: store) is not None
        assert folders_beside(target) == [target.name]
        verify(target)


@every_index
def test_a_making_that_fails_leaves_nothing_and_the_next_one_is_whole(
    index: DerivedIndex[Any], revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    def fill_the_disk(asked: Queryable, folder: Path) -> None:
        write_text(asked, folder)
        raise OSError(28, "No space left on device")

    mine = copied(revision, tmp_path, "index")
    with pytest.raises(OSError, match="No space"):
        dataclasses.replace(index, write=fill_the_disk).make(mine, lambda: store)
    assert folders_beside(index.folder(mine)) == []
    verify(copying(index, revision).make(mine, lambda: store))


@every_index
@settings(max_examples=examples(40))
@given(data=st.data())
def test_a_flipped_byte_is_noticed_and_the_message_says_how_to_mend_it(
    index: DerivedIndex[Any], revision: Revision, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp(index.name) / "index"
    shutil.copytree(index.folder(revision), folder)
    files = sorted(path for path in folder.iterdir() if path.stat().st_size)
    path = data.draw(st.sampled_from(files))
    body = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(body)
    with pytest.raises(Damaged, match=MEND):
        verify(folder)
    if len(body) <= READ_AT_OPENING_BYTES:
        with pytest.raises(Damaged, match=MEND):
            index.open(folder)


@every_index
def test_a_file_that_is_missing_or_shorter_is_noticed_when_an_index_is_opened(
    index: DerivedIndex[Any], revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    mine = copied(revision, tmp_path)
    folder = index.folder(mine)
    largest = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    os.truncate(largest, largest.stat().st_size - 1)
    with pytest.raises(Damaged, match=MEND):
        index.of(mine, never)
    largest.unlink()
    with pytest.raises(Damaged, match=largest.name):
        index.of(mine, never)
    shutil.rmtree(folder)
    assert copying(index, revision).of(mine, lambda: store) is not None


@every_index
def test_an_index_of_an_older_format_or_of_other_questions_is_made_again(
    index: DerivedIndex[Any], revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    mine = copied(revision, tmp_path, "index")
    (tmp_path / "other.rq").write_text("SELECT * WHERE {}", encoding="utf-8")
    cheap = dataclasses.replace(index, write=write_text)
    older = dataclasses.replace(cheap, version="0").make(mine, lambda: store)
    other = dataclasses.replace(cheap, sources=(*index.sources, tmp_path / "other.rq")).make(mine, lambda: store)
    now = copying(index, revision).make(mine, lambda: store)
    assert len({older, other, now}) == 3
    assert folders_beside(now) == [now.name]


@every_index
def test_the_build_makes_an_index_and_opening_it_asks_nothing_and_changes_nothing(
    index: DerivedIndex[Any], revision: Revision
) -> None:
    folder = index.folder(revision)

    def state() -> list[tuple[str, int, int]]:
        return [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]

    before = state()
    fresh = dataclasses.replace(index)
    assert fresh.of(revision, never) is fresh.of(revision, never)
    assert before and state() == before


@every_index
def test_the_index_of_a_store_elsewhere_stands_beside_the_revisions_and_is_the_same(
    index: DerivedIndex[Any], revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    folder = index.make(dataclasses.replace(revision, path=tmp_path / "000001"), lambda: store)
    assert folder.parent == tmp_path / f".{index.name}"
    if index.name != "search":  # The engine names its files by chance.
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
            path.name: path.read_bytes() for path in index.folder(revision).iterdir()
        }


def test_who_needs_an_index_that_another_is_making_waits_for_it(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    mine = copied(revision, tmp_path, "index")
    making, second_makes, makers = threading.Event(), threading.Event(), []

    def write(asked: Queryable, folder: Path) -> None:
        makers.append(threading.get_ident())
        if len(makers) > 1:
            second_makes.set()
        making.set()
        second_makes.wait(0.5)
        write_text(asked, folder)

    index = DerivedIndex("slow", "1", (), write, read_text)
    first = threading.Thread(target=index.make, args=(mine, lambda: store))
    first.start()
    assert making.wait(60)
    assert index.of(mine, lambda: store) == "made"
    first.join()
    assert len(makers) == 1


def test_of_a_store_elsewhere_the_newest_few_indexes_stay(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    index = DerivedIndex("plain", "1", (), write_text, read_text)
    made = []
    for number in range(KEPT_ELSEWHERE + 3):
        manifest = dataclasses.replace(revision.manifest, quads_sha256=str(number))
        there = dataclasses.replace(revision, path=tmp_path / "000001", manifest=manifest)
        made.append(index.make(there, lambda: store))
        os.utime(made[-1], (number, number))
    assert sorted(folders_beside(made[0])) == sorted(path.name for path in made[-KEPT_ELSEWHERE - 1 :])


def test_a_server_does_not_start_over_a_damaged_index_and_says_how_to_mend_it(
    revision: Revision, store: EmbeddedStore, tmp_path: Path
) -> None:
    mine = copied(revision, tmp_path)
    verify_indexes(mine)
    path = INDEXES["links"].folder(mine) / "nodes.body.npy"
    body = bytearray(path.read_bytes())
    body[-1] ^= 1
    path.write_bytes(body)
    environment = {"OPENPLAZA_REVISIONS_DIR": str(mine.path.parent)}
    ended = CliRunner().invoke(main, ["serve", "--port", str(free_port())], env=environment)
    assert ended.exit_code == 3 and str(path.parent) in ended.output and MEND in ended.output
    shutil.rmtree(path.parent)
    make_indexes(mine, lambda: store, lambda: store, lambda _step, _share: None)
    verify_indexes(mine)
