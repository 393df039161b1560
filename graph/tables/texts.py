"""The labels and helps of the metadata that people read, for the catalogues of messages: a method of Babel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from graph.tables.metadata import DESCRIPTION, label_of
from graph.terms import OP

NEVER = "never"


def extract(file: IO[bytes], keywords: object, comment_tags: object, options: object) -> Iterator[tuple[Any, ...]]:
    """Each text of `csv-metadata.json` as Babel wants it: line, function, text, comments. Lines are not told."""
    for table in json.load(file)["tables"]:
        keys = table["tableSchema"].get("primaryKey", [])
        for column in table["tableSchema"]["columns"]:
            if column.get("virtual") or column.get(f"{OP}ask") == NEVER or column["name"] == keys:
                continue
            titles = column.get("titles", [])
            label = label_of(column["name"], [titles] if isinstance(titles, str) else titles)
            for text in filter(None, (label, column.get(DESCRIPTION, ""))):
                yield 1, None, text, [f"{table['url']}: {column['name']}"]
