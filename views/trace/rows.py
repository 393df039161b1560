"""The parts of a trace as its template takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from flask import request

from graph.law.effects import PATH_EFFECTS, path_badge
from graph.links.network import Network
from graph.text.messages import N_, capital, counted, joined, name_words, within
from graph.things import BY_NAME, BY_PLURAL
from graph.trace.limits import countries_with_law
from graph.trace.values import Hop, HopSource, Path, Place, Trace
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.words import long_date

EXAMPLES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (N_("What governs the camera alerts at schools in Nice?"), "practices/nice-school-vsa", "acts", {}),
    (N_("Police and live face recognition, the day the prohibition began"), "technologies/rbi-realtime", "acts",
     {"on": "2025-02-02", "actor": "police"}),
    (N_("Which practices does art. 9 of the GDPR touch?"), "laws/32016R0679/art_9", "practices", {}),
    (N_("What did the Digital Omnibus on AI change in the AI Act?"), "laws/32026R1744", "laws/32024R1689",
     {"kinds": "changes"}),
    (N_("What came of the EDPB's presentation at the fourth meeting?"), "events/ev-m4-edpb", "acts", {}),
)  # fmt: skip


COPIES = ("github.com/", "stored file id")
START_UNKNOWN = N_("Start not recorded")
INFERRED_WORD, STATED_WORD = N_("Inferred from a rule"), N_("Stated by a source")


def place_href(place: Place, on: str) -> str:
    """The page of a place, on the law date."""
    page = BY_NAME[place.kind].page
    if not page:
        return f"{request.script_root}/data?iri={quote(place.iri, safe='')}"
    return page_href(page, place.id, on)


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as a link with its kind, its state and its life."""

    label: str
    href: str
    kind: str
    note: str
    state: str
    life: str

    @property
    def link(self) -> Hyperlink:
        return Hyperlink(self.label, self.href, self.note)


@dataclass(frozen=True, slots=True)
class ShownHop:
    """One hop: words, where it leads, why, who, from which source, since when and how far it can be trusted."""

    words: str
    place: ShownPlace
    reason: str
    who: str
    told: str
    days: str
    sources: tuple[Hyperlink, ...]
    copies: tuple[str, ...]
    marks: tuple[str, ...]
    conditional: bool


@dataclass(frozen=True, slots=True)
class ShownPath:
    """One path with its end, its hops and its days."""

    number: int
    end: ShownPlace
    hops: tuple[ShownHop, ...]
    days: str
    first: str
    effect: str


def shown_place(place: Place, on: str) -> ShownPlace:
    """A place as a page shows it on the law date."""
    note, life = place.label if place.kind == "provision" else "", place.life.words(on) if place.life else ""
    return ShownPlace(place.name, place_href(place, on), BY_NAME[place.kind].one, note, dates_of(place), life)


def about(place: Place, on: str) -> dict[str, str]:
    """What a thing at an end of a trace is, and what the day makes of it: of a law by its dates, of a practice by its
    life.
    """
    life = place.life.words(on) if place.life else ""
    return {"name": place.name, "note": place.note, "dates": life or dates_of(place)}


def dates_of(place: Place) -> str:
    """What the law date makes of a law, and beside it how its dates were moved or extended."""
    words, _, day = place.state.rpartition(" ")
    state = f"{words} {long_date(day)}" if place.state else ""
    return joined((state, *(each.words(long_date) for each in place.dated)), "; ")


def countries(network: Network, written: Collection[str]) -> list[dict[str, Any]]:
    """The countries whose national law a trace may keep to; those asked for are checked."""
    asked = {each.strip().casefold() for each in written}
    return [
        {
            "value": code,
            "label": name_words(label, kind="country"),
            "count": None,
            "checked": bool(asked & {code.casefold(), label.casefold()}),
        }
        for code, label in countries_with_law(network).items()
    ]


def heading(found: Trace) -> str:
    """`From A to B`, with a class in its own words."""
    if found.target:
        return N_("From %(source)s to %(target)s", source=found.source.name, target=found.target.name)
    return N_("From %(source)s to all %(things)s", source=found.source.name, things=class_words(found.target_class))


