"""Where kept answers lie: a folder, two files an answer, and a budget that they share.

The bytes are in place before the record is, and each file is flushed and then renamed: an answer is there whole or not.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import zstandard

from graph.errors import Damaged, NotFound, ResultGone, ResultsFull
from graph.results.result import ALGORITHM, Result, record, written
from graph.settings import Settings
from graph.text.messages import N_

MB = 1 << 20
OLDEST = "oldest"
RECORD, BYTES, TEMPORARY, LOCK = ".json", ".zst", ".keeping-", ".lock"
# What a file takes on disk at the least.
BLOCK = 4_096
DIGEST = re.compile("sha256:[0-9a-f]{64}")
LEVEL = 6


@dataclass(frozen=True, slots=True)
class ResultArchive:
    """The kept answers of one installation; safe to use from several processes."""

    folder: Path
    budget: int
    drops_oldest: bool

    @classmethod
    def of(cls, settings: Settings) -> ResultArchive:
        """The one that the settings name."""
        return cls(Path(settings.results_dir), settings.results_mb * MB, settings.results_when_full == OLDEST)

    def keep(self, result: Result, body: bytes) -> bool:
        """Keeps an answer for good; False when it was kept before. Raises ResultsFull when there is no room."""
        with self._writing():
            if self._record(result.digest).is_file() and self._bytes(result.digest).is_file():
                return False
            packed, told = zstandard.ZstdCompressor(level=LEVEL).compress(body), written(result)
            self._make_room(_room(len(packed)) + _room(len(told)))
            self._write(self._bytes(result.digest), packed)
            if not self._record(result.digest).is_file():
                self._write(self._record(result.digest), told)
            return True

    def find(self, digest: str) -> Result:
        """What is told of an answer; raises NotFound, or Damaged when its record is not what was kept."""
        if DIGEST.fullmatch(digest):
            try:
                return record(self._record(digest).read_bytes(), digest)
            except FileNotFoundError:
                pass
        raise NotFound(N_("No answer is kept here under %(digest)s.", digest=digest[:80]))

    def has_bytes(self, digest: str) -> bool:
        """Whether the bytes of an answer are still here."""
        return self._bytes(digest).is_file()

    def body(self, result: Result) -> bytes:
        """The bytes of an answer; raises ResultGone when they made room for others, Damaged when they changed."""
        try:
            packed = self._bytes(result.digest).read_bytes()
        except FileNotFoundError as error:
            raise ResultGone(result.digest) from error
        try:
            found = zstandard.ZstdDecompressor().decompress(packed, max_output_size=result.size)
        except zstandard.ZstdError as error:
            raise Damaged(f"results/{result.digest}: its bytes cannot be read.") from error
        if hashlib.sha256(found).hexdigest() != result.sha256:
            raise Damaged(f"results/{result.digest}: its bytes are not what was kept.")
        return found

    def _make_room(self, needed: int) -> None:
        """Raises ResultsFull; or drops the bytes of the oldest answers, whose records stay as long as they fit."""
        files = self._files()
        free = self.budget - sum(_room(each.stat().st_size) for each in files)
        if needed <= free:
            return
        if not self.drops_oldest or needed > self.budget:
            raise ResultsFull(self.budget // MB)
        oldest = sorted(files, key=lambda each: (each.suffix == RECORD, each.stat().st_mtime_ns))
        for each in oldest:
            free += _room(each.stat().st_size)
            each.unlink()
            if needed <= free:
                return

    def _files(self) -> list[Path]:
        return [each for each in self.folder.iterdir() if each.suffix in (RECORD, BYTES)]

    def _record(self, digest: str) -> Path:
        return self.folder / (digest.removeprefix(ALGORITHM) + RECORD)

    def _bytes(self, digest: str) -> Path:
        return self.folder / (digest.removeprefix(ALGORITHM) + BYTES)

    def _write(self, path: Path, data: bytes) -> None:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, which clears what an interrupted one left behind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("a", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.folder.glob(f"{TEMPORARY}*"):
                left.unlink(missing_ok=True)
            yield


def _room(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
