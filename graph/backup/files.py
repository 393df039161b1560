"""The file of a backup: a compressed archive that is there whole or not at all, and readable by its owner alone."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from graph.backup.rows import read, tables, version, written
from graph.errors import Damaged, Refused
from graph.people.database import now
from graph.people.migrations import upgrade

MANIFEST: Final = "manifest.json"
ROWS, CONTRIBUTIONS = "database", "contributions"
FORM: Final = 1
PIECE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Backed:
    """What a backup holds: rows of tables, and files of accepted contributions."""

    rows: int
    files: int


def back_up(engine: Engine, contributions: Path, file: Path) -> Backed:
    """Write the file. The database is read as it is at one moment, and contributions after it: one that was accepted
    meanwhile is known by its own file, as after a fall of the power.

    Raises OSError when the file cannot be written; nothing of it is there then.
    """
    with _whole(file) as archive, _one_state(engine) as connection:
        counts: dict[str, int] = {}
        for table in tables(connection):
            lines = list(written(connection, table))
            counts[table.name] = len(lines)
            _put(archive, f"{ROWS}/{table.name}.jsonl", "".join(f"{line}\n" for line in lines).encode())
        found = sorted(each for each in contributions.rglob("*") if each.is_file()) if contributions.is_dir() else []
        for each in found:
            _put(archive, f"{CONTRIBUTIONS}/{each.relative_to(contributions).as_posix()}", each.read_bytes())
        about = {"form": FORM, "version": version(connection), "rows": counts, "files": len(found)}
        _put(archive, MANIFEST, json.dumps({**about, "made": now().isoformat()}).encode())
    return Backed(sum(counts.values()), len(found))


def restore(engine: Engine, contributions: Path, file: Path) -> Backed:
    """Put back what the file holds, into a new database and an empty folder; all of it or nothing.

    Raises Refused when there is something already, and Damaged when the file is not whole.
    """
    if contributions.is_dir() and any(contributions.iterdir()):
        raise Refused(f"{contributions} holds contributions already. Move them away first; nothing was restored.")
    contributions.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=contributions.parent, prefix=".restore-") as name:
        folder = Path(name)
        about = _unpacked(file, folder)
        upgrade(engine, about["version"])
        with engine.begin() as connection:
            rows = _rows_put_back(connection, folder, about)
            shutil.rmtree(contributions, ignore_errors=True)
            (folder / CONTRIBUTIONS).mkdir(exist_ok=True)
            (folder / CONTRIBUTIONS).rename(contributions)
        upgrade(engine)
    return Backed(rows, about["files"])


def _rows_put_back(connection: Connection, folder: Path, about: dict[str, Any]) -> int:
    there = {each.name: each for each in tables(connection)}
    if any(connection.execute(each.select().limit(1)).first() for each in there.values()):
        raise Refused("The database is not empty. Name another one in OPENPLAZA_DATABASE; nothing was restored.")
    if unknown := set(about["rows"]) - set(there):
        raise Damaged(f"The backup has tables that its version does not have: {', '.join(sorted(unknown))}.")
    total = 0
    for name in there:
        path = folder / ROWS / f"{name}.jsonl"
        # Other line ends than this one may stand within a text.
        lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []
        if len(lines) != about["rows"].get(name, 0):
            raise Damaged(f"The backup has {len(lines)} rows of {name}, and says {about['rows'].get(name, 0)}.")
        total += read(connection, there[name], lines)
    return total


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    try:
        # To its end, where the sum stands that tells whether every byte is right; tarfile stops before.
        with gzip.open(file) as stream:
            while stream.read(PIECE_BYTES):
                pass
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        about: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Damaged(f"{file} is no whole backup: {error}") from error
    found = sum(each.is_file() for each in (folder / CONTRIBUTIONS).rglob("*"))
    if about.get("form") != FORM or found != about["files"]:
        raise Damaged(f"{file} is no whole backup of a form that is known here.")
    return about


@contextlib.contextmanager
def _one_state(engine: Engine) -> Iterator[Connection]:
    """The database as it is at one moment, while others go on writing."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
    options = {"isolation_level": level} if level else {"sqlite_begin": "DEFERRED"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def _whole(file: Path) -> Iterator[tarfile.TarFile]:
    """An archive that takes its name when it is complete and on the disk."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz") as archive:
                yield archive
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).rename(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(content), 0o600, int(now().timestamp())
    archive.addfile(member, io.BytesIO(content))
