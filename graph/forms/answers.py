"""What stands in a form: filled from the cells of a row, and turned back into cells.

A row that goes through a form unchanged keeps every cell as it was, to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.contribute.applying import plain
from graph.forms.fields import Field, InputKind

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Answers:
    """The values of each field by its name: a text alone for what is written, identifiers for what is chosen.

    `typed` has words that name what is to be chosen, still to be matched.
    """

    values: Mapping[str, tuple[str, ...]]
    typed: Mapping[str, str]

    def of(self, name: str) -> tuple[str, ...]:
        """The values of a field."""
        return self.values.get(name, ())

    def text(self, name: str) -> str:
        """The value of a field that has one."""
        return next(iter(self.of(name)), "")


def filled(fields: Iterable[Field], cells: Cells) -> Answers:
    """A form as the cells of a row fill it."""
    return Answers({field.name: _values(field, cells.get(field.name, "")) for field in fields}, {})


def cell_of(field: Field, values: tuple[str, ...], was: str) -> str:
    """The cell that the values of a field make: as it `was` where they say the same, in its order as far as they do."""
    if field.kind is InputKind.LINES:
        given = [item for line in values for each in line.splitlines() for item in field.column.items(plain_text(each))]
    elif field.chosen:
        given = [item for value in values if (item := plain_text(value))]
    else:
        return _kept_text(plain_text(next(iter(values), "")), was)
    items = field.column.items(was)
    if sorted(given) == sorted(items) and (field.chosen or given == items):
        return was
    order = {item: place for place, item in enumerate(items)} if field.chosen else {}
    kept = sorted(dict.fromkeys(given), key=lambda item: order.get(item, len(order)))
    return (field.column.separator or "").join(kept if field.many else kept[:1])


def plain_text(text: str) -> str:
    """A text as a table keeps it, with the line ends of a table where a browser has its own."""
    return plain(text.replace("\r\n", "\n").replace("\r", "\n"))


def _kept_text(given: str, was: str) -> str:
    return was if given == plain_text(was) else given


def _values(field: Field, cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    if field.kind is InputKind.LINES:
        return ("\n".join(field.column.items(cell)),)
    return tuple(field.column.items(cell)) if field.chosen else (cell,)
