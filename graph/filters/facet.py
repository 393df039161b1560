"""A filter as a form shows it: its options, each with what choosing it would leave while the other choices hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.filters.table import NOT_RECORDED, Choice, FilterValue


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: `name` is its parameter and its name in the table, `legend` what people read, `about` a note.

    Filters of one `group` stand together; one that is `closed` is opened by the reader, or by a choice. One that is
    `folded` has so many values that those below another are shown only once it, or one of them, is chosen.
    """

    name: str
    legend: str
    about: str = ""
    group: str = ""
    closed: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `children` are narrower; `open` says that one of them is chosen, `unknown` that nothing tells it."""

    value: str
    label: str
    count: int
    checked: bool
    children: tuple[Option, ...] = ()
    unknown: bool = False

    @property
    def open(self) -> bool:
        """Whether something below it is chosen."""
        return any(each.checked or each.open for each in self.children)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its options: `chosen` is how many are, `more` how many options are not shown."""

    filter: Filter
    options: tuple[Option, ...]
    chosen: int = 0
    more: int = 0


def facet_of(choice: Choice, asked: Filter, most: int | None = None) -> Facet:
    """The filter under a choice. A value that would leave nothing is left out; one that is chosen is always shown, also
    when nothing has it. With `most`, only so many options are shown, and those chosen.
    """
    return _Options(choice, asked).facet(most)


class _Options:
    def __init__(self, choice: Choice, asked: Filter) -> None:
        self.asked = asked
        self.chosen = [slug for slug in dict.fromkeys(choice.chosen.get(asked.name, ())) if slug]
        self.counts = choice.count_by_slug(asked.name)
        self.below: dict[str, list[FilterValue]] = {}
        for place in choice.table.places(asked.name):
            value = choice.table.values[place]
            self.below.setdefault(value.broader if value.broader in self.counts else "", []).append(value)

    def facet(self, most: int | None) -> Facet:
        strange = [Option(slug, slug, 0, True, unknown=True) for slug in self.chosen if slug not in self.counts]
        known = list(self.under("", frozenset()))
        shown = [each for place, each in enumerate(known) if most is None or place < most or each.checked]
        return Facet(self.asked, (*strange, *shown), len(self.chosen), len(known) - len(shown))

    def under(self, broader: str, above: frozenset[str]) -> Iterator[Option]:
        """The options under one value. A circle among broader values is left when it is met again."""
        for value in sorted(self.below.get(broader, ()), key=self.place):
            if value.slug not in above:
                children = tuple(self.under(value.slug, above | {value.slug}))
                count, checked = self.counts[value.slug], value.slug in self.chosen
                if count or checked or children:
                    option = Option(value.slug, value.label, count, checked, children, value.slug == NOT_RECORDED)
                    folded = self.asked.folded and not (checked or option.open)
                    yield replace(option, children=()) if folded else option

    def place(self, value: FilterValue) -> tuple[bool, int, str]:
        rank = -self.counts[value.slug] if value.rank is None else value.rank
        return value.slug == NOT_RECORDED, rank, value.label.casefold()
