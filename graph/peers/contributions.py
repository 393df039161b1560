"""The named contributions of which likeness is made, and how much each of them counts until a reader says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.errors import BadParameter
from graph.text.messages import N_

MOST: Final = 10.0
PREFIX: Final = "w_"
LAW, SIZE, COUNTRY, WORDS = "law", "size", "country", "words"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One way in which two things may be alike; `properties` are the terms of our vocabulary that say so."""

    name: str
    label: str
    help: str
    weight: float = 1.0
    properties: tuple[str, ...] = ()

    @property
    def parameter(self) -> str:
        """The name of its weight in an address."""
        return PREFIX + self.name


CONTRIBUTIONS: Final = (
    Contribution("technology", N_("Technology"), N_("the same, or of one kind"), 1.5, ("technology",)),
    Contribution("means", N_("Other means"), N_("staff, design, training and the like"), 1.0, ("means",)),
    Contribution("theme", N_("Theme"), N_("what the practice is about"), 2.0, ("theme",)),
    Contribution("problem", N_("Problem"), N_("what it is meant to change"), 2.0, ("problem",)),
    Contribution(WORDS, N_("Words"), N_("English words of title and description that few practices have"), 6.0),
    Contribution("target", N_("Target group"), N_("for whom it is"), 0.5, ("targetGroup",)),
    Contribution(LAW, N_("Governing law"), N_("provisions that govern both on the day"), 0.5),
    Contribution(SIZE, N_("City size"), N_("inhabitants, the smaller by the larger"), 0.25),
    Contribution(COUNTRY, N_("Country"), N_("one country, or both under EU law on the day"), 0.5, ("country",)),
    Contribution("evidence", N_("Evidence"), N_("how it was looked at, and with what result"), 0.5,
                 ("evidenceLevel", "evidenceResult")),
    Contribution("core", N_("Core area"), N_("of the Partnership's work"), 0.5, ("coreArea",)),
    Contribution("lead", N_("Run by"), N_("who runs it"), 0.5, ("leadLevel",)),
)  # fmt: skip
BY_NAME: Final[Mapping[str, Contribution]] = {each.name: each for each in CONTRIBUTIONS}
BY_PROPERTY: Final[Mapping[str, str]] = {name: each.name for each in CONTRIBUTIONS for name in each.properties}

SAYS_NOTHING: Final = frozenset(("none-found", "none", "not-read", "any", "unknown"))
"""Values that say that nothing is known; two practices do not become alike by them."""

TOO_WIDE: Final = frozenset(("security-in-general",))
"""Values that are told, but fit nearly everything; two practices do not become alike by them either."""

CITY_CONTRIBUTIONS: Final = (
    Contribution("size", N_("City size"), N_("inhabitants, the smaller by the larger"), 2.0),
    Contribution("problem", N_("Problems"), N_("what its practices are meant to change"), 2.0),
    Contribution("country", N_("Country"), N_("one country, or both under EU law on the day"), 1.0),
    Contribution("project", N_("Projects"), N_("practices that both cities take part in"), 1.0),
    Contribution("partnership", N_("Partnership"), N_("both have a role in the Partnership"), 0.5),
)


def weights(given: Mapping[str, str], known: tuple[Contribution, ...] = CONTRIBUTIONS) -> dict[str, float]:
    """The weight of every contribution: the one given as `w_{name}`, else its own.

    Raises BadParameter when a weight is no number from 0 to 10, or when a name is not known or nothing counts.
    """
    strange = [name for name in given if name.startswith(PREFIX) and name not in {each.parameter for each in known}]
    if strange:
        names = ", ".join(each.parameter for each in known)
        raise BadParameter(strange[0][:40], N_("There is no such weight. The weights are %(names)s.", names=names))
    found = {each.name: _weight(each, given.get(each.parameter, "").strip()) for each in known}
    if not any(found.values()):
        raise BadParameter(
            known[0].parameter, N_("Every weight is 0, so nothing is compared. Give one of them a weight.")
        )
    return found


def _weight(contribution: Contribution, text: str) -> float:
    if not text:
        return contribution.weight
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= MOST:
        raise BadParameter(
            contribution.parameter, N_("%(text)s is no number from 0 to %(most)s.", text=repr(text[:40]), most=MOST)
        )
    return weight
