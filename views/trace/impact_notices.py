"""What must be known of a law before an impact is read: that it is a proposal, that it ended, or is not there yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.impact import Impact
from graph.text.messages import N_
from graph.trace.values import Path, Place
from views.shown.values import Hyperlink
from views.trace.impact_parts import address
from views.web.words import long_date

ENDED = N_("Links that hold only while a law is valid ended with it. Choose an earlier day to see whom it touched.")
BECAME = N_("What follows is touched through the act that came of it.")
PROPOSED = N_(
    "It names the acts that it would amend or replace. Which of their provisions it would change is recorded only "
    "where it says so below; everything that rests on these acts may be touched."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page says before all else; `kind` is that of the banner."""

    kind: str
    title: str
    text: str
    links: Sequence[Hyperlink] = ()


def notices(found: Impact) -> list[Notice]:
    """What must be known before the numbers are read: a proposal, an end, a law that is not there yet."""
    told = []
    if found.type == "proposal":
        told.append(_proposal(found))
    elif found.source.state.startswith("ended"):
        day = found.source.state.split()[-1]
        ended = long_date(day)
        last = Hyperlink(N_("What it touched on %(day)s", day=ended), _of(found.source, day))
        ends = [last, *_links(found.undergoes, {"repeals", "supersedes", "invalidates"}, found)]
        told.append(Notice("info", N_("It ended on %(day)s", day=ended), ENDED, ends))
    elif found.source.state.startswith("not before"):
        since = long_date(found.source.state.split()[-1])
        title = N_("It is not there yet on %(day)s", day=long_date(found.on))
        told.append(Notice("info", title, N_("Its date is %(day)s.", day=since)))
    return told


def _proposal(found: Impact) -> Notice:
    became = _links(found.does, {"proposes"}, found)
    if became:
        return Notice("info", N_("This proposal has become law"), BECAME, became)
    withdrawn = _links(found.undergoes, {"withdraws"}, found)
    if withdrawn:
        return Notice("info", N_("This proposal was withdrawn"), N_("It will change nothing."), withdrawn)
    return Notice("warn", N_("This is a proposal: nothing has changed by it yet"), PROPOSED)


def _links(paths: Iterable[Path], kinds: set[str], found: Impact) -> list[Hyperlink]:
    """The laws at the other end of some links, as addresses of their own impact."""
    ends: dict[str, Place] = {}
    for path in paths:
        if any(hop.kind in kinds for hop in path.hops):
            ends[path.hops[-1].target.iri] = path.hops[-1].target
    return [Hyperlink(N_("What %(law)s touches", law=each.name), _of(each, found.on)) for each in ends.values()]


def _of(place: Place, on: str) -> str:
    return address(f"laws/{place.id}", on)
