"""How acts and provisions are cited, and the order in which they stand.

An identifier is that of its act, and below it one part for each level: `32016R0679/art_6/par_1/pnt_e`. Each kind of
first part is cited in the manner of the law that uses it: `art. 6(1)(e)` and `annex III, point 1(a)` in the Union,
`art. L251-2` in French codes, `§ 44(3)` in German acts, `art. 8/1` in Belgian ones, `section 27` in Irish ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from graph.law.celex import CELEX

EUR_LEX: Final = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"

NAMED = re.compile(r"(?P<kind>rct|chp|art|sec|par|anx)_(?P<number>.+)")
BELGIAN: Final = "be-"
INSERTED = re.compile(r"(\d+)-(\d+)")
"""An article inserted in a Belgian act: `8-1` in its identifier, `8/1` as it is cited."""

OF_A_CODE = re.compile(r"[LRDA]\.?\d[\w.-]*")
WORDS: Final = {
    "rct": "recital", "chp": "chapter", "art": "art.", "code": "art.", "sec": "section", "par": "§", "anx": "annex",
}  # fmt: skip
RANKS: Final = {kind: rank for rank, kind in enumerate(("whole", *WORDS, "other"))}
"""Recitals stand before articles, annexes after them."""

WHOLE: Final = "act"
"""The last part of an identifier that stands for a whole act."""

LATIN: Final = {"bis": 2, "ter": 3, "quater": 4, "quinquies": 5, "sexies": 6, "septies": 7, "octies": 8}
ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Token = tuple[int, str]
SortKey = tuple[tuple[Token, ...], int, tuple[tuple[Token, ...], ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a provision stands in its act: the kind and number of its first part, and the steps below it."""

    kind: str
    number: str
    steps: tuple[str, ...]


def citation(identifier: str, act_id: str = "") -> str:
    """`art. 6(1)(e)` for 32016R0679/art_6/par_1/pnt_e; empty for a whole act, the parts themselves for an unknown form.

    `act_id` is needed only where the parts are of no known form.
    """
    place = _place(identifier, act_id)
    if place.kind in ("whole", "other"):
        return place.number
    root = f"{WORDS[place.kind]} {place.number}"
    if place.kind == "anx":
        point = place.steps[0] + "".join(f"({step})" for step in place.steps[1:]) if place.steps else ""
        return f"{root}, point {point}" if point else root
    return root + "".join(step if step.startswith("/") else f"({step})" for step in place.steps)


def citation_in_act(act_label: str, identifier: str, act_id: str = "") -> str:
    """`GDPR, art. 6(1)(e)`; the name of the act alone when the whole act is meant."""
    return ", ".join(filter(None, (act_label, citation(identifier, act_id))))


def provision_name(act_label: str, identifier: str, label: str, act_id: str = "") -> str:
    """`GDPR, art. 35: Data protection impact assessment`; the name of the act alone when the whole act is meant."""
    cited = citation(identifier, act_id)
    return f"{act_label}, {cited}: {label}" if cited else act_label


def provision_title(identifier: str, label: str, act_id: str = "") -> str:
    """`art. 35 Data protection impact assessment`, for a page on which the act is named already."""
    return f"{citation(identifier, act_id)} {label}".strip()


def sort_key(identifier: str) -> SortKey:
    """A key that puts acts in natural order and, in an act, article 9 before article 10 and annexes after articles."""
    act, place = _act_of(identifier), _place(identifier)
    number = _annex_number(place.number) if place.kind == "anx" else _tokens(place.number)
    return _tokens(act), RANKS[place.kind], (number, *(_tokens(step) for step in place.steps))


def eur_lex_address(identifier: str) -> str:
    """The text of an act on EUR-Lex when its identifier is a CELEX number; empty otherwise."""
    return EUR_LEX + identifier if CELEX.fullmatch(identifier) else ""


def is_whole_act(identifier: str, act_id: str) -> bool:
    """Whether the identifier stands for the whole act, as some provisions of acts no longer in force do."""
    return identifier in (act_id, f"{act_id}/{WHOLE}")


def _place(identifier: str, act_id: str = "") -> _Place:
    rest = identifier.removeprefix(act_id).strip("/") if act_id else identifier
    first, parts = _split(rest)
    if first is None:
        is_part = bool(rest) if act_id else _is_below_an_act(rest)
        return _Place("other", rest if act_id else parts[-1], ()) if is_part else _Place("whole", "", ())
    steps = tuple(step for part in parts for step in _steps(part))
    named = NAMED.fullmatch(first)
    if named:
        number = named["number"].replace("_", " ")
        belgian = identifier.startswith(BELGIAN)
        return _Place(named["kind"], INSERTED.sub(r"\1/\2", number) if belgian else number, steps)
    return _Place("whole", "", ()) if first == WHOLE else _Place("code", first, steps)


def _split(rest: str) -> tuple[str | None, list[str]]:
    """The first part whose form is known and the parts below it; None and all parts when there is none."""
    parts = rest.split("/")
    start = next((n for n, part in enumerate(parts) if _is_known(part)), None)
    return (None, parts) if start is None else (parts[start], parts[start + 1 :])


def _is_known(part: str) -> bool:
    return part == WHOLE or bool(NAMED.fullmatch(part) or OF_A_CODE.fullmatch(part))


def _is_below_an_act(identifier: str) -> bool:
    return "/" in identifier and not CELEX.fullmatch(identifier)


def _act_of(identifier: str) -> str:
    first, steps = _split(identifier)
    if first is None:
        return identifier.rpartition("/")[0] if _is_below_an_act(identifier) else identifier
    return identifier.removesuffix("/".join((first, *steps))).strip("/")


def _steps(part: str) -> list[str]:
    """`1`, `a` for pnt_1_a; `/1` for a part without a kind, which belongs to the number of the article."""
    _, mark, rest = part.partition("_")
    return rest.split("_") if mark else [f"/{part}"]


def _tokens(text: str) -> tuple[Token, ...]:
    """Numbers as numbers, `bis` and `ter` in their order, letters as they are."""
    found = (part for part in re.split(r"(\d+)", text.casefold()) if part)
    return tuple((int(part), "") if part.isdecimal() else (LATIN.get(part.strip("-"), 0), part) for part in found)


def _annex_number(text: str) -> tuple[Token, ...]:
    values = [ROMAN.get(letter, 0) for letter in text.casefold()]
    if not values or 0 in values:
        return _tokens(text)
    pairs = zip(values, [*values[1:], 0], strict=True)
    return ((sum(-value if value < after else value for value, after in pairs), ""),)
