"""Who speaks of a law on a day: what did not exist yet, what is older than the text it speaks of, what was amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.text.messages import N_
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

KINDS = ("interprets", "comments-on")


@dataclass(frozen=True, slots=True)
class Amendment:
    """An act, signed on `signed`, that amended a part from `date`; an empty part is not recorded, nor an empty day."""

    part: str
    by: str
    by_label: str
    date: str
    signed: str


def amendments(rows: Iterable[Row]) -> tuple[Amendment, ...]:
    """The amendments among the rows of the question laws-dates."""
    names = ("about_id", "cause_id", "cause_label", "from", "known")
    return tuple(Amendment(*(text_of(row, name) for name in names)) for row in rows)


def touching(amended: Sequence[Amendment], part: str) -> list[Amendment]:
    """The amendments of the part, of what lies in it, or of what holds it; an empty part is the whole act.

    Where an act amended named points of an article, it did not touch the other points of it. An amendment whose part
    is not recorded is one of the act alone.
    """
    return [each for each in amended if _touches(each, part, amended)]


def _touches(one: Amendment, part: str, amended: Sequence[Amendment]) -> bool:
    if not part or one.part == part:
        return True
    if not one.part:
        return False
    if one.part.startswith(f"{part}/"):
        return True
    inside = f"{one.part}/"
    return part.startswith(inside) and not any(each.by == one.by and each.part.startswith(inside) for each in amended)


def is_later(row: Row, on: str) -> bool:
    """Whether what relates to the law is dated after the day, so that it did not exist; without a date it stays."""
    return text_of(row, "other_date", "date") > on


def later(rows: Iterable[Row], on: str) -> int:
    """How many acts, judgments and documents that relate to the law are dated after the day."""
    return len({str(row["other_id"]) for row in rows if str(row["direction"]) == "to" and is_later(row, on)})


def older(row: Row, amended: Sequence[Amendment], on: str) -> str:
    """`Older than the amendment of 27 July 2026` when what the reader speaks of was amended after its day, up to `on`;
    else empty.
    """
    day = text_of(row, "other_date", "date")
    days = [each.date for each in touching(amended, text_of(row, "own_id")) if day and day < each.date <= on]
    return N_("Older than the amendment of %(day)s", day=long_date(max(days))) if days else ""


def speaks(row: Row) -> bool:
    """Whether the relation is that of a judgment or of guidance on the law."""
    return str(row["direction"]) == "to" and slug_of(row["kind"]) in KINDS


def amended_later(amended: Sequence[Amendment], part: str, on: str, known: str = "") -> list[str]:
    """Sentences on the amendments of a provision that were made or took effect after the day; none of those signed
    after `known`. An amendment of other parts by the same act says that it did not touch this one.
    """
    found = [each for each in touching(amended, part) if each.date > on and (not known or "" < each.signed <= known)]
    named = {each.by for each in amended if each.part}
    whole = [
        each
        for each in amended
        if not each.part and each.by not in named and each.signed > on and (not known or each.signed <= known)
    ]
    said = [N_("Later amended by %(law)s from %(day)s.", law=_act(each), day=long_date(each.date)) for each in found]
    unknown = N_("Its act was amended later by %(law)s; in which parts is not recorded.")
    said += [N_(unknown, law=_act(each)) for each in whole]
    return list(dict.fromkeys(said))


def _act(each: Amendment) -> str:
    label = each.by_label
    return N_("%(law)s (signed %(day)s)", law=label, day=long_date(each.signed)) if each.signed else label