def summary(found: Trace) -> str:
    """How much was found, in one sentence."""
    if not found.paths:
        return ""
    count, ends = len(found.paths), len(found.reached)
    paths, day = counted(count, "%(number)s path", "%(number)s paths"), long_date(found.on)
    if found.target is not None:
        return N_("%(paths)s on %(day)s, the shortest, strongest and best sourced first.", paths=paths, day=day)
    return counted(
        ends,
        "%(paths)s to %(number)s %(things)s on %(day)s, the shortest, strongest and best sourced first.",
        "%(paths)s to %(number)s of the %(things)s on %(day)s, the shortest, strongest and best sourced first.",
        paths=paths,
        things=class_words(found.target_class),
        day=day,
    )


CLASS_WORDS: Final = {
    "judgments": within(N_("Judgments")),
    "guidance": within(N_("Guidance")),
    "proposals": within(N_("Proposals")),
    "national-law": within(N_("National law")),
}
"""What a trace may lead to besides a kind of thing."""


def class_words(name: str) -> str:
    """What a class of places is called within a sentence: `national law`, `practices`."""
    return CLASS_WORDS.get(name) or BY_PLURAL[name].many


def groups(found: Trace) -> list[dict[str, Any]]:
    """Paths by effect, each numbered as in the drawing."""
    numbers = {id(path): number for number, path in enumerate(found.paths, 1)}
    return [
        {
            "key": name,
            "label": PATH_EFFECTS[name],
            "badge": path_badge(name),
            "paths": [shown_path(path, numbers[id(path)], found.on) for path in paths],
        }
        for name, paths in found.groups.items()
    ]


def coming(found: Trace) -> list[ShownPath]:
    """Paths that hold only later."""
    return [shown_path(path, 0, found.on) for path in found.coming]


def shown_path(path: Path, number: int, on: str) -> ShownPath:
    """One path as a page shows it."""
    return ShownPath(
        number=number,
        end=shown_place(path.hops[-1].target, on),
        hops=tuple(shown_hop(hop, on) for hop in path.hops),
        days=path_days(path),
        first=long_date(path.first),
        effect=PATH_EFFECTS[path.group],
    )


def shown_hop(hop: Hop, on: str) -> ShownHop:
    """One hop as a page shows it; a copy of a text is told apart from the sources, and memory is no copy."""
    cited = [each for each in hop.sources if each.address and not _is_copy(each)]
    read = [each.label for each in hop.sources if each not in cited and "general knowledge" not in each.label]
    return ShownHop(
        words=hop.words,
        place=shown_place(hop.target, on),
        reason=hop.reason,
        who=hop.who,
        told=told_by(hop),
        days=_hop_days(hop),
        sources=tuple(Hyperlink(each.label or each.address, each.address) for each in cited),
        copies=tuple(read),
        marks=hop.weak,
        conditional=hop.kind.startswith("proposes-"),
    )


def _is_copy(source: HopSource) -> bool:
    """Whether the source is a copy of a text that was read, and no place to cite."""
    return any(words in f"{source.label} {source.address}" for words in COPIES)


def told_by(hop: Hop) -> str:
    """Whether a rule of the tables makes the link or a source states it; empty where it says nothing of law."""
    if hop.timeless:
        return ""
    return INFERRED_WORD if hop.inferred else STATED_WORD


def days(start: str, end: str) -> str:
    """`Since 25 May 2018, until 1 June 2020`; empty when neither day is recorded."""
    since = N_("since %(day)s", day=long_date(start)) if start else ""
    return capital(joined((since, _until(end)), ", "))


def _until(end: str) -> str:
    return N_("until %(day)s", day=long_date(end)) if end else ""


def path_days(path: Path) -> str:
    """The days on which every link of a path is recorded to hold."""
    if path.start or all(hop.timeless for hop in path.hops):
        return days(path.start, path.end)
    return joined((START_UNKNOWN, _until(path.end)), ", ")


def _hop_days(hop: Hop) -> str:
    """The days of a link; what says something of law says so when its first day is not recorded."""
    if hop.start or hop.timeless:
        return days(hop.start, hop.end)
    return joined((START_UNKNOWN, _until(hop.end)), ", ")


def turned(found: Trace, address: Callable[..., str]) -> str:
    """The address of the same trace backwards; empty when it leads to a class."""
    if found.target is None:
        return ""
    return address(**{"from": found.target.iri, "to": found.source.iri})
