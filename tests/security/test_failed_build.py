"""A build that fails changes nothing: not the facts that are served, not their number, not a byte on disk."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.build import build
from graph.errors import BadFacts
from graph.revision import Revision, current, publish, verify
from graph.settings import ROOT, Settings

FACT = b"<urn:a> <urn:b> <urn:c> <urn:g> .\n"


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file by its hash; the lock names the last writer and is no fact."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


def breaking_off() -> Iterator[bytes]:
    yield FACT
    raise OSError("No space left on device")


BREAKS: list[Callable[[], Iterator[bytes]]] = [
    lambda: iter([FACT, b"<urn:a> <urn:b> oops <urn:g> .\n"]),
    lambda: iter([FACT, b'<urn:a> <urn:b> "open <urn:g> .\n']),
    lambda: iter([FACT, b"\xff\xfe\x00\n"]),
    lambda: iter([FACT, b"<urn:a> <urn:b> " + b"<< " * 10_000 + b".\n"]),
    breaking_off,
]


@pytest.fixture
def served(revision: Revision, tmp_path: Path) -> Path:
    """A folder with a good revision in it."""
    # Other workers may be making its indexes.
    shutil.copytree(revision.path.parent, tmp_path / "revisions", ignore=shutil.ignore_patterns("index", ".*"))
    return tmp_path / "revisions"


@pytest.mark.parametrize("broken", BREAKS)
def test_quads_that_are_broken_leave_every_byte_as_it_was(served: Path, broken: Callable[[], Iterator[bytes]]) -> None:
    before = bytes_of(served)
    with pytest.raises((BadFacts, OSError)):
        publish(broken(), served, software="test", sources={})
    assert bytes_of(served) == before
    verify(current(served))


def test_tables_that_are_broken_leave_every_byte_as_it_was(settings: Settings, served: Path, tmp_path: Path) -> None:
    facts = tmp_path / "data"
    shutil.copytree(ROOT / "data", facts)
    with (facts / "practices.csv").open("a", encoding="utf-8") as table:
        table.write("only-one-cell\n")
    before = bytes_of(served)
    with pytest.raises(BadFacts, match=r"practices\.csv"):
        build(replace(settings, facts_dir=facts, revisions_dir=served))
    assert bytes_of(served) == before
