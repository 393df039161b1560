"""What an assistant is told: rows with their sources, doubts and conditions, short enough to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from views.assistants.pages import Document, Reply

Value = str | int | float | bool
Row = dict[str, Value]
# Columns that hold where something was read.
SOURCES = ("source", "source_address", "address", "publisher_address")
WEAK = {"general-knowledge": "from memory, not checked against a source", "seed": "from a meeting note alone"}
MOST_SOURCES = 40
CONDITIONS = (
    "An effect holds only on the condition of its rule, and for those whom its act reaches. This answer has effects "
    "without conditions: ask for op:condition beside them before you repeat one."
)


@dataclass(frozen=True)
class Section:
    """One question and its rows; `rows_left_out` were cut to keep the answer short, and stand on the page."""

    question: str
    rows: list[Row]
    rows_left_out: int = 0


@dataclass(frozen=True)
class Told:
    """An answer: which facts it rests on, what to say with it, and where a person reads the whole of it."""

    page: str
    revision: int
    complete: bool
    caveats: list[str]
    sources: list[str]
    sections: dict[str, Section]


def from_page(reply: Reply, max_rows: int, only: Sequence[str] = ()) -> Told:
    """What a page answers, each section to `max_rows` rows; `only` names the sections wanted, all when empty."""
    meta = cast(Mapping[str, object], reply.document["meta"])
    answers = cast(Mapping[str, Mapping[str, object]], reply.document["answers"])
    found = {
        name: (str(each["question"]), [_plain(row) for row in cast(list[Mapping[str, object]], each["rows"])])
        for name, each in answers.items()
        if not only or name in only
    }
    return _told(reply, meta, found, max_rows)


def from_results(reply: Reply, max_rows: int) -> Told:
    """What the endpoint answered; the hints that it gives are caveats."""
    document = reply.document
    meta = cast(Mapping[str, object], document.get("meta") or {})
    if "boolean" in document:
        rows: list[Row] = [{"answer": bool(document["boolean"])}]
    else:
        bindings = cast(Mapping[str, list[Mapping[str, Mapping[str, str]]]], document["results"])["bindings"]
        rows = [{name: cell["value"] for name, cell in row.items()} for row in bindings]
    return _told(reply, meta, {"results": ("What does the query find?", rows)}, max_rows)


def _told(reply: Reply, meta: Document, found: Mapping[str, tuple[str, list[Row]]], max_rows: int) -> Told:
    every = [row for _, rows in found.values() for row in rows]
    complete = bool(meta.get("complete"))
    sections = {
        name: Section(question, [with_condition(row) for row in rows[:max_rows]], max(0, len(rows) - max_rows))
        for name, (question, rows) in found.items()
        if rows
    }
    left_out = sum(each.rows_left_out for each in sections.values())
    caveats = [*_hints(meta), *_caveats(every, complete, left_out)]
    return Told(reply.page, int(str(meta.get("revision") or 0)), complete, caveats, _sources(every, reply), sections)


def _plain(row: Mapping[str, object]) -> Row:
    """A row without what is not known; a text in another language than English says which."""
    told: Row = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            language = value.get("lang")
            told[name] = str(value["value"]) + (f" [{language}]" if language not in (None, "en") else "")
        elif value is not None and value != "":
            told[name] = cast(Value, value)
    return told


def with_condition(row: Row) -> Row:
    """The row with its effect told in one sentence with the condition on which it holds.

    An effect on its own would be repeated as if it held always.
    """
    effect = row.get("effect_label") or row.get("effect")
    if not effect:
        return row
    condition, open_question = row.get("condition"), row.get("open_question") or row.get("question")
    told = str(effect).rpartition("/")[2] if "/concept/" in str(effect) else str(effect)
    told += f", on this condition: {condition}" if condition else " (no condition is recorded in this answer)"
    if row.get("standing") == "question":
        told = f"Not settled, it depends on a fact ({open_question or 'see the page'}); if it holds: {told}"
    rest = {name: value for name, value in row.items() if name not in ("effect", "effect_label", "condition")}
    return {"effect": told, **rest}


def _hints(meta: Document) -> list[str]:
    hints = meta.get("hints") or []
    return [
        str(each.get("text", each)) if isinstance(each, Mapping) else str(each) for each in cast(list[object], hints)
    ]


def _caveats(rows: Sequence[Row], complete: bool, left_out: int) -> Iterable[str]:
    """What has to be said with an answer, each with how many rows it is true of."""
    if not complete:
        yield "This answer is not complete: a limit cut it."
    if left_out:
        yield f"Rows left out here, which stand on the page: {left_out}. Do not count the rows above."
    for notation, words in WEAK.items():
        if number := sum(str(row.get("basis", "")).endswith(notation) for row in rows):
            yield f"Rows that are {words}: {number}."
    if number := sum("doubt" in row for row in rows):
        yield f"Rows that are doubtful, each with the reason under doubt: {number}."
    if number := sum(row.get("standing") == "question" for row in rows):
        yield f"Rows that depend on a fact that is not known here: {number}."
    if any(_is_bare_effect(row) for row in rows):
        yield CONDITIONS


def _is_bare_effect(row: Row) -> bool:
    return "condition" not in row and any(
        "/concept/effect/" in str(value) or name == "effect" for name, value in row.items()
    )


def _sources(rows: Sequence[Row], reply: Reply) -> list[str]:
    """The addresses that the rows were read at, each once; pages of ours are no sources."""
    own = reply.page[: reply.page.index("/", len("https://"))]
    read = [part.strip() for row in rows for name in SOURCES for part in str(row.get(name, "")).split(";")]
    addresses = dict.fromkeys(each for each in read if each.startswith(("http://", "https://")))
    return [each for each in addresses if not each.startswith(own)][:MOST_SOURCES]
