"""How a reader wants to see an answer: which view, which columns and rows, in which order; all of it in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

VIEWS: Final = ("table", "map", "time", "bar", "line")
ONCE: Final = ("view", "sort", "find", "page", "x", "y")
PARAMETERS: Final = frozenset((*ONCE, "column"))
LONGEST_FIND: Final = 200
MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class AskedView:
    """What the address says of the page of an answer; whatever it does not say, or says of no column, is the usual.

    `base` are the pairs of the address that make the query. `sort` begins with `-` for the other direction.
    """

    path: str
    base: Sequence[tuple[str, str]]
    view: str = "table"
    sort: str = ""
    find: str = ""
    page: int = 1
    x: str = ""
    y: str = ""
    columns: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address."""
        own = [("view", self.view if self.view != "table" else ""), ("sort", self.sort), ("find", self.find),
               ("x", self.x), ("y", self.y), ("page", str(self.page) if self.page > 1 else "")]  # fmt: skip
        return [
            *self.base,
            *((name, value) for name, value in own if value),
            *(("column", each) for each in self.columns),
        ]

    @property
    def address(self) -> str:
        """The address of this page, at its answer."""
        return f"{self.path}?{urlencode(self.pairs())}#answer"

    def but(self, **changes: str | int) -> str:
        """The address with these changes; whatever is changed begins at the first page."""
        return replace(self, **{"page": 1, **changes}).address  # type: ignore[arg-type]

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """What a form has to carry that asks for `names` itself."""
        return [(name, value) for name, value in self.pairs() if name not in (*names, "page")]


def asked_view(
    given: MultiDict[str, str], path: str, base: Sequence[tuple[str, str]], columns: Sequence[str]
) -> AskedView:
    """What `given`, the parameters of the address, ask for, as far as an answer with these columns can show it."""
    view, x, y = (given.get(name, "") for name in ("view", "x", "y"))
    sort, number = given.get("sort", ""), given.get("page", "1")[:MOST_DIGITS]
    return AskedView(
        path,
        base,
        view if view in VIEWS else "table",
        sort if sort.removeprefix("-") in columns else "",
        given.get("find", "")[:LONGEST_FIND].strip(),
        int(number) if number.isdecimal() and int(number) > 0 else 1,
        x if x in columns else "",
        y if y in columns else "",
        tuple(each for each in dict.fromkeys(given.getlist("column")) if each in columns),
    )


def passed_over(names: Sequence[str]) -> tuple[str, ...]:
    """Of parameters that the endpoint does not know, those that a page does not know either."""
    return tuple(each for each in names if each not in PARAMETERS)
