"""A practice in short: who runs it, whether it runs, what an authority found, which law holds, what is not certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.law.life import Life
from views.law.ruling_values import ActorLaw
from views.practices.governed import Governed
from views.practices.stated import OPERATING
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]
Shaped = dict[str, Any]
MOST_ACTS = 6


def in_short(
    participations: Iterable[Row],
    life: Life,
    finding: Shaped | None,
    law: Governed,
    on: str,
    disagreements: int,
    doubts: int,
) -> list[Shaped]:
    """Facts as term and parts; a part is {label, href, badge}. `disagreements` of sources and `doubts` are numbers."""
    runs = _runs(participations)
    remark = life.remark(on)
    open_points = [
        _part(
            f"{_number(law.open, 'provision')} {'depends' if law.open == 1 else 'depend'} on a fact",
            "#governing",
            law.open,
        ),
        _part("who runs it is not recorded", "#who", not runs),
        _part(f"{remark[:1].lower()}{remark[1:].rstrip('.')}", "#governing", remark),
        _part(f"sources disagree on {_number(disagreements, 'point')}", "#conflicts", disagreements),
        _part(f"a second reader doubted {_number(doubts, 'statement')}", "#sources", doubts),
    ]
    return [
        {"term": "Run by", "parts": runs or [{"label": "Not recorded"}]},
        {"term": f"On {long_date(on)}", "parts": [{"label": life.words(on)}]},
        {"term": "Latest finding", "parts": [_finding(finding)]},
        {"term": "Law that would hold if it ran" if life.outside(on) else "Law that holds", "parts": _acts(law)},
        {"term": "Not certain", "parts": [each for each in open_points if each]},
    ]


def _runs(rows: Iterable[Row]) -> list[Shaped]:
    """Who runs it, with the kind of actor; who uses its images or decides, when nobody is named who runs it."""
    acting = [row for row in rows if slug_of(row["role"]) in OPERATING]
    running = [row for row in acting if slug_of(row["role"]) == OPERATING[0]] or acting
    labels = dict.fromkeys(
        f"{text_of(row, 'organisation')} ({row['actor_label']})" if row["organisation"] else str(row["actor_label"])
        for row in running
    )
    return [{"label": label, "href": "#who"} for label in labels]


def _finding(finding: Shaped | None) -> Shaped:
    if finding is None:
        return {"label": "None known of an authority"}
    return {"label": f"{finding['title']}, {finding['date']}", "href": "#finding", "badge": finding["outcome"]}


def _acts(law: Governed) -> list[Shaped]:
    """The acts of which a provision holds, with the number of provisions, the act with most of them first."""
    held = _held(law.laws)
    if not held:
        return [{"label": "None that is sure" if not law.is_empty else "No rule in the tables", "href": "#governing"}]
    ordered = sorted(held.items(), key=lambda each: (-len(each[1]), each[0]))
    shown = [{"label": f"{name} ({_number(len(parts), 'provision')})", "href": "#governing"}
             for name, parts in ordered[:MOST_ACTS]]  # fmt: skip
    rest = len(ordered) - len(shown)
    return [*shown, {"label": f"{_number(rest, 'more act')}", "href": "#governing"}] if rest else shown


def _held(laws: Sequence[ActorLaw]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for law in laws:
        for act in (act for block in law.holds for act in block.acts):
            held.setdefault(act.label, set()).update(each.id for each in act.provisions)
    return held


def _part(label: str, href: str, told: object) -> Shaped | None:
    return {"label": label, "href": href} if told else None


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
