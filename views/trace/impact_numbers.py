"""How much an impact touches, in words: its title, its first sentence, and the number of each kind."""

from __future__ import annotations

from graph.impact import KINDS, Impact, Touched
from graph.impact.saying import life_counts
from graph.law.life import SUSPENDED
from graph.links.kinds import LAW
from graph.text.messages import N_, NN_, capital, counted, joined, listed
from graph.things import BY_NAME
from views.shown.values import Stat
from views.web.words import long_date

COUNTS = {
    "practice": NN_("%(number)s practice", "%(number)s practices"),
    "city": NN_("%(number)s city", "%(number)s cities"),
    "organisation": NN_("%(number)s organisation", "%(number)s organisations"),
    "action": NN_("%(number)s Action", "%(number)s Actions"),
}


def counted_kind(number: int, kind: str) -> str:
    """`1 city`, `50 cities`."""
    return counted(number, *COUNTS[kind])


def title(found: Impact) -> str:
    """What the page is about: a law touches, a proposal would touch, a city or a technology is linked."""
    name = found.source.name
    if found.source.kind not in LAW:
        return N_("What is linked with %(thing)s", thing=name)
    return N_("What %(law)s would touch", law=name) if found.conditional else N_("What %(law)s touches", law=name)


def lede(found: Impact) -> str:
    """How much is touched, in one sentence."""
    parts = [_with_lives(found, kind, number) for kind in KINDS if (number := len(found.of_kind(kind)))]
    day, things = long_date(found.on), listed(parts)
    if not parts:
        return N_("On %(day)s, it is not known to touch any practice, city, organisation or Action.", day=day)
    if found.conditional:
        return N_(
            "If it were adopted, it would touch %(things)s, by what is known on %(day)s. Each has its path.",
            things=things,
            day=day,
        )
    if found.source.kind in LAW:
        return N_(
            "On %(day)s, it touches %(things)s. Every one has its path: why, since when, and from which source.",
            day=day,
            things=things,
        )
    return N_(
        "On %(day)s, it is linked with %(things)s. Every one has its path: why, since when, and from which source.",
        day=day,
        things=things,
    )


def _with_lives(found: Impact, kind: str, number: int) -> str:
    if kind == "practice" and found.source.kind in LAW:
        return N_("%(practices)s (%(lives)s)", practices=counted_kind(number, kind), lives=lives(found))
    return counted_kind(number, kind)


def lives(found: Impact) -> str:
    """How many of the practices run on the day, with those that depend on a fact counted apart."""
    practices = found.of_kind("practice")
    running, over, unknown, asked = life_counts(practices)
    suspended = any(each.state == SUSPENDED for each in practices)
    words = [N_("%(number)s running", number=running)]
    if asked:
        words = [
            counted(
                asked,
                "%(running)s, of which %(number)s depends on a fact",
                "%(running)s, of which %(number)s depend on a fact",
                running=words[0],
            )
        ]
    if over and suspended:
        words.append(N_("%(number)s ended, suspended or never begun", number=over))
    elif over:
        words.append(N_("%(number)s ended or never begun", number=over))
    if unknown:
        words.append(N_("%(number)s not known", number=unknown))
    return joined(words, "; ")


def stats(found: Impact) -> list[Stat]:
    """The number of each kind, with the way down to them."""
    counts = {kind: len(found.of_kind(kind)) for kind in KINDS}
    return [
        Stat(count, capital(_words(count, kind)), f"#{kind}" if count else "", _note(found, kind))
        for kind, count in counts.items()
    ]


def _note(found: Impact, kind: str) -> str:
    touched = found.of_kind(kind)
    lived = [lives(found)] if kind == "practice" and touched else []
    return joined((*lived, _sure(touched)), "; ")


def _sure(touched: tuple[Touched, ...]) -> str:
    weak = sum(1 for each in touched if each.weak)
    if not weak:
        return ""
    return (
        N_("all by a weaker path") if weak == len(touched) else N_("%(number)s of them by a weaker path", number=weak)
    )


def _words(number: int, kind: str) -> str:
    return BY_NAME[kind].one if number == 1 else BY_NAME[kind].many
