"""Change sets as JSON: one text for one value (RFC 8785: sorted names, no spaces, UTF-8), and strictly read again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, TypeVar

from graph.contribute.changes import Accepted, CellChange, ChangeKind, ChangeSet, Party, RowChange
from graph.errors import BadParameter

T = TypeVar("T")
MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
SHA256: Final = re.compile(r"|[0-9a-f]{64}")
CHANGES: Final = ("rows", "why", "against")
ACCEPTED: Final = ("number", "previous", "changes", "contributor", "reviewers", "submitted_at", "accepted_at")


def encoded(value: ChangeSet | Accepted) -> bytes:
    """The canonical JSON of a change set or of an accepted one; the same value gives the same bytes."""
    return canonical(value)


def canonical(document: object) -> bytes:
    """JSON with sorted names and without spaces. Raises UnicodeEncodeError for text that UTF-8 cannot hold, TypeError
    for what is neither JSON nor a dataclass."""
    # Names are ASCII and numbers whole, so sorting by code points and Python's digits are what RFC 8785 asks for.
    told = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_fields_of)
    return told.encode()


def change_set(data: bytes | str) -> ChangeSet:
    """Read the JSON of a change set. Raises BadParameter; its `field` is the place in the JSON, as `/rows/0/key`."""
    return change_set_of(_parsed(data), "")


def accepted(data: bytes | str) -> Accepted:
    """Read the JSON of an accepted change set. Raises BadParameter as `change_set` does."""
    held = _members(_parsed(data), "", ACCEPTED)
    return Accepted(
        number=_number(held["number"], "/number", 1),
        previous=_formed(held["previous"], "/previous", SHA256, "the SHA-256 of a file, or empty"),
        changes=change_set_of(held["changes"], "/changes"),
        contributor=_party(held["contributor"], "/contributor"),
        reviewers=_each(held["reviewers"], "/reviewers", _party),
        submitted_at=_moment(held["submitted_at"], "/submitted_at"),
        accepted_at=_moment(held["accepted_at"], "/accepted_at"),
    )


def change_set_of(document: object, path: str) -> ChangeSet:
    """The change set that a JSON value holds; `path` is where that value stands. Raises BadParameter."""
    held = _members(document, path, CHANGES)
    return ChangeSet(
        rows=_each(held["rows"], f"{path}/rows", _row),
        why=_text(held["why"], f"{path}/why"),
        against=_number(held["against"], f"{path}/against", 0),
    )


def _row(document: object, path: str) -> RowChange:
    held = _members(document, path, ("table", "key", "kind", "cells"))
    kind = _text(held["kind"], f"{path}/kind")
    if kind not in set(ChangeKind):
        raise BadParameter(f"{path}/kind", f"This must be one of {', '.join(ChangeKind)}, not {kind!r}.")
    table, key = _text(held["table"], f"{path}/table"), _text(held["key"], f"{path}/key")
    return RowChange(table, key, ChangeKind(kind), _each(held["cells"], f"{path}/cells", _cell))


def _cell(document: object, path: str) -> CellChange:
    held = _members(document, path, ("column", "was", "now"), ("sources",))
    column, was, now = (_text(held[name], f"{path}/{name}") for name in ("column", "was", "now"))
    return CellChange(column, was, now, _each(held.get("sources", []), f"{path}/sources", _text))


def _party(document: object, path: str) -> Party:
    held = _members(document, path, ("id", "organisation"))
    return Party(_text(held["id"], f"{path}/id"), _text(held["organisation"], f"{path}/organisation"))


def _fields_of(value: Any) -> dict[str, object]:
    """The fields of a dataclass, one level of it: `dataclasses.asdict` copies all below too, which takes far longer."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _parsed(data: bytes | str) -> object:
    try:
        text = data if isinstance(data, str) else data.decode()
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadParameter("/", f"This is not UTF-8: byte {error.start} belongs to no character.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadParameter("/", f"This is not JSON: {error}.") from error


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = {}
    for name, value in pairs:
        if name in held:
            raise BadParameter(f"/{name}", "This name stands twice in one object.")
        held[name] = value
    return held


def _no_number(text: str) -> object:
    raise BadParameter("/", f"{text} is no number of JSON.")


def _members(document: object, path: str, needed: Sequence[str], free: Sequence[str] = ()) -> Mapping[str, object]:
    if not isinstance(document, dict):
        raise BadParameter(path or "/", f"This must be an object, not {_kind(document)}.")
    for name in needed:
        if name not in document:
            raise BadParameter(f"{path}/{name}", "This member is missing.")
    for name in document:
        if name not in (*needed, *free):
            raise BadParameter(f"{path}/{name}", f"There is no such member. Use {', '.join((*needed, *free))}.")
    return document


def _each(document: object, path: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    if not isinstance(document, list):
        raise BadParameter(path, f"This must be a list, not {_kind(document)}.")
    return tuple(read(item, f"{path}/{place}") for place, item in enumerate(document))


def _text(document: object, path: str) -> str:
    if not isinstance(document, str):
        raise BadParameter(path, f"This must be text, not {_kind(document)}.")
    try:
        document.encode()
    except UnicodeEncodeError as error:
        raise BadParameter(path, "The text holds half of a character, which UTF-8 cannot hold.") from error
    return document


def _formed(document: object, path: str, form: re.Pattern[str], name: str) -> str:
    text = _text(document, path)
    if not form.fullmatch(text):
        raise BadParameter(path, f"This must be {name}, not {text[:80]!r}.")
    return text


def _moment(document: object, path: str) -> str:
    return _formed(document, path, MOMENT, "a time in UTC as 2026-11-29T18:00:00Z")


def _number(document: object, path: str, least: int) -> int:
    if not isinstance(document, int) or isinstance(document, bool) or document < least:
        raise BadParameter(path, f"This must be a whole number from {least}.")
    return document


def _kind(document: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(document), "a number")
