"""The Dutch Algorithm Register in its public copy: a JSON object with all entries and the time of the copy."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import BadSheet
from graph.harvest.entries import Entry, RegisterCopy, day_of

ENTRIES: Final = "algoritmes"
NEEDED: Final = ("id", "title", "organisatie", "status")
COUNTRY: Final = "NL"


def read(data: bytes, name: str, seen: datetime.date | None) -> RegisterCopy:
    """The copy in a file; `seen` goes before the time that it names. Raises BadSheet for a damaged or shortened one."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise BadSheet(f"{name} is not JSON ({error}). Take the copy again: it may have been cut.") from None
    rows = found.get(ENTRIES) if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise BadSheet(f"{name} has no list {ENTRIES!r}. Is it a copy of the Dutch Algorithm Register?")
    told = found.get("count")
    if isinstance(told, int) and told != len(rows):
        raise BadSheet(f"{name} says that it has {told:,} entries, and has {len(rows):,}. Take the copy again.")
    day = seen or day_of(str(found.get("fetched_at") or name), name)
    return RegisterCopy(day, tuple(_entry(row, f"{name}, entry {place}") for place, row in enumerate(rows, 1)))


def _entry(row: Mapping[str, Any], where: str) -> Entry:
    if not isinstance(row, dict):
        raise BadSheet(f"{where} is no object. Take the copy again.")
    for column in NEEDED:
        if not str(row.get(column) or "").strip():
            raise BadSheet(f"{where} has no {column!r}. Take the copy again, or mend the entry.")
    text = {column: " ".join(str(row.get(column) or "").split()) for column in row}
    return Entry(
        id=text["id"],
        title=text["title"],
        organisation=text["organisatie"],
        country=COUNTRY,
        status=text["status"],
        legal_basis=text.get("juridische_basis", ""),
        impact_assessment=text.get("impactassessment", ""),
        text=text.get("doel", ""),
    )
