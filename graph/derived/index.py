"""The one life of an index that is derived from a revision and kept beside it, in `index/{name}/{digest}/`.

It is made when the revision is built, or on first use: written under a temporary name, flushed, and renamed when
whole. The digest is of the quads and of what the index is made with, so an index of others is not mistaken for it. A
revision that lies in a store elsewhere has no folder here: its indexes stand beside the revisions, in `.{name}/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from graph.derived.pages import Queryable
from graph.errors import Damaged
from graph.revision import Revision
from graph.revision.locking import locked
from graph.revision.reading import MANIFEST, sealed, sha256_file

T = TypeVar("T")
BUILDING = ".building-"
KEPT_ELSEWHERE = 3
MOST_OPEN = 4
READ_AT_OPENING_BYTES = 1 << 20


@dataclass(frozen=True, eq=False)
class DerivedIndex(Generic[T]):
    """What differs between indexes: `write` asks a store and fills an empty folder, `load` opens what it wrote.

    `version` and the bytes of `sources`, such as its questions, say what the index is made with: when they change, it
    is made again.
    """

    name: str
    version: str
    sources: tuple[Path, ...]
    write: Callable[[Queryable, Path], None]
    load: Callable[[Path], T]

    def of(self, revision: Revision, store: Callable[[], Queryable]) -> T:
        """The index of `revision`, made from `store` when there is none. Raises Damaged, which says how to mend it."""
        return self.open(self.make(revision, store))

    def of_made(self, revision: Revision) -> T | None:
        """The index of `revision` if it has been made. Raises Damaged."""
        folder = self.folder(revision)
        return self.open(folder) if folder.is_dir() else None

    def make(self, revision: Revision, store: Callable[[], Queryable]) -> Path:
        """The folder of the index, made now if there is none; whoever needs it meanwhile waits for that."""
        target = self.folder(revision)
        if target.is_dir():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):
            if not target.is_dir():
                _write_whole(target, lambda folder: self.write(store(), folder))
                _remove_others(target, 0 if revision.path.is_dir() else KEPT_ELSEWHERE)
        return target

    def folder(self, revision: Revision) -> Path:
        """Where the index of `revision` stands, or will stand."""
        made = hashlib.sha256(f"{self._maker} {revision.manifest.quads_sha256}".encode()).hexdigest()[:16]
        if revision.path.is_dir():
            return revision.path / "index" / self.name / made
        return revision.path.parent / f".{self.name}" / made

    def open(self, folder: Path) -> T:
        """The index in `folder`, opened once in a process. Raises Damaged."""
        return self._open_once(folder)

    @cached_property
    def _open_once(self) -> Callable[[Path], T]:
        return lru_cache(MOST_OPEN)(self._open)

    def _open(self, folder: Path) -> T:
        verify(folder, READ_AT_OPENING_BYTES)
        try:
            return self.load(folder)
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise _damaged(folder, str(error)) from error

    @cached_property
    def _maker(self) -> str:
        made = hashlib.sha256(self.version.encode())
        for path in self.sources:
            made.update(path.read_bytes())
        return made.hexdigest()


def verify(folder: Path, most_bytes: float = float("inf")) -> None:
    """Raises Damaged if a file of the index is not what was written.

    Files larger than `most_bytes` are judged by their size alone: a large index is opened without being read.
    """
    try:
        data = (folder / MANIFEST).read_bytes()
        files = json.loads(data)["files"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _damaged(folder, f"{MANIFEST} cannot be read") from error
    if sealed({"files": files}) != data:
        raise _damaged(folder, f"{MANIFEST} is not what was written")
    for name, (size, digest) in files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or (size <= most_bytes and sha256_file(path) != digest):
            raise _damaged(folder, f"{name} is not what was written")


def _damaged(folder: Path, reason: str) -> Damaged:
    return Damaged(f"{folder}: {reason}. Remove this folder; the index is made again when it is next needed.")


def _write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Fills a folder by `write` and names it `target` when all of it is on disk; what was left half made goes."""
    for left in target.parent.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=target.parent))
    try:
        building.chmod(0o755)
        write(building)
        files = {path.name: (path.stat().st_size, sha256_file(path)) for path in sorted(building.iterdir())}
        (building / MANIFEST).write_bytes(sealed({"files": files}))
        for path in (*building.iterdir(), building):
            _flush(path)
        os.rename(building, target)
        _flush(target.parent)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_others(target: Path, kept: int) -> None:
    """Removes the older indexes beside `target`, made of other quads or with other questions, but for the `kept`."""
    others = sorted(set(target.parent.glob("[!.]*")) - {target}, key=lambda each: -each.stat().st_mtime)
    for older in others[kept:]:
        shutil.rmtree(older, ignore_errors=True)
