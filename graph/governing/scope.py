"""Whether an act or a part of it reaches an actor, for a purpose, in a place, on a day.

The scope rules of every level count: those of the provision, of each part that holds it, and of its act; those for
every act of the Union count where no other level speaks. In one level only the rules for the most exact place count;
among them leaving out goes before a question, and a question before taking in. A level that takes cases in, and not
this one, leaves it out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.governing.library import ANY, UNION, Library, ScopeRule
from graph.text.messages import N_, joined

HOLDS: Final = "holds"
QUESTION: Final = "question"
OUTSIDE: Final = "outside"
EVERY_ACT: Final = ""
FIRST_DAY: Final = "0001-01-01"
LAW_ENFORCEMENT: Final = "law-enforcement"
OTHER: Final = "other"
STATE_FLIGHT: Final = "state-mission-flight"
POLICE: Final = frozenset({"police", "state-police", "municipal-police", "court"})
FLYING_FOR_THE_STATE: Final = POLICE | {"emergency-service"}
SPECIAL_PURPOSES: Final = ("event-at-risk", "real-world-test", "exchanged-data", "sensitive-security-purchase")
"""Purposes that nothing recorded about a case can rule out."""
OCCASIONS: Final = frozenset({"event-at-risk", "real-world-test"})
"""Purposes that say when or how, and leave open whether the work is law enforcement."""


@dataclass(frozen=True, slots=True)
class ScopeAnswer:
    """The standing of an act or provision in a case, the scope rule that decided, and what it depends on."""

    standing: str
    scope: ScopeRule | None = None
    depends_on: str = ""

    @property
    def is_veto(self) -> bool:
        """Whether a scope rule names the case and leaves it out."""
        return self.standing == OUTSIDE and self.scope is not None


@dataclass(frozen=True, slots=True)
class ScopeSegment:
    """An answer that is the same from `start` to `end`; empty days are open."""

    answer: ScopeAnswer
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Who, for which purpose (empty: not known), in which country (empty: any Member State) and region."""

    actor: str
    country: str = ""
    region: str = ""
    purpose: str = ""


@lru_cache(maxsize=100_000)
def segments(library: Library, target: str, where: Where) -> tuple[ScopeSegment, ...]:
    """The answers for a provision or act over all time, in order, without a gap."""
    return tuple(_segments(library, target, where))


def taken_in(library: Library, target: str, where: Where, on: str) -> ScopeRule | None:
    """The case that the act or the part of it does take in on the day, for a case that no scope rule names."""
    for level in _levels(library, target):
        scopes = [scope for scope in library.scopes_of.get(level, ()) if scope.kind == "applies-to"]
        near = [scope for scope in scopes if _holds_on(scope, on) and _exactness(scope, library, where, on)]
        if scopes:
            return min(near, key=lambda scope: scope.effect != "only", default=None)
    return None


def _segments(library: Library, target: str, where: Where) -> Iterable[ScopeSegment]:
    days = [FIRST_DAY, *_turning_days(library, target, where)]
    answers = [(day, _answer(library, target, where, day)) for day in days]
    starts = [pair for place, pair in enumerate(answers) if place == 0 or pair[1] != answers[place - 1][1]]
    for place, (day, answer) in enumerate(starts):
        end = day_before(starts[place + 1][0]) if place + 1 < len(starts) else ""
        yield ScopeSegment(answer, "" if day == FIRST_DAY else day, end)


def _turning_days(library: Library, target: str, where: Where) -> list[str]:
    """The days on which an answer may change."""
    days = set()
    for level in _levels(library, target):
        for scope in library.scopes_of.get(level, ()):
            days |= {scope.start, _day_after(scope.end) if scope.end else ""}
    if where.country:
        land = library.lands[where.country]
        days |= {land.joined, _day_after(land.left) if land.left else ""}
    return sorted(days - {""})


def _answer(library: Library, target: str, where: Where, on: str) -> ScopeAnswer:
    found = _by_purpose(library, target, where, on)
    if where.purpose or found.standing != OUTSIDE or found.is_veto:
        return found
    for purpose in SPECIAL_PURPOSES:
        other = _resolve(library, target, where, frozenset({purpose}), on)
        if other.standing != OUTSIDE and other.scope and purpose in other.scope.purposes:
            only = N_("Only for the purpose %(purpose)s", purpose=purpose.replace("-", " "))
            return ScopeAnswer(QUESTION, other.scope, joined((only, other.scope.condition), ": "))
    return found


