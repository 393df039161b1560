"""What people call the columns of the tables: the labels of the metadata, which forms use too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from graph.tables.metadata import METADATA, load_metadata
from graph.text.messages import N_
from views.history.words import column_words
from views.web.service import service

Labels = Mapping[tuple[str, str], str]


def column_labels() -> Labels:
    """The label of each column by file and name; none where the server has no tables beside it."""
    path = Path(service().settings.facts_dir) / METADATA
    return _labels(path, path.stat().st_mtime_ns) if path.is_file() else {}


def column_label(table: str, column: str) -> str:
    """The label of a column of a table; the name of one that has none in words."""
    return column_labels().get((f"{table}.csv", column)) or column_words(column)


@lru_cache(maxsize=2)
def _labels(path: Path, _written_ns: int) -> Labels:
    return {(table.file, column.name): N_(column.label) for table in load_metadata(path) for column in table.written}


def field_words(file: str, name: str) -> str:
    """What people call a column, within a sentence; its name in words where the tables are not there or have it not."""
    return column_labels().get((file, name)) or name.replace("_", " ")
