"""Whether a provision applies on a day, with what was known of its dates then, and what is open about it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from graph.law.moved import moved_later
from graph.law.period import NOT_RECORDED, Period, extension, long_date
from graph.text.messages import N_, ended, joined

THROUGH_NATIONAL_LAW: Final = N_("through national law")


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
    later += [N_("Later %(change)s.", change=each.words) for each in extensions if each.first > on]
    found = _between(dates, extensions, on) or _plain(dates, period, extensions, on)
    moved = dates.move
    if moved and moved.known and moved.known <= knowing:
        found = Application(found.slug, found.label, joined((found.reason, _first_planned(moved)), " "), (), found.open)
    label = found.label
    if dates.directive and found.slug == "applicable":
        label = joined((label, THROUGH_NATIONAL_LAW), ", ")
    return Application(found.slug, label, found.reason, tuple(later), found.open)


def _first_day(dates: ProvisionDates, knowing: str, known: str) -> tuple[str, list[str]]:
    """The first day that was known on the day `knowing`, and the move as a later change."""
    moved, now = dates.move, dates.period.start
    if not moved or not moved.original or moved.original == now:
        return now, []
    if not moved.known:
        return now, [_moved_some_day(moved)]
    if moved.known <= knowing:
        return now, []
    if known and known < moved.known:
        return moved.original, []
    return moved.original, [ended(moved_later(now, moved.by, moved.known))]


def _first_planned(moved: Move) -> str:
    day = long_date(moved.original)
    if moved.by:
        return N_("It was first to apply from %(day)s; the date was moved by %(law)s.", day=day, law=moved.by)
    return N_("It was first to apply from %(day)s; the date was moved.", day=day)


def _moved_some_day(moved: Move) -> str:
    day = long_date(moved.original)
    if moved.by:
        return N_("First set for %(day)s; moved by %(law)s on a day that is not recorded.", day=day, law=moved.by)
    return N_("First set for %(day)s; moved on a day that is not recorded.", day=day)


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
        told, last = N_("Its last day was %(day)s.", day=long_date(end)), long_date(end)
        if dates.period.is_over(on) and on < each.first:
            return Application("ended", _not_applying(on), told)
        if each.first <= on:
            told = N_("Its last day was %(day)s; it was %(extended)s.", day=last, extended=each.words)
        back = N_("It is not recorded whether %(law)s reaches back to this day.", law=each.by)
        label = N_("Open whether it applies on %(day)s", day=long_date(on))
        return Application("unknown", label, told, (), joined((back, _doubt(each)), " "))
    return None


def _plain(dates: ProvisionDates, period: Period, extensions: Sequence[Extension], on: str) -> Application:
    applies = N_("Applies on %(day)s", day=long_date(on))
    reopened = next((each for each in reversed(extensions) if each.first <= on), None)
    if reopened and dates.period.is_over(reopened.first) and dates.period.is_over(on):
        own = N_("Its own last day was %(day)s.", day=long_date(dates.period.end))
        told = joined((own, _reopened(reopened)), " ")
        if reopened.until and reopened.until < on:
            return Application("ended", _not_applying(on), told)
        again = N_("Applies again on %(day)s", day=long_date(on))
        return Application("applicable", again, told, (), _doubt(reopened))
    if period.is_over(on):
        last = long_date(period.end)
        own = N_("Its last day was %(day)s.", day=last)
        reason = own if dates.ends_itself else N_("The last day of its act was %(day)s.", day=last)
        return Application("ended", _not_applying(on), reason)
    if not period.start:
        why = joined((N_("No date of application is recorded for it."), _of_the_act(dates, on)), " ")
        return Application("unknown", N_("Not known whether it applies on %(day)s", day=long_date(on)), why)
    if period.start > on:
        only = N_("It applies only from %(day)s.", day=long_date(period.start))
        return Application("upcoming", _not_applying(on), only)
    if reopened and not reopened.until:
        told = joined((_applying(period), N_("It was %(extended)s.", extended=reopened.words)), " ")
        return Application("applicable", applies, told, (), _doubt(reopened))
    return Application("applicable", applies, _applying(period))


def _not_applying(on: str) -> str:
    return N_("Does not apply on %(day)s", day=long_date(on))


def _applying(period: Period) -> str:
    first = long_date(period.start)
    if period.end:
        return N_("It applies from %(first)s and its last day is %(last)s.", first=first, last=long_date(period.end))
    return N_("It applies from %(day)s and no last day is known.", day=first)


def _reopened(each: Extension) -> str:
    first, last = long_date(each.start), long_date(each.until)
    if first and last:
        return N_("It was reopened by %(law)s from %(first)s until %(last)s.", law=each.by, first=first, last=last)
    if first:
        return N_("It was reopened by %(law)s from %(day)s.", law=each.by, day=first)
    if last:
        return N_("It was reopened by %(law)s until %(day)s.", law=each.by, day=last)
    return N_("It was reopened by %(law)s.", law=each.by)


def _of_the_act(dates: ProvisionDates, on: str) -> str:
    """What is known of the act, as what it is: a provision has no day of its own by it."""
    if not dates.act_in_force and not dates.act_applies:
        return ""
    applies = Period(dates.act_applies).words(on) if dates.act_applies else NOT_RECORDED
    if not dates.act_in_force:
        return N_("Its act: as a whole it applies %(applies)s.", applies=applies)
    force = Period(dates.act_in_force).words(on)
    return N_("Its act: in force %(force)s; its application as a whole: %(applies)s.", force=force, applies=applies)


def _doubt(each: Extension) -> str:
    return N_("Doubtful: %(doubt)s.", doubt=each.doubt) if each.doubt else ""
