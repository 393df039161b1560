"""What holds for revisions, whatever interrupts their making."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.errors import BadFacts, Damaged, NoRevision, NotFound
from graph.revision import (
    Revision,
    current,
    diff,
    open_revision,
    prune,
    publish,
    read_quads,
    revisions,
    rollback,
    verify,
)
from graph.revision.publishing import SecondWriter

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
FACTS = [
    f'<urn:one> {LABEL} "The first"@en <urn:g> .\n'.encode(),
    f'<urn:one> {LABEL} "Het eerste"@nl <urn:g> .\n'.encode(),
    b'<urn:one> <urn:size> "1" <urn:g> .\n',
    f'<urn:two> {LABEL} "The second" <urn:g> .\n'.encode(),
    b'<urn:one> <urn:says> "a > \\"b\\" <urn:c>" .\n',
]


def published(folder: Path, facts: list[bytes]) -> int:
    return publish(facts, folder, software="test", sources={"table.csv": "0" * 64}).number


def test_a_folder_without_a_revision_says_that_nothing_has_been_built(tmp_path: Path) -> None:
    with pytest.raises(NoRevision):
        current(tmp_path / "none")


def test_a_published_revision_reads_back_as_its_facts_sorted_with_counts(tmp_path: Path) -> None:
    published(tmp_path, [*reversed(FACTS), FACTS[0]])
    revision = current(tmp_path)
    assert list(read_quads(revision)) == sorted(FACTS)
    assert (revision.manifest.quads, revision.manifest.graphs) == (5, {"": 1, "urn:g": 4})
    assert revision.manifest.sources == {"table.csv": "0" * 64}
    assert revision.manifest.parent is None
    verify(revision)


def test_the_same_facts_make_no_new_revision_and_the_same_bytes(tmp_path: Path) -> None:
    assert published(tmp_path / "a", FACTS) == published(tmp_path / "a", FACTS[::-1]) == 1
    published(tmp_path / "b", FACTS[::-1])
    one, two = current(tmp_path / "a"), current(tmp_path / "b")
    assert (one.path / "quads.nq.zst").read_bytes() == (two.path / "quads.nq.zst").read_bytes()
    assert [found.number for found in revisions(tmp_path / "a")] == [1]


def test_a_line_that_is_no_quad_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadFacts):
        published(tmp_path, [b"<urn:one> oops .\n"])
    with pytest.raises(NoRevision):
        current(tmp_path)


@pytest.mark.parametrize("name", ["quads.nq.zst", "manifest.json"])
def test_one_changed_byte_is_found_and_its_file_named(tmp_path: Path, name: str) -> None:
    published(tmp_path, FACTS)
    path = current(tmp_path).path / name
    whole = path.read_bytes()
    for place in sorted({0, len(whole) - 1, *random.Random(7).sample(range(len(whole)), 40)}):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Damaged, match=f"000001/{name}"):
            verify(current(tmp_path))
    path.write_bytes(whole)
    verify(current(tmp_path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    (current(tmp_path).path / "quads.nq.zst").unlink()
    with pytest.raises(Damaged, match=r"000001/quads.nq.zst: the file is missing"):
        verify(current(tmp_path))


def test_what_readers_would_wait_for_is_ready_before_they_are_pointed_to_a_revision(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    shown: list[tuple[int, int]] = []

    def prepare(revision: Revision) -> None:
        shown.append((revision.number, current(tmp_path).number))

    publish(FACTS[:1], tmp_path, software="test", sources={}, prepare=prepare)
    assert shown == [(2, 1)]
    assert current(tmp_path).number == 2


def test_a_rollback_shows_the_parent_again_and_removes_nothing(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    published(tmp_path, FACTS[:2])
    assert rollback(tmp_path).number == current(tmp_path).number == 1
    assert rollback(tmp_path, 2).number == current(tmp_path).number == 2
    with pytest.raises(NotFound):
        rollback(tmp_path, 9)
    assert current(tmp_path).number == 2


def test_a_number_is_never_used_twice(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    published(tmp_path, FACTS[:2])
    rollback(tmp_path)
    assert published(tmp_path, FACTS[:1]) == 3
    assert current(tmp_path).manifest.parent == 1


def test_pruning_keeps_the_newest_and_always_the_current(tmp_path: Path) -> None:
    for size in range(1, 6):
        published(tmp_path, FACTS[:size])
    rollback(tmp_path, 1)
    assert prune(tmp_path, 2) == [2, 3]
    assert [found.number for found in revisions(tmp_path)] == [1, 4, 5]
    assert current(tmp_path).number == 1


def test_a_difference_names_things_by_label_and_says_which_properties_changed(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    after = [
        FACTS[0],
        FACTS[1],
        FACTS[4],
        b'<urn:one> <urn:size> "2" <urn:g> .\n',
        b'<urn:three> <http://www.w3.org/2004/02/skos/core#prefLabel> "Derde"@nl <urn:g> .\n',
    ]
    published(tmp_path, after)
    found = diff(open_revision(tmp_path, 1), open_revision(tmp_path, 2))
    assert [(thing.iri, thing.label) for thing in found.added] == [("urn:three", "Derde")]
    assert [(thing.iri, thing.label) for thing in found.removed] == [("urn:two", "The second")]
    assert [(thing.iri, thing.label, thing.properties) for thing in found.changed] == [
        ("urn:one", "The first", ("urn:size",))
    ]
    assert not diff(current(tmp_path), current(tmp_path))


WRITER = """
import sys, pathlib
from graph.revision import publish
folder, first = pathlib.Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
for number in range(first, first + 400):
    facts = [f'<urn:t:{n}> <urn:round> "{number}" <urn:g> .'.encode() for n in range(200)]
    print(publish(facts, folder, software="test", sources={}).number, flush=True)
"""


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_revision_and_loses_none(tmp_path: Path) -> None:
    random_moment = random.Random(11)
    published(tmp_path, [b'<urn:t:%d> <urn:round> "none" <urn:g> .' % number for number in range(200)])
    for round_number in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(round_number * 1000)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(random_moment.uniform(0.001, 0.05))
        writer.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in writer.communicate()[0].split()]
        shown = current(tmp_path)
        assert shown.number >= max(acknowledged, default=1)
        for revision in revisions(tmp_path)[-3:]:
            verify(revision)
            lines = list(read_quads(revision))
            assert len(lines) == revision.manifest.quads == 200
            assert len({line.split(b'"')[1] for line in lines}) == 1
    published(tmp_path, FACTS)
    assert not list(tmp_path.glob(".publishing-*"))


def test_a_second_writer_is_refused_with_the_reason_and_readers_go_on(tmp_path: Path) -> None:
    published(tmp_path, FACTS)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from graph.revision.publishing import _writing\n"
            "with _writing(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()",
            str(tmp_path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(SecondWriter, match=f"process {holder.pid}"):
        published(tmp_path, FACTS[:1])
    assert current(tmp_path).number == 1
    holder.communicate("")
    assert published(tmp_path, FACTS[:1]) == 2


def test_a_copied_folder_is_a_whole_replica(tmp_path: Path) -> None:
    published(tmp_path / "a", FACTS)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    verify(current(tmp_path / "b"))
    assert list(read_quads(current(tmp_path / "b"))) == sorted(FACTS)
