"""What every store offers: one protocol, and the rows it answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["iri", "literal", "bnode"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One RDF term of an answer; `str(cell)` is its value."""

    value: str
    kind: Kind
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT answer: an unbound variable is None in its row."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell | None], ...]


class Store(Protocol):
    """Answers trusted queries over one revision; the default graph is the union of all named graphs."""

    @property
    def revision(self) -> int: ...

    def worded(self, text: str) -> str:
        """A query of ours in the words of its revision, as it is evaluated."""

    def select(self, text: str) -> Rows: ...

    def ask(self, text: str) -> bool: ...

    def construct(self, text: str, media_type: str) -> bytes: ...

    def serialize(self, text: str, media_type: str) -> bytes: ...
