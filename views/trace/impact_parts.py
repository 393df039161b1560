"""An impact as the plain values that its page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from graph.impact import Impact, Touched
from graph.impact.saying import effect_words, sentence
from graph.law.effects import PATH_EFFECTS, path_badge
from graph.law.life import OVER, RUNNING, STATES, UNKNOWN
from graph.text.messages import N_, joined, within
from graph.trace.values import Path
from views.drawing import cities_map
from views.shown.examples import held
from views.shown.values import Badge, Hyperlink
from views.trace.impact_numbers import counted_kind
from views.trace.impact_rows import Places, Somewhere, contacts
from views.trace.rows import ShownHop, ShownPlace, path_days, place_href, shown_hop, shown_place
from views.web.words import long_date

LONG = 12
OVER_LABEL = N_("Ended, suspended or never begun")
CORNERS = tuple({"lon": lon, "lat": lat, "name": "", "count": 0} for lon, lat in ((-6.0, 39.0), (24.0, 57.0)))
EXAMPLES: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (N_("A provision"), (
        (N_("Live face recognition by police: AI Act, art. 5(1)(h)"), "laws/32024R1689/art_5/par_1/pnt_h", ""),
        (N_("Biometric data: GDPR, art. 9"), "laws/32016R0679/art_9", ""),
    )),
    (N_("An act"), (
        (N_("The Law Enforcement Directive"), "32016L0680", ""),
        (N_("The Digital Omnibus on AI, which moved dates of the AI Act"), "32026R1744", ""),
        (N_("The Data Protection Directive, on the day before the GDPR replaced it"), "31995L0046", "2018-05-24"),
    )),
    (N_("A proposal"), (
        (N_("What would the Digital Omnibus on data and privacy change, and for whom?"), "52025PC0837", ""),
        (N_("The proposal for a new Europol Regulation"), "52026PC0580", ""),
    )),
    (N_("A judgment or guidance"), (
        (N_("Ryneš: is a camera at home that films the street a private matter?"), "62013CJ0212", ""),
        (N_("The EDPB's guidelines on video devices"), "edpb-guidelines-3-2019", ""),
    )),
    (N_("A technology, a city, an Action"), (
        (N_("Drones with cameras"), "technologies/drone-camera", ""),
        (N_("All video surveillance, with its narrower kinds"), "technologies/video-surveillance", ""),
        ("Nice", "cities/nice", ""),
    )),
)  # fmt: skip


def examples() -> list[dict[str, Any]]:
    """Good first questions in groups; every one names a thing that is there."""
    there = held({of for _, group in EXAMPLES for _, of, _ in group})
    return [
        {"label": label, "links": [Hyperlink(words, address(of, on)) for words, of, on in group if of in there]}
        for label, group in EXAMPLES
    ]


def address(of: str, on: str = "") -> str:
    """The impact of a thing, on a day when given."""
    return str(url_for("impact.show", of=of, on=on) if on else url_for("impact.show", of=of))


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """One touched thing: what it is, how strongly it is touched, why, and since when; and what its table adds."""

    place: ShownPlace
    life: str
    effect: Badge
    plain: bool
    sentence: str
    hops: tuple[ShownHop, ...]
    others: int
    days: str
    marks: tuple[str, ...]
    conditional: bool
    where: str = ""
    contacts: Sequence[str] = ()
    country: str = ""
    practices: Sequence[Hyperlink] = ()
    organisations: Sequence[Hyperlink] = ()


@dataclass(frozen=True, slots=True)
class TouchedGroup:
    """Touched things under one heading; `open` when they are shown without being asked for."""

    label: str
    badge: str
    rows: Sequence[TouchedRow]
    open: bool

    @property
    def counted(self) -> str:
        return counted_kind(len(self.rows), "practice")


def by_effect(found: Impact, known: Places) -> list[TouchedGroup]:
    """The practices that run by their strongest effect; then those of which it is not known, and those that do not."""
    practices = found.of_kind("practice")
    running = [each for each in practices if each.state == RUNNING]
    parts = [(label, path_badge(key), [each for each in running if each.path.group == key])
             for key, label in PATH_EFFECTS.items()]  # fmt: skip
    parts.append((STATES[UNKNOWN], "plain", [each for each in practices if each.state == UNKNOWN]))
    parts.append((OVER_LABEL, "plain", [each for each in practices if each.state in OVER]))
    groups: list[TouchedGroup] = []
    for label, badge, some in parts:
        if some:
            rows = [_practice(each, found, known) for each in some]
            groups.append(TouchedGroup(label, badge, rows, not groups or len(practices) <= LONG))
    return groups


def _practice(each: Touched, found: Impact, known: Places) -> TouchedRow:
    here = known.get(each.place.iri, Somewhere())
    cities, countries = joined(dict.fromkeys(here.cities.values()), ", "), joined(dict.fromkeys(here.countries), ", ")
    where = N_("%(cities)s (%(countries)s)", cities=cities, countries=countries) if countries else cities
    return replace(_row(each, found), where=where, contacts=contacts(each, known))


def _row(each: Touched, found: Impact) -> TouchedRow:
    return TouchedRow(
        place=shown_place(each.place, found.on),
        life=each.life.words(found.on) if each.place.life and each.life else "",
        effect=Badge(path_badge(each.path.group), effect_words(each)),
        plain=each.path.group == "other" or each.state in OVER,
        sentence=sentence(each),
        hops=tuple(shown_hop(hop, found.on) for hop in each.hops),
        others=each.others,
        days=path_days(each.path),
        marks=each.weak,
        conditional=each.conditional,
    )


def cities(found: Impact, known: Places) -> list[TouchedRow]:
    """The cities by country, each with the practices by which it is touched and the organisations that stand for it."""
    practices = found.of_kind("practice")
    rows = []
    for each in found.of_kind("city"):
        here = known.get(each.place.iri, Somewhere())
        own = [one for one in practices if each.place.iri in known.get(one.place.iri, Somewhere()).cities]
        rows.append(replace(
            _row(each, found),
            country=joined(here.countries[:1], ", "),
            practices=[Hyperlink(one.place.name, place_href(one.place, found.on),
                            "" if one.state == RUNNING else within(STATES[one.state])) for one in own],
            organisations=[Hyperlink(one.label, f"{request.script_root}/organisations/{one.id}", one.role)
                           for one in here.organisations.values()],
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (row.country, row.place.label))


def organisations(found: Impact, known: Places) -> list[TouchedRow]:
    """The organisations with their role in the Partnership, where they stand for a city."""
    roles = {one.iri: one.role for here in known.values() for one in here.organisations.values()}
    return [replace(_row(each, found), where=roles.get(each.place.iri, "")) for each in found.of_kind("organisation")]


def actions(found: Impact) -> list[TouchedRow]:
    """The Actions of the Partnership."""
    return [_row(each, found) for each in found.of_kind("action")]


def coming(found: Impact) -> list[TouchedGroup]:
    """Practices touched only later, or by another effect then, by day."""
    days: dict[str, list[TouchedRow]] = {}
    for each in found.coming:
        days.setdefault(each.path.first, []).append(_row(each, found))
    return [TouchedGroup(long_date(day), "", rows, len(days) == 1 and len(rows) <= LONG) for day, rows in days.items()]


@dataclass(frozen=True, slots=True)
class LawLink:
    """What a law does to another one; `subject` is the part that does it, when that is not the law itself."""

    subject: str
    hop: ShownHop


def law_links(paths: Iterable[Path], found: Impact) -> list[LawLink]:
    """Links to other law, each once: who does what to which law, since when."""
    rows: dict[tuple[str, str, str], LawLink] = {}
    for path in paths:
        hop = next(each for each in path.hops if each.kind != "part-of")
        subject = "" if hop.source.iri == found.source.iri else hop.source.name
        rows.setdefault((hop.source.iri, hop.words, hop.target.iri), LawLink(subject, shown_hop(hop, found.on)))
    return list(rows.values())


def has_effects(found: Impact) -> bool:
    """False when no path has an effect, as from a technology or a city: a column for it would say nothing."""
    return any(each.path.group != "other" for each in found.touched)


def points(found: Impact, known: Places) -> list[dict[str, Any]]:
    """The touched cities as points of a map; their size is the number of practices by which they are touched."""
    practices = [known.get(each.place.iri, Somewhere()).cities for each in found.of_kind("practice")]
    few = len(found.of_kind("city")) <= LONG
    drawn = []
    for each in found.of_kind("city"):
        here = known.get(each.place.iri)
        if here is None:
            continue
        count = sum(each.place.iri in cities for cities in practices)
        size = max(count, cities_map.LABELLED_FROM) if few else count
        drawn.append({"id": each.place.id, "name": each.place.name, "country": here.countries[0], "lat": here.lat,
                      "lon": here.lon, "count": size, "counted": counted_kind(count, "practice"),
                      "href": place_href(each.place, found.on)})  # fmt: skip
    return drawn


def map_of(found: Impact, known: Places) -> dict[str, Any] | None:
    """The touched cities on a map that is never narrower than the middle of Europe; None for no city."""
    cities = points(found, known)
    if not cities:
        return None
    drawn = cities_map.draw([*cities, *CORNERS])
    assert drawn is not None
    return drawn | {"points": [point for point in drawn["points"] if point["count"] > 0]}
