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
            titles = column.get("titles", [])
            titles = [titles] if isinstance(titles, str) else titles
            # What no form asks is told in counts and histories, by the label that it was given.
            is_asked = column.get(f"{OP}ask") != NEVER
            if column.get("virtual") or column["name"] == keys or not (is_asked or titles[1:]):
                continue
            label = label_of(column["name"], titles)
            for text in filter(None, (label, column.get(DESCRIPTION, "") if is_asked else "")):
                yield 1, None, text, [f"{table['url']}: {column['name']}"]
