"""Rows that tell of a practice that is known already, or of one that another row of the file tells of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from graph.reconcile.guess import LEAVE, Guess, GuessChoice, Sureness
from graph.reconcile.known import KnownFacts
from graph.sheets.practice_draft import PracticeDraft
from graph.text.folding import STOP_WORDS, words
from graph.text.messages import N_

KEEP: Final = "keep"
ROW: Final = "row:"
PRACTICE: Final = "practice:"
ALIKE: Final = 0.7
BEGINNING: Final = 4
MOST_COMPARED: Final = 5
SAME: Final = 0.95


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: str
    title: str
    cities: frozenset[str]
    label: str


class Duplicates:
    """Compares rows with the practices of a city and with the rows before them."""

    def __init__(self, known: KnownFacts, file: str) -> None:
        self._file = file
        titles = {row.cells["id"]: [row.cells["title"]] for row in known.rows("practices")}
        for row in known.rows("practice_texts"):
            titles.setdefault(row.cells["practice"], []).append(row.cells["title"])
        self._held: dict[str, list[_Candidate]] = defaultdict(list)
        for row in known.rows("practices"):
            cells, cities = row.cells, frozenset(row.cells["cities"].split(";"))
            for city in cities:
                self._held[city] += [
                    _Candidate(PRACTICE + cells["id"], title, cities, cells["title"]) for title in titles[cells["id"]]
                ]
        self._by_word: dict[tuple[str, str], list[_Candidate]] = defaultdict(list)

    def guess(self, made: PracticeDraft) -> Guess | None:
        """What to do with a row that is like another practice or row; None when it is like none."""
        alike = [(_likeness(made.title, each.title), each) for each in self._near(made)]
        likeness, best = max(alike, key=lambda each: each[0], default=(0.0, None))
        label = N_("Row %(number)s: %(title)s", number=made.row + 1, title=made.title)
        self._add(_Candidate(f"{ROW}{made.row}", made.title, frozenset(made.cities), label))
        if best is None or likeness < ALIKE:
            return None
        join = GuessChoice(best.value, N_("The same: fill what is empty in “%(title)s”", title=best.label))
        choices = (
            join,
            GuessChoice(KEEP, N_("Another practice: keep both")),
            GuessChoice(LEAVE, N_("Leave the row out")),
        )
        is_same = likeness >= SAME
        why = (
            N_("The same city has a practice of the same name.")
            if is_same
            else N_("The same city has one with a name like it.")
        )
        certainty = Sureness.LIKELY if is_same else Sureness.OPEN
        context = f"{self._file}/{made.row}"
        return Guess("duplicate", made.title, best.value if is_same else "", why, certainty, choices, context=context)

    def _add(self, candidate: _Candidate) -> None:
        for city in candidate.cities:
            for word in _beginnings(candidate.title):
                self._by_word[city, word].append(candidate)

    def _near(self, made: PracticeDraft) -> list[_Candidate]:
        """Those of the same city that share most words, by their beginnings."""
        for each in (each for city in made.cities for each in self._held.pop(city, ())):
            self._add(each)
        shared = Counter(
            each for city in made.cities for word in _beginnings(made.title) for each in self._by_word[city, word]
        )
        return [each for each, _ in shared.most_common(MOST_COMPARED)]


def _beginnings(title: str) -> set[str]:
    return {word[:BEGINNING] for word in _meant(title)}


def _likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: by their words, or by their letters."""
    first, second = (_meant(text) for text in (one, other))
    shared = len(set(first) & set(second)) / max(len(set(first) | set(second)), 1)
    return max(shared, SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() if first and second else 0.0)


def _meant(text: str) -> Sequence[str]:
    every = words(text)
    return [word for word in every if word not in STOP_WORDS] or every
