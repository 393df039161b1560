"""Packing canonical lines into the file of a revision, while counting and hashing them."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import zstandard

LEVEL = 3


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: `sha256` is over the file, `quads_sha256` over the lines in it."""

    sha256: str
    quads_sha256: str
    quads: int
    graphs: dict[str, int]


def pack(blocks: Iterable[list[bytes]], path: Path) -> Packed:
    """Writes the lines to `path`, compressed and flushed to disk; holds one block at a time."""
    lines_hash, file_hash = hashlib.sha256(), hashlib.sha256()
    compressor = zstandard.ZstdCompressor(level=LEVEL).compressobj()
    quads, graphs = 0, Counter[bytes]()
    with path.open("wb") as file:
        for lines in blocks:
            text = b"".join(lines)
            lines_hash.update(text)
            quads += len(lines)
            graphs.update(_graphs_of(lines, text))
            packed = compressor.compress(text)
            file_hash.update(packed)
            file.write(packed)
        packed = compressor.flush()
        file_hash.update(packed)
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())
    return Packed(file_hash.hexdigest(), lines_hash.hexdigest(), quads, _named(graphs))


def without_graph(line: bytes) -> bytes:
    """The triple of a canonical line, as a canonical line of the default graph."""
    graph = graph_of(line)
    return line[: -4 - len(graph)] + b" .\n" if graph else line


def graph_of(line: bytes) -> bytes:
    """The graph of a canonical line as it is written there; empty for the default graph.

    Behind the last quotation mark or triple term, spaces stand only between terms; without either, every space does.
    """
    end = max(line.rfind(b'"'), line.rfind(b")>>"))
    spaces = line.count(b" ", end) if end >= 0 else line.count(b" ") - 2
    return line[line.rfind(b" ", 0, -3) + 1 : -3] if spaces == 2 else b""


def _graphs_of(lines: list[bytes], text: bytes) -> Iterable[bytes]:
    """`graph_of` for each of the lines that `text` joins, in half the time where no triple term can stand in them."""
    if b")>>" in text:
        return map(graph_of, lines)
    return [
        parts[-2] if len(parts := end.split(b" ")) == (3 if quoted else 5) else b""
        for _, quoted, end in [line.rpartition(b'"') for line in lines]
    ]


def _named(graphs: Counter[bytes]) -> dict[str, int]:
    counts = {name.decode().removeprefix("<").removesuffix(">"): count for name, count in graphs.items()}
    return dict(sorted(counts.items()))
