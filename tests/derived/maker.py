"""A process that begins to make an index, says so and waits: `python maker.py FOLDER NAME`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from graph.build.indexes import INDEXES
from graph.derived.pages import Queryable
from graph.revision import current


class Unasked:
    """Stands for a store: this maker writes before it asks anything."""

    def serialize(self, text: str, media_type: str) -> bytes:
        raise AssertionError(f"asked {text} as {media_type}")


if __name__ == "__main__":
    revision, index = current(Path(sys.argv[1])), INDEXES[sys.argv[2]]

    def write_and_wait(_store: Queryable, folder: Path) -> None:
        (folder / "text").write_text("made", encoding="utf-8")
        print("written", flush=True)
        sys.stdin.read()

    waiting = dataclasses.replace(index, write=write_and_wait)
    waiting.make(revision, Unasked)
