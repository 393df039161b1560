"""A process that begins to make every index, names each and waits: `python maker.py FOLDER`."""

from __future__ import annotations

import dataclasses
import sys
import threading
from pathlib import Path
from typing import Any

from graph.build.indexes import INDEXES
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.revision import Revision, current


class Unasked:
    """Stands for a store: this maker writes before it asks anything."""

    def serialize(self, text: str, media_type: str) -> bytes:
        raise AssertionError(f"asked {text} as {media_type}")


def begin(index: DerivedIndex[Any], revision: Revision) -> None:
    def write_and_wait(_store: Queryable, folder: Path) -> None:
        (folder / "text").write_text("made", encoding="utf-8")
        print(f"{index.name}\n", end="", flush=True)
        threading.Event().wait()

    dataclasses.replace(index, write=write_and_wait).make(revision, Unasked)


if __name__ == "__main__":
    for each in INDEXES.values():
        threading.Thread(target=begin, args=(each, current(Path(sys.argv[1])))).start()
