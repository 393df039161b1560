"""The ledger: accepted change sets as files of one folder, each naming the SHA-256 of the one before it.

`contributions/000007.json` is written once and never again. `contributions/folded.json` says up to which number the
tables hold them already.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.contribute.changes import Accepted, ChangeSet, Party
from graph.contribute.encoding import accepted, canonical, encoded
from graph.errors import BadFacts, BadParameter
from graph.findings import Finding
from graph.revision.locking import locked

FOLDED: Final = "folded.json"
NAME: Final = re.compile(r"\d{6,}\.json")
RESTORE: Final = "Put the file back as it was, from a backup or from git."


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every accepted change set in order, the SHA-256 of each file, and the number up to which tables hold them."""

    entries: tuple[Accepted, ...] = ()
    hashes: tuple[str, ...] = ()
    folded: int = 0

    @property
    def waiting(self) -> tuple[Accepted, ...]:
        """Those that the tables do not hold yet."""
        return self.entries[self.folded :]

    @property
    def last_hash(self) -> str:
        """What the next file names as the one before it."""
        return self.hashes[-1] if self.hashes else ""


def name_of(number: int) -> str:
    """`000007.json`"""
    return f"{number:06}.json"


def read(folder: Path) -> Ledger:
    """Every accepted change set in `folder`, its chain checked; nothing when there is no such folder.

    Raises BadFacts that names each file that is missing, or is not what was written, and the mend.
    """
    if not folder.is_dir():
        return Ledger()
    found = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), key=lambda path: int(path.stem))
    if faults := list(_missing([int(path.stem) for path in found])):
        raise _refused(folder, faults)
    entries: list[Accepted] = []
    hashes: list[str] = []
    for path in found:
        data = path.read_bytes()
        entries.append(_entry(folder, path, data, hashes[-1] if hashes else ""))
        hashes.append(hashlib.sha256(data).hexdigest())
    return Ledger(tuple(entries), tuple(hashes), _folded(folder, hashes))


def append(
    folder: Path,
    changes: ChangeSet,
    contributor: Party,
    reviewers: tuple[Party, ...],
    submitted_at: str,
    accepted_at: str,
) -> Accepted:
    """Write a change set as the next file: when this returns it is on disk, and when it fails nothing is there.

    Raises BadFacts when the ledger is damaged, BadParameter when a value has the wrong form, OSError when the disk
    refuses.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        ledger = read(folder)
        number = len(ledger.entries) + 1
        made = Accepted(number, ledger.last_hash, changes, contributor, reviewers, submitted_at, accepted_at)
        data = encoded(made) + b"\n"
        accepted(data)
        write_whole(folder / name_of(number), data)
    return made


def folded_note(ledger: Ledger) -> bytes:
    """What `folded.json` says when the tables hold every change set of `ledger`."""
    return canonical({"folded": len(ledger.entries), "sha256": ledger.last_hash}) + b"\n"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that after a crash the whole of it is there or nothing of it, then flush its folder."""
    temporary = path.with_name(f".writing-{path.name}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def strangers(folder: Path) -> Iterator[Finding]:
    """A note for each file whose name looks like a contribution but is none, and which is therefore not read."""
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if not NAME.fullmatch(path.name) and path.name != FOLDED:
            message, mend = "The file is no contribution, so it is not read.", "Take it out of the folder."
            yield Finding(f"{folder.name}/{path.name}", 0, "", "", message, mend)


def _missing(numbers: list[int]) -> Iterator[tuple[str, str]]:
    held = set(numbers)
    for number in range(1, max(numbers, default=0) + 1):
        if number not in held:
            yield name_of(number), "The file is missing: contributions are numbered without gaps."


def _entry(folder: Path, path: Path, data: bytes, previous: str) -> Accepted:
    try:
        entry = accepted(data)
    except BadParameter as error:
        raise _refused(folder, [(path.name, f"The file cannot be read: {error}")]) from error
    if encoded(entry) + b"\n" != data:
        raise _refused(folder, [(path.name, "The file is not written as contributions are: it was changed by hand.")])
    if path.name != name_of(entry.number):
        raise _refused(folder, [(path.name, f"The file says that it is contribution {entry.number}.")])
    if entry.previous != previous:
        before = name_of(entry.number - 1) if entry.number > 1 else "no file"
        message = f"The file was written after another state of {before}: one of the two was changed."
        raise _refused(folder, [(path.name, message)])
    return entry


def _folded(folder: Path, hashes: list[str]) -> int:
    path = folder / FOLDED
    if not path.is_file():
        return 0
    try:
        noted = json.loads(path.read_bytes())
        number, digest = noted["folded"], noted["sha256"]
    except (ValueError, LookupError, TypeError) as error:
        raise _refused(folder, [(FOLDED, "The file cannot be read.")]) from error
    if not isinstance(number, int) or not 0 <= number <= len(hashes):
        raise _refused(folder, [(FOLDED, f"It names contribution {number}, which is not there.")])
    if digest != (hashes[number - 1] if number else ""):
        raise _refused(folder, [(FOLDED, f"Contribution {number} is not the one that was folded.")])
    return number


def _refused(folder: Path, faults: list[tuple[str, str]]) -> BadFacts:
    findings = tuple(Finding(f"{folder.name}/{name}", 0, "", "", message, RESTORE) for name, message in faults)
    return BadFacts.of(findings)
