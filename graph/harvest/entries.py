"""Entries of a register as its file gives them, before anything is chosen."""

from __future__ import annotations

import datetime
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from typing import Final

from graph.errors import BadParameter, BadSheet

LARGEST: Final = 200_000_000
"""Bytes of a copy, unpacked; the registers have 2 to 4 million."""
DAY_IN_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in the words of the register; `start` and `end` are years, empty when it has none; `text`
    is what it tells in sentences, which is read for a few words and never copied."""

    id: str
    title: str
    organisation: str
    country: str
    status: str
    legal_basis: str = ""
    impact_assessment: str = ""
    start: str = ""
    end: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RegisterCopy:
    """A whole register as it was on a day."""

    day: datetime.date
    entries: tuple[Entry, ...]


def day_of(written: str, where: str) -> datetime.date:
    """The day that a text begins with or a file name holds. Raises BadParameter when there is none."""
    found = DAY_IN_NAME.search(written)
    try:
        return datetime.date.fromisoformat(found[1] if found else "")
    except ValueError:
        raise BadParameter(
            "seen",
            f"{where} has no day of the copy. Name it with --seen YYYY-MM-DD, or write it into the name of the file.",
        ) from None


def unpacked(data: bytes, name: str) -> bytes:
    """The bytes of a file, out of gzip where it is packed. Raises BadSheet for one that is damaged or too large."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as file:
            found = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadSheet(f"{name} cannot be unpacked ({error}). Take the copy again: it may have been cut.") from None
    if len(found) > LARGEST:
        raise BadSheet(f"{name} is larger than {LARGEST:,} bytes when it is unpacked.")
    return found
