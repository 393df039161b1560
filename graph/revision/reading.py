"""Finding, opening, reading and checking published revisions."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard

from graph.errors import Damaged, NoRevision, NotFound
from graph.text.messages import N_

QUADS = "quads.nq.zst"
MANIFEST = "manifest.json"
POINTER = "current"
TEXT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a revision says about itself; `created` is UTC in ISO 8601, `files` maps a name to its SHA-256.

    `quads_sha256` is over the uncompressed lines, so it names the facts whatever packed them.
    """

    number: int
    parent: int | None
    created: str
    software: str
    quads: int
    quads_sha256: str
    graphs: Mapping[str, int]
    files: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """One published revision and its folder."""

    number: int
    path: Path
    manifest: Manifest


def folder_name(number: int) -> str:
    return f"{number:06d}"


def numbers(revisions_dir: Path) -> list[int]:
    """The numbers of every published revision, ascending."""
    if not revisions_dir.is_dir():
        return []
    names = (path.name for path in revisions_dir.iterdir() if path.is_dir())
    return sorted(int(name) for name in names if name.isascii() and name.isdigit() and len(name) >= 6)


def revisions(revisions_dir: Path) -> list[Revision]:
    """Every published revision, ascending; raises Damaged if a manifest cannot be read."""
    return [open_revision(revisions_dir, number) for number in numbers(revisions_dir)]


def open_revision(revisions_dir: Path, number: int) -> Revision:
    """Revision `number`; raises NotFound, or Damaged if its manifest cannot be read."""
    path = Path(revisions_dir) / folder_name(number)
    if not path.is_dir():
        raise NotFound(N_("There is no revision %(number)s.", number=str(number)))
    return Revision(number, path, _read_manifest(path, number))


def current(revisions_dir: Path) -> Revision:
    """The revision that readers see; raises NoRevision when nothing has been published."""
    pointer = Path(revisions_dir) / POINTER
    try:
        text = pointer.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoRevision(N_("Nothing has been built yet. Run the build first.")) from error
    except UnicodeDecodeError as error:
        raise Damaged(f"{POINTER}: this is not a revision number.") from error
    if not (text.isascii() and text.isdigit()):
        raise Damaged(f"{POINTER}: this is not a revision number.")
    return open_revision(revisions_dir, int(text))


def read_quads(revision: Revision) -> Iterator[bytes]:
    """Every line of the revision, newline included, in canonical order; raises Damaged on a broken file."""
    with _unpacked(revision) as lines:
        yield from lines


def read_texts(revision: Revision) -> Iterator[bytes]:
    """The lines of `read_quads` joined to texts of about a megabyte."""
    with _unpacked(revision) as lines:
        while text := lines.read(TEXT_BYTES) + lines.readline():
            yield text


@contextmanager
def _unpacked(revision: Revision) -> Iterator[io.BufferedReader]:
    try:
        with (revision.path / QUADS).open("rb") as packed:
            reader = zstandard.ZstdDecompressor().stream_reader(packed)
            yield io.BufferedReader(reader, TEXT_BYTES)
    except (zstandard.ZstdError, FileNotFoundError) as error:
        raise Damaged(f"{folder_name(revision.number)}/{QUADS}: {error}") from error


def verify(revision: Revision) -> None:
    """Raises Damaged naming the first file that is not what the manifest says."""
    _read_manifest(revision.path, revision.number)
    for name, expected in sorted(revision.manifest.files.items()):
        path = revision.path / name
        if not path.is_file():
            raise Damaged(f"{folder_name(revision.number)}/{name}: the file is missing.")
        if sha256_file(path) != expected:
            raise Damaged(f"{folder_name(revision.number)}/{name}: the file is not what was published.")


def sha256_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sealed(fields: Mapping[str, Any]) -> bytes:
    """A manifest as bytes, with a seal over its own fields so that a changed byte is noticed."""
    body = dict(fields)
    body["seal"] = _seal(fields)
    return (json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _seal(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _read_manifest(path: Path, number: int) -> Manifest:
    where = f"{folder_name(number)}/{MANIFEST}"
    try:
        data = (path / MANIFEST).read_bytes()
        fields = json.loads(data)
        seal = fields.pop("seal")
        manifest = Manifest(**fields)
    except FileNotFoundError as error:
        raise Damaged(f"{where}: the file is missing.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Damaged(f"{where}: this cannot be read as a manifest.") from error
    if seal != _seal(fields) or data != sealed(fields) or manifest.number != number:
        raise Damaged(f"{where}: the file is not what was published.")
    return manifest