def _by_purpose(library: Library, target: str, where: Where, on: str) -> ScopeAnswer:
    beside = OCCASIONS & {where.purpose}
    always = beside | ({STATE_FLIGHT} if where.actor in FLYING_FOR_THE_STATE else set())
    enforcing = always | {LAW_ENFORCEMENT}
    if where.purpose and not beside:
        return _resolve(library, target, where, always | {where.purpose}, on)
    first = _resolve(library, target, where, enforcing, on)
    if where.actor in POLICE:
        return first
    return _either(_resolve(library, target, where, always | {OTHER}, on), first)


def _either(other: ScopeAnswer, enforcing: ScopeAnswer) -> ScopeAnswer:
    """The answer for a purpose not known: work outside law enforcement is the rule, law enforcement a question."""
    if other.standing == enforcing.standing or other.standing == QUESTION:
        return other
    asked = enforcing if enforcing.scope else other
    depends = asked.scope.condition if asked.scope else ""
    if other.standing == HOLDS and enforcing.standing == QUESTION:
        return ScopeAnswer(HOLDS, enforcing.scope, depends)
    return ScopeAnswer(QUESTION, asked.scope, depends)


def _resolve(library: Library, target: str, where: Where, purposes: frozenset[str], on: str) -> ScopeAnswer:
    found: list[ScopeAnswer] = []
    for level in _levels(library, target):
        if level == EVERY_ACT and found:
            break
        if answer := _at_level(library, level, where, purposes, on):
            found.append(answer)
    for standing in (OUTSIDE, QUESTION):
        named = [answer for answer in found if answer.standing == standing]
        if named:
            return next((answer for answer in named if answer.scope), named[0])
    return found[0] if found else ScopeAnswer(HOLDS)


@lru_cache(maxsize=200_000)
def _at_level(library: Library, level: str, where: Where, purposes: frozenset[str], on: str) -> ScopeAnswer | None:
    """What one level says, if anything; the articles of an act share theirs, so it is asked many times."""
    rules = library.scopes_of.get(level, ())
    matching = [scope for scope in rules if _covers(scope, where.actor, purposes, on)]
    if answer := _of_level(matching, library, where, on):
        return answer
    return ScopeAnswer(OUTSIDE) if any(scope.kind == "applies-to" for scope in rules) else None


@lru_cache(maxsize=20_000)
def _levels(library: Library, target: str) -> tuple[str, ...]:
    chain = library.chain(target)
    return (*chain, EVERY_ACT) if library.jurisdictions.get(chain[-1]) == UNION else chain


def _covers(scope: ScopeRule, actor: str, purposes: frozenset[str], on: str) -> bool:
    return (
        _holds_on(scope, on)
        and (ANY in scope.actors or actor in scope.actors)
        and (ANY in scope.purposes or bool(purposes & scope.purposes))
    )


def _holds_on(scope: ScopeRule, on: str) -> bool:
    return (not scope.start or scope.start <= on) and (not scope.end or on <= scope.end)


def _of_level(scopes: Iterable[ScopeRule], library: Library, where: Where, on: str) -> ScopeAnswer | None:
    ranked = [(rank, scope) for scope in scopes if (rank := _exactness(scope, library, where, on))]
    if not ranked:
        return None
    most = max(rank for rank, _ in ranked)
    exact = [scope for rank, scope in ranked if rank == most]
    for effect, standing in (("veto", OUTSIDE), ("question", QUESTION), ("only", HOLDS)):
        for scope in exact:
            if scope.effect == effect:
                return ScopeAnswer(standing, scope, scope.condition if standing == QUESTION else "")
    return None


def _exactness(scope: ScopeRule, library: Library, where: Where, on: str) -> int:
    """3 for the region, 2 for the country, 1 for the Union while the country is in it, 0 for another place."""
    if where.region and where.region in scope.places:
        return 3
    if where.country in scope.places:
        return 2
    in_union = not where.country or library.lands[where.country].in_union(on)
    return 1 if UNION in scope.places and in_union else 0


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before a day, YYYY-MM-DD."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
