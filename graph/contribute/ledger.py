"""The ledger: accepted change sets as files of one folder, each naming the SHA-256 of the one before it.

`contributions/000007.json` is written once and never again. `head.json` has the number and the SHA-256 of the last
one, which no other file names; `folded.json` says up to which number the tables hold them already.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from graph.contribute.changes import Accepted, ChangeSet, Party
from graph.contribute.encoding import accepted, canonical, encoded
from graph.errors import BadFacts, BadParameter
from graph.findings import Finding
from graph.revision.locking import locked

FOLDED: Final = "folded.json"
WITH_THE_FACTS: Final = "contributions"
"""The folder beside the tables whose change sets they hold already: those that came with the facts."""
HEAD: Final = "head.json"
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
    def sources(self) -> dict[str, str]:
        """The SHA-256 of each file by its name."""
        return {f"contributions/{name_of(number)}": digest for number, digest in enumerate(self.hashes, 1)}

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
    # The notes first: what is written meanwhile is newer than they are, and never missing.
    notes = head, folded = _noted(folder, HEAD), _noted(folder, FOLDED)
    found = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), key=lambda path: int(path.stem))
    if faults := list(_missing([int(path.stem) for path in found], max(head.number, folded.number))):
        raise _refused(folder, faults)
    entries: list[Accepted] = []
    hashes: list[str] = []
    for path in found:
        data = path.read_bytes()
        entries.append(_entry(folder, path, data, hashes[-1] if hashes else ""))
        hashes.append(hashlib.sha256(data).hexdigest())
    for note in notes:
        if note.sha256 != (hashes[note.number - 1] if note.number else ""):
            message = f"The file is not the one that {note.name} names: one of the two was changed."
            raise _refused(folder, [(name_of(note.number), message)])
    return Ledger(tuple(entries), tuple(hashes), folded.number)


def delivered(facts_dir: Path, contributions_dir: Path) -> tuple[Accepted, ...]:
    """The change sets that came with the tables of `facts_dir`; none where that folder is the ledger itself.

    Raises BadFacts when that folder is damaged.
    """
    folder = facts_dir / WITH_THE_FACTS
    return () if folder.resolve() == contributions_dir.resolve() else read(folder).entries


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
        # After a crash before this line the head is one behind, and the next change set brings it up.
        write_whole(folder / HEAD, _note(number, hashlib.sha256(data).hexdigest()))
    return made


def folded_note(ledger: Ledger) -> bytes:
    """What `folded.json` says when the tables hold every change set of `ledger`."""
    return _note(len(ledger.entries), ledger.last_hash)


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
        if not NAME.fullmatch(path.name) and path.name not in (FOLDED, HEAD):
            message, mend = "The file is no contribution, so it is not read.", "Take it out of the folder."
            yield Finding(f"{folder.name}/{path.name}", 0, "", "", message, mend)


@dataclass(frozen=True, slots=True)
class _Note:
    """What one of the two notes beside the ledger says of a file."""

    name: str
    number: int
    sha256: str


def _note(number: int, digest: str) -> bytes:
    return canonical({"number": number, "sha256": digest}) + b"\n"


def _noted(folder: Path, name: str) -> _Note:
    """The note of this name; one that is not there says that there is nothing yet."""
    path = folder / name
    if not path.is_file():
        return _Note(name, 0, "")
    data = path.read_bytes()
    try:
        held = json.loads(data)
        note = _Note(name, held["number"], held["sha256"])
    except (ValueError, LookupError, TypeError) as error:
        raise _refused(folder, [(name, "The file cannot be read.")]) from error
    if not isinstance(note.number, int) or note.number < 0 or _note(note.number, note.sha256) != data:
        raise _refused(folder, [(name, "The file is not written as the program writes it.")])
    return note


def _missing(numbers: list[int], noted: int) -> Iterator[tuple[str, str]]:
    held = set(numbers)
    for number in range(1, max([*numbers, noted]) + 1):
        if number not in held:
            yield name_of(number), "The file is missing: contributions are numbered without gaps."


def _entry(folder: Path, path: Path, data: bytes, previous: str) -> Accepted:
    try:
        entry, is_as_written = _read(data)
    except BadParameter as error:
        raise _refused(folder, [(path.name, f"The file cannot be read: {error}")]) from error
    if not is_as_written:
        raise _refused(folder, [(path.name, "The file is not written as contributions are: it was changed by hand.")])
    if path.name != name_of(entry.number):
        raise _refused(folder, [(path.name, f"The file says that it is contribution {entry.number}.")])
    if entry.previous != previous:
        before = name_of(entry.number - 1) if entry.number > 1 else "no file"
        message = f"The file was written after another state of {before}: one of the two was changed."
        raise _refused(folder, [(path.name, message)])
    return entry


@lru_cache(maxsize=256)
def _read(data: bytes) -> tuple[Accepted, bool]:
    """What a file holds, and whether it is written as the program writes it. Each text is read once by a process."""
    entry = accepted(data)
    return entry, encoded(entry) + b"\n" == data


def _refused(folder: Path, faults: list[tuple[str, str]]) -> BadFacts:
    findings = tuple(Finding(f"{folder.name}/{name}", 0, "", "", message, RESTORE) for name, message in faults)
    return BadFacts.of(findings)
