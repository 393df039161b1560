"""What is compared: the rows of a comparison, and how the values of several things are told to be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from graph.text.messages import N_, joined
from views.web.addresses import page_href
from views.web.service import slug_of, text_of
from views.web.words import in_sentence

Row = Mapping[str, Any]

SAME, PARTLY, DIFFERS, UNKNOWN, NONE, WORDS = "same", "partly", "differs", "unknown", "none", "words"
STATES = {
    SAME: N_("Same"),
    PARTLY: N_("Partly the same"),
    DIFFERS: N_("Differs"),
    UNKNOWN: N_("Not recorded for all"),
    NONE: N_("Not recorded"),
    WORDS: N_("Free text"),
}
# These slugs stand for a value that nobody knows, and these for one that says nothing worth sharing.
NOT_KNOWN = {"unknown", "not-read"}
NOTHING = {"none", "none-known", "none-found"}


@dataclass(frozen=True, slots=True)
class Feature:
    """One row: `words` is a text that two things never share word by word; `badge` begins the kind of a badge."""

    key: str
    label: str
    group: str
    words: bool = False
    badge: str = ""
    collection: str = ""
    filter: str = ""


PLACE, WHO, MEANS, WHY, EVIDENCE, LAW = (
    N_("Place"),
    N_("Who"),
    N_("Means"),
    N_("Why and when"),
    N_("Evidence"),
    N_("Law"),
)
COPYING = N_("Whom to call, and what it takes")
FEATURES = (
    Feature("place", N_("Place"), PLACE, collection="cities"),
    Feature("country", N_("Country"), PLACE, filter="country"),
    Feature("size", N_("Population"), PLACE),
    Feature("lead_level", N_("Run by"), WHO),
    Feature("actor", N_("Acts as"), WHO),
    Feature("partners", N_("Partners"), WHO, words=True),
    Feature("funding", N_("Funding"), WHO, words=True),
    Feature("contact", N_("Whom to call"), COPYING, words=True),
    Feature("cost", N_("What it cost"), COPYING, words=True),
    Feature("staff", N_("Staff"), COPYING, words=True),
    Feature("core_area", N_("Core area"), MEANS, filter="core_area"),
    Feature("technology", N_("Technologies"), MEANS, collection="technologies"),
    Feature("means", N_("Means that are not technical"), MEANS, words=True),
    Feature("theme", N_("Themes"), MEANS, filter="theme"),
    Feature("problem", N_("Kind of problem"), WHY, filter="problem"),
    Feature("problem_text", N_("Problem in words"), WHY, words=True),
    Feature("target_group", N_("For whom"), WHY),
    Feature("years", N_("Years"), WHY),
    Feature("status", N_("Status"), WHY, badge="status"),
    Feature("shown_at", N_("Shown to the Partnership at"), WHY, collection="partnership/events"),
    Feature("evidence", N_("How it was looked at"), EVIDENCE, badge="evidence"),
    Feature("result", N_("Result"), EVIDENCE),
    Feature("evaluation", N_("What was measured"), EVIDENCE, words=True),
    Feature("outcome", N_("Legal outcome"), LAW, badge="outcome"),
    Feature("legal_issue", N_("Legal issue, as recorded"), LAW, words=True),
)
# What a city is compared by comes from its practices; texts about one practice say nothing about a city.
OF_CITIES = ("country", "size", "practices", "lead_level", "actor", "core_area", "technology", "theme", "problem",
             "target_group", "years", "status", "evidence", "result", "outcome")  # fmt: skip
PRACTICES = Feature("practices", N_("Practices"), PLACE, words=True, collection="practices")


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One value of one thing: two values with the same key are the same.

    `count` is how many practices of a city have it.
    """

    key: str
    label: str
    href: str = ""
    badge: str = ""
    count: int = 0

    def __str__(self) -> str:
        return f"{self.label} ({self.count})" if self.count else self.label


@dataclass(frozen=True, slots=True)
class Compared:
    """One feature of all things: `cells` in their order, `state` one of STATES, `shared` the keys that all have."""

    feature: Feature
    cells: tuple[tuple[ComparedValue, ...], ...]
    state: str
    shared: frozenset[str]

    @property
    def told(self) -> str:
        """The state in words."""
        return STATES[self.state]

    @property
    def held_by_several(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each value that several things have, and their places; empty where the state says it of all.

        Texts are never held to be shared.
        """
        if self.feature.words or self.state == SAME:
            return ()
        places: dict[str, list[int]] = {}
        labels: dict[str, str] = {}
        for place, cell in enumerate(self.cells):
            for value in cell:
                labels.setdefault(value.key, value.label)
                places.setdefault(value.key, []).append(place)
        return tuple((labels[key], tuple(found)) for key, found in places.items() if len(found) > 1)


def compared(feature: Feature, cells: Sequence[Iterable[ComparedValue]]) -> Compared:
    """The feature with its state: a thing without a value is unknown, and unknown is never the same."""
    found = tuple(tuple({value.key: value for value in cell}.values()) for cell in cells)
    keys = [{value.key for value in cell} for cell in found]
    shared = frozenset[str](set.intersection(*keys)) if keys else frozenset[str]()
    return Compared(feature, found, _state(feature, keys, shared), shared)


def _state(feature: Feature, keys: Sequence[set[str]], shared: frozenset[str]) -> str:
    if not any(keys):
        return NONE
    if not all(keys):
        return UNKNOWN
    if all(each == shared for each in keys):
        return SAME
    if feature.words:
        return WORDS
    return PARTLY if shared else DIFFERS


def value_of(feature: Feature, row: Row) -> ComparedValue | None:
    """The value of one row of `compare-values`; None when it says that nobody knows."""
    value, label = text_of(row, "value"), text_of(row, "value_label", "value")
    slug = slug_of(value)
    if not value or ((feature.badge or feature.key == "result") and slug in NOT_KNOWN):
        return None
    href = ""
    if feature.collection and text_of(row, "value_id"):
        href = page_href(feature.collection, text_of(row, "value_id"))
    elif feature.filter:
        chosen: dict[str, Any] = {feature.filter: slug}
        href = url_for("practices.list_", **chosen)
    return ComparedValue(value.casefold(), label, href, f"{feature.badge}-{slug}" if feature.badge else "")


def shared_line(rows: Iterable[Compared], count: int) -> str:
    """What all things have in common, in one line."""
    parts = []
    for row in rows:
        common = [value for value in row.cells[0] if value.key in row.shared and slug_of(value.key) not in NOTHING]
        if common and not row.feature.words and row.feature.key not in ("size", "place", "years"):
            values = joined([value.label for value in common], ", ")
            parts.append(joined((in_sentence(row.feature.label), values), " "))
    if not parts:
        return N_("Nothing that is recorded is the same for all.")
    if count == 2:
        return N_("Both have in common: %(what)s.", what=joined(parts, "; "))
    return N_("All %(number)s have in common: %(what)s.", number=count, what=joined(parts, "; "))
