"""A process that makes an index up to its last name, says so and waits: `python maker.py FOLDER NAME`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from graph.build.indexes import INDEXES
from graph.derived.pages import Queryable
from graph.revision import current
from graph.settings import load_settings
from graph.store import EmbeddedStore

if __name__ == "__main__":
    settings = dataclasses.replace(load_settings({}), revisions_dir=Path(sys.argv[1]))
    revision, index = current(settings.revisions_dir), INDEXES[sys.argv[2]]

    def write_and_wait(store: Queryable, folder: Path) -> None:
        index.write(store, folder)
        print("written", flush=True)
        sys.stdin.read()

    waiting = dataclasses.replace(index, write=write_and_wait)
    waiting.make(revision, lambda: EmbeddedStore.open(revision, settings))
