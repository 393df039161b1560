"""Writing revisions: a temporary folder, flushed and renamed, and then one pointer switched."""

from __future__ import annotations

import datetime
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from graph.errors import Busy, NoRevision, NotFound
from graph.revision.canonical import sorted_blocks
from graph.revision.packing import Packed, pack
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


class SecondWriter(Busy):
    """Another process is publishing into the same folder."""

    def __init__(self, holder: str) -> None:
        super().__init__()
        self.args = (f"Another process ({holder}) is publishing here. Wait until it has finished.",)


def publish(
    quads: Iterable[bytes],
    revisions_dir: Path,
    *,
    software: str,
    sources: Mapping[str, str],
    prepare: Callable[[Revision], None] | None = None,
) -> Revision:
    """Publishes N-Quads lines as the current revision; the same facts as the current ones make no new revision.

    Raises BadFacts if a line is no N-Quad, SecondWriter if another process is publishing. Until the pointer is
    switched, readers see the old revision; after that the new one. `prepare` is called before the switch, for what
    readers would otherwise have to wait for.
    """
    with _writing(Path(revisions_dir)) as folder:
        building = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder))
        try:
            packed = pack(sorted_blocks(quads, building), building / QUADS)
            parent = _current_or_none(folder)
            if parent is not None and parent.manifest.quads_sha256 == packed.quads_sha256:
                return parent
            number = max(numbers(folder), default=0) + 1
            manifest = _manifest(number, parent, packed, software, sources)
            revision = _placed(folder, building, manifest)
            if prepare:
                prepare(revision)
            _point(folder, number)
            return revision
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _manifest(
    number: int, parent: Revision | None, packed: Packed, software: str, sources: Mapping[str, str]
) -> Manifest:
    return Manifest(
        number=number,
        parent=parent.number if parent else None,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        software=software,
        quads=packed.quads,
        quads_sha256=packed.quads_sha256,
        graphs=packed.graphs,
        files={QUADS: packed.sha256},
        sources=dict(sources),
    )


def _placed(folder: Path, building: Path, manifest: Manifest) -> Revision:
    """Gives the finished folder its name, so that it survives a loss of power; no reader is pointed to it yet."""
    _write(building / MANIFEST, sealed(asdict(manifest)))
    building.chmod(0o755)
    _flush_folder(building)
    target = folder / folder_name(manifest.number)
    os.rename(building, target)
    _flush_folder(folder)
    return Revision(manifest.number, target, manifest)


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
