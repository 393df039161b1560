"""Whether a provision applies on a day, with what was known of its dates then, and what is open about it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.law.period import NOT_RECORDED, Period, extension, long_date

THROUGH_NATIONAL_LAW: Final = "through national law"


@dataclass(frozen=True, slots=True)
class Move:
    """A first day of application that was moved from `original` by an act that was signed on the day `known`."""

    original: str
    by: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A law that prolonged another from `start` (a day, or a month) until `until`; `doubt` says why it is not sure."""

    by: str
    start: str
    until: str = ""
    doubt: str = ""

    @property
    def first(self) -> str:
        """The first day that `start` may mean."""
        return self.start + "-01-01"[len(self.start) - 4 :] if self.start else ""

    @property
    def latest(self) -> str:
        """The last day that `start` may mean."""
        if len(self.start) == 7:
            return f"{self.start}-{calendar.monthrange(int(self.start[:4]), int(self.start[5:]))[1]:02}"
        return self.start if len(self.start) == 10 else f"{self.start}-12-31"

    @property
    def words(self) -> str:
        return extension(self.by, Period(self.start, self.until))


@dataclass(frozen=True, slots=True)
class ProvisionDates:
    """The days of a provision; empty is not known, or open. `ends_itself` tells its own last day from its act's."""

    period: Period = field(default_factory=Period)
    ends_itself: bool = True
    move: Move | None = None
    extensions: tuple[Extension, ...] = ()
    act_in_force: str = ""
    act_applies: str = ""
    directive: bool = False


@dataclass(frozen=True, slots=True)
class Application:
    """Whether a provision applies on a day: a slug of a state, the words for it, why, and what came later.

    `later` are sentences on changes that were made after the day; `open` says what is not settled, or is empty.
    """

    slug: str
    label: str
    reason: str
    later: tuple[str, ...] = ()
    open: str = ""


def period_known(dates: ProvisionDates, day: str) -> Period:
    """The period of the provision as it was known on the day."""
    return Period(_first_day(dates, day, day)[0], _last_day(dates, day))


def application(dates: ProvisionDates, on: str, known: str = "") -> Application:
    """Whether the provision applies on the day, as it was known on that day.

    What was made later is told as later, unless `known` is a day before it was made. An empty `known` is today.
    """
    knowing = min(on, known or on)
    start, later = _first_day(dates, knowing, known)
    period = Period(start, _last_day(dates, knowing))
    extensions = [each for each in dates.extensions if not known or each.first <= known]
    later += [f"Later {each.words}." for each in extensions if each.first > on]
    found = _between(dates, extensions, on) or _plain(dates, period, extensions, on)
    moved = dates.move
    if moved and moved.known and moved.known <= knowing:
        by = f" by {moved.by}" if moved.by else ""
        reason = f"{found.reason} It was first to apply from {long_date(moved.original)}; the date was moved{by}."
        found = Application(found.slug, found.label, reason, (), found.open)
    label = found.label
    if dates.directive and found.slug == "applicable":
        label = f"{label}, {THROUGH_NATIONAL_LAW}"
    return Application(found.slug, label, found.reason, tuple(later), found.open)


def _first_day(dates: ProvisionDates, knowing: str, known: str) -> tuple[str, list[str]]:
    """The first day that was known on the day `knowing`, and the move as a later change."""
    moved, now = dates.move, dates.period.start
    if not moved or not moved.original or moved.original == now:
        return now, []
    if not moved.known:
        by = f" by {moved.by}" if moved.by else ""
        return now, [f"First set for {long_date(moved.original)}; moved{by} on a day that is not recorded."]
    if moved.known <= knowing:
        return now, []
    if known and known < moved.known:
        return moved.original, []
    by = f" by {moved.by}" if moved.by else ""
    return moved.original, [f"Later moved to {long_date(now)}{by}, known since {long_date(moved.known)}."]


def _last_day(dates: ProvisionDates, knowing: str) -> str:
    """The last day that was known on the day `knowing`; empty when an extension made later gave the one recorded."""
    made = [each for each in dates.extensions if each.first <= knowing]
    coming = [each for each in dates.extensions if each.first > knowing]
    if not coming or dates.period.is_over(coming[0].first):
        return dates.period.end
    return made[-1].until if made else ""


def _between(dates: ProvisionDates, extensions: Sequence[Extension], on: str) -> Application | None:
    """A day after one end and before the extension that followed: a gap, or open where the law counts it as one run."""
    ends = [dates.period.end, *(each.until for each in extensions)]
    for place, each in enumerate(extensions):
        end = ends[place] if place else (dates.period.end if dates.period.is_over(each.first) else "")
        if not end or end >= on or on >= each.latest or end >= each.first:
            continue
        day, last = long_date(on), f"Its last day was {long_date(end)}"
        if dates.period.is_over(on) and on < each.first:
            return Application("ended", f"Does not apply on {day}", f"{last}.")
        told = f"{last}; it was {each.words}." if each.first <= on else f"{last}."
        point = f"It is not recorded whether {each.by} reaches back to this day.{_doubt(each)}"
        return Application("unknown", f"Open whether it applies on {day}", told, (), point)
    return None


def _plain(dates: ProvisionDates, period: Period, extensions: Sequence[Extension], on: str) -> Application:
    day = long_date(on)
    reopened = next((each for each in reversed(extensions) if each.first <= on), None)
    if reopened and dates.period.is_over(reopened.first) and dates.period.is_over(on):
        again = f"reopened{reopened.words.removeprefix('extended')}"
        told = f"Its own last day was {long_date(dates.period.end)}. It was {again}."
        if reopened.until and reopened.until < on:
            return Application("ended", f"Does not apply on {day}", told)
        return Application("applicable", f"Applies again on {day}", told, (), _doubt(reopened).strip())
    if period.is_over(on):
        whose = "Its last day" if dates.ends_itself else "The last day of its act"
        return Application("ended", f"Does not apply on {day}", f"{whose} was {long_date(period.end)}.")
    if not period.start:
        why = f"No date of application is recorded for it. {_of_the_act(dates, on)}".strip()
        return Application("unknown", f"Not known whether it applies on {day}", why)
    if period.start > on:
        return Application("upcoming", f"Does not apply on {day}", f"It applies only from {long_date(period.start)}.")
    known_end = f" and its last day is {long_date(period.end)}" if period.end else " and no last day is known"
    told = f"It applies from {long_date(period.start)}{known_end}."
    if reopened and not reopened.until:
        told = f"{told} It was {reopened.words}."
        return Application("applicable", f"Applies on {day}", told, (), _doubt(reopened).strip())
    return Application("applicable", f"Applies on {day}", told)


def _of_the_act(dates: ProvisionDates, on: str) -> str:
    """What is known of the act, as what it is: a provision has no day of its own by it."""
    force = f"in force {Period(dates.act_in_force).words(on)}" if dates.act_in_force else ""
    applies = Period(dates.act_applies).words(on) if dates.act_applies else NOT_RECORDED
    words = f"{force}; its application as a whole: {applies}" if force else f"as a whole it applies {applies}"
    return f"Its act: {words}." if dates.act_in_force or dates.act_applies else ""


def _doubt(each: Extension) -> str:
    return f" Doubtful: {each.doubt}." if each.doubt else ""
