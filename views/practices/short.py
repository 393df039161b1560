"""A practice in short: who runs it, whether it runs, what an authority found, which law holds, what is not certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.law.life import Life
from graph.text.messages import N_, NN_, counted, joined, within
from views.law.ruling_values import ActorLaw
from views.practices.governed import Governed
from views.practices.stated import OPERATING
from views.shown.values import Badge, Hyperlink
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]
MOST_ACTS = 6
DISAGREE = NN_("sources disagree on %(number)s point", "sources disagree on %(number)s points")
DOUBTED = NN_("a second reader doubted %(number)s statement", "a second reader doubted %(number)s statements")


@dataclass(frozen=True, slots=True)
class ShortFact:
    """A term, and what is said of it, each part with the way to where it stands on the page."""

    term: str
    parts: Sequence[Hyperlink]


def in_short(
    participations: Iterable[Row],
    life: Life,
    finding: Mapping[str, Any] | None,
    law: Governed,
    on: str,
    disagreements: int,
    doubts: int,
) -> list[ShortFact]:
    """What a page leads with. `disagreements` of sources and `doubts` of a second reader are numbers."""
    runs = _runs(participations)
    remark = life.remark(on)
    open_points = [
        _part(
            counted(law.open, "%(number)s provision depends on a fact", "%(number)s provisions depend on a fact"),
            "#governing",
            law.open,
        ),
        _part(N_("who runs it is not recorded"), "#who", not runs),
        _part(within(remark), "#governing", remark),
        _part(counted(disagreements, *DISAGREE), "#conflicts", disagreements),
        _part(counted(doubts, *DOUBTED), "#sources", doubts),
    ]
    return [
        ShortFact(N_("Run by"), runs or [Hyperlink(N_("Not recorded"))]),
        ShortFact(N_("On %(day)s", day=long_date(on)), [Hyperlink(life.words(on))]),
        ShortFact(finding["kicker"] if finding else N_("Latest finding"), [_finding(finding)]),
        ShortFact(N_("Law that would hold if it ran") if life.outside(on) else N_("Law that holds"), _acts(law)),
        ShortFact(N_("Not certain"), [each for each in open_points if each]),
    ]


def _runs(rows: Iterable[Row]) -> list[Hyperlink]:
    """Who runs it, with the kind of actor; who uses its images or decides, when nobody is named who runs it."""
    acting = [row for row in rows if slug_of(row["role"]) in OPERATING]
    running = [row for row in acting if slug_of(row["role"]) == OPERATING[0]] or acting
    labels = dict.fromkeys(
        N_("%(name)s (%(kind)s)", name=text_of(row, "organisation"), kind=text_of(row, "actor_label"))
        if row["organisation"]
        else text_of(row, "actor_label")
        for row in running
    )
    return [Hyperlink(label, "#who") for label in labels]


def _finding(finding: Mapping[str, Any] | None) -> Hyperlink:
    if finding is None:
        return Hyperlink(N_("None known of an authority"))
    dated = joined((finding["title"], finding["date"]), ", ")
    return Hyperlink(dated, "#finding", badges=[Badge(**finding["outcome"])])


def _acts(law: Governed) -> list[Hyperlink]:
    """The acts of which a provision holds, with the number of provisions, the act with most of them first."""
    held = _held(law.laws)
    if not held:
        return [Hyperlink(N_("No rule in the tables") if law.is_empty else N_("None that is sure"), "#governing")]
    ordered = sorted(held.items(), key=lambda each: (-len(each[1]), each[0]))
    shown = [
        Hyperlink(
            counted(len(parts), "%(act)s (%(number)s provision)", "%(act)s (%(number)s provisions)", act=name),
            "#governing",
        )
        for name, parts in ordered[:MOST_ACTS]
    ]
    rest = len(ordered) - len(shown)
    more = counted(rest, "%(number)s more act", "%(number)s more acts")
    return [*shown, Hyperlink(more, "#governing")] if rest else shown


def _held(laws: Sequence[ActorLaw]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for law in laws:
        for act in (act for block in law.holds for act in block.acts):
            held.setdefault(act.label, set()).update(each.id for each in act.provisions)
    return held


def _part(label: str, href: str, told: object) -> Hyperlink | None:
    return Hyperlink(label, href) if told else None
