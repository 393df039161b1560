"""Writing revisions: a temporary folder, flushed and renamed, and then one pointer switched."""

from __future__ import annotations

import datetime
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox
import zstandard

from graph.errors import BadFacts, Busy, NoRevision, NotFound
from graph.revision.reading import (
    MANIFEST,
    POINTER,
    QUADS,
    Manifest,
    Revision,
    current,
    folder_name,
    numbers,
    open_revision,
    sealed,
)

LOCK = ".lock"
TEMPORARY = ".publishing-"
LEVEL = 10


class SecondWriter(Busy):
    """Another process is publishing into the same folder."""

    def __init__(self, holder: str) -> None:
        super().__init__()
        self.args = (f"Another process ({holder}) is publishing here. Wait until it has finished.",)


def publish(quads: Iterable[bytes], revisions_dir: Path, *, software: str, sources: Mapping[str, str]) -> Revision:
    """Publishes N-Quads lines as the current revision; the same facts as the current ones make no new revision.

    Raises BadFacts if a line is no N-Quad, SecondWriter if another process is publishing. Until the pointer is
    switched, readers see the old revision; after that the new one.
    """
    lines = canonical(quads)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    with _writing(Path(revisions_dir)) as folder:
        parent = _current_or_none(folder)
        if parent is not None and parent.manifest.quads_sha256 == digest:
            return parent
        number = max(numbers(folder), default=0) + 1
        building = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
        building.chmod(0o755)
        packed = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(b"".join(lines))
        _write(building / QUADS, packed)
        manifest = Manifest(
            number=number,
            parent=parent.number if parent else None,
            created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            software=software,
            quads=len(lines),
            quads_sha256=digest,
            graphs=_graph_counts(lines),
            files={QUADS: hashlib.sha256(packed).hexdigest()},
            sources=dict(sources),
        )
        _write(building / MANIFEST, sealed(asdict(manifest)))
        _flush_folder(building)
        target = folder / folder_name(number)
        os.rename(building, target)
        _flush_folder(folder)
        _point(folder, number)
        return Revision(number, target, manifest)


def rollback(revisions_dir: Path, number: int | None = None) -> Revision:
    """Makes revision `number` current, by default the parent of the current one; raises NotFound if it is gone."""
    with _writing(Path(revisions_dir)) as folder:
        chosen = number if number is not None else current(folder).manifest.parent
        if chosen is None:
            raise NotFound("The current revision has no parent to go back to.")
        revision = open_revision(folder, chosen)
        _point(folder, chosen)
        return revision


def prune(revisions_dir: Path, keep: int) -> list[int]:
    """Removes all but the `keep` newest revisions, never the current one; returns the numbers removed."""
    with _writing(Path(revisions_dir)) as folder:
        shown = _current_or_none(folder)
        every = numbers(folder)
        kept = set(every[-keep:] if keep > 0 else []) | ({shown.number} if shown else set())
        removed = [number for number in every if number not in kept]
        for number in removed:
            doomed = folder / f"{TEMPORARY}{folder_name(number)}"
            os.rename(folder / folder_name(number), doomed)
            shutil.rmtree(doomed)
        return removed


def canonical(quads: Iterable[bytes]) -> list[bytes]:
    """The quads as canonical N-Quads lines, sorted and without repetition; raises BadFacts naming the line."""
    text = b"".join(line if line.endswith(b"\n") else line + b"\n" for line in quads)
    try:
        written = ox.serialize(ox.parse(text, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS) or b""
    except SyntaxError as error:
        raise BadFacts(f"The build made a line that is no N-Quad: {error}") from error
    return sorted({line + b"\n" for line in written.split(b"\n") if line})


@contextmanager
def _writing(folder: Path) -> Iterator[Path]:
    """Holds the folder's lock and clears what an interrupted writer left behind."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise SecondWriter(lock.read().strip() or "unknown") from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        for left in folder.glob(f"{TEMPORARY}*"):
            shutil.rmtree(left, ignore_errors=True)
            left.unlink(missing_ok=True)
        yield folder


def _current_or_none(folder: Path) -> Revision | None:
    try:
        return current(folder)
    except NoRevision:
        return None


def _point(folder: Path, number: int) -> None:
    temporary = folder / f"{TEMPORARY}{POINTER}"
    _write(temporary, f"{number}\n".encode())
    os.replace(temporary, folder / POINTER)
    _flush_folder(folder)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _graph_counts(lines: list[bytes]) -> dict[str, int]:
    """How many quads each named graph holds; the default graph is named by an empty string."""
    counts: Counter[str] = Counter()
    for line in lines:
        # The graph name is the last term: a triple in the default graph ends with its object instead.
        name = line[:-3].rpartition(b" ")[2]
        counts[name.decode() if _has_graph(line) else ""] += 1
    return {name.removeprefix("<").removesuffix(">"): count for name, count in sorted(counts.items())}


def _has_graph(line: bytes) -> bool:
    if b'"' not in line:
        return line.count(b" ") == 4
    tail = line[line.rindex(b'"') :]
    return tail.count(b" ") == 2
