"""A guess: what was written, what we take it for, why, how sure we are, and what it could be instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph.text.invisible import visible

LEAVE: Final = "-"
"""The answer that leaves a cell, a column or a row out."""

FOR_ONE_FILE: Final = frozenset(("duplicate",))
IsTerm = Callable[[str, str], bool]
"""Whether a scheme has a notation."""


class Sureness(StrEnum):
    """How sure a guess is. What is open has no value until somebody gives one."""

    OPEN = "open"
    LIKELY = "likely"
    SURE = "sure"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class GuessChoice:
    """A value and how readers know it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess for all the cells that hold the same words. `value` is what goes into a table, LEAVE for nothing.

    `choices` are likelier first; those of `scheme`, a vocabulary, come after them. `is_text` takes any text.
    `about` says of what an empty cell tells.
    """

    field: str
    written: str
    value: str
    why: str
    certainty: Sureness
    choices: tuple[GuessChoice, ...] = ()
    scheme: str = ""
    is_text: bool = False
    context: str = ""
    about: str = ""
    cells: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same words of the same field, in this file and in the next one."""
        words = " ".join(visible(self.written).casefold().split())
        return hashlib.sha256("\0".join((self.field, self.context, words)).encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def is_open(self) -> bool:
        """Whether it must be answered."""
        return self.certainty is Sureness.OPEN

    @property
    def is_lasting(self) -> bool:
        """Whether the answer holds for the same words in another file."""
        return bool(self.written) and self.field not in FOR_ONE_FILE

    @property
    def label(self) -> str:
        """How readers know the value."""
        return next((choice.label for choice in self.choices if choice.value == self.value), self.value)


class Guesses:
    """The guesses of one file as they are made, each answered by who was asked now or by what was chosen before."""

    def __init__(self, answers: Mapping[str, str], remembered: Mapping[str, str], is_term: IsTerm) -> None:
        self._answers, self._remembered, self._is_term = answers, remembered, is_term
        self._made: dict[str, Guess] = {}
        self._cells: dict[str, dict[str, None]] = {}

    def __iter__(self) -> Iterator[Guess]:
        return (replace(guess, cells=tuple(self._cells[id_])) for id_, guess in self._made.items())

    def take(self, guess: Guess, *cells: str) -> str:
        """The value to use: the answer, else what was chosen before, else the guess; "" for nothing."""
        id_ = guess.id
        if id_ not in self._made:
            self._made[id_] = self._answered(guess)
        self._cells.setdefault(id_, {}).update(dict.fromkeys(cells))
        value = self._made[id_].value
        return "" if value == LEAVE else value

    def is_open(self, guess: Guess) -> bool:
        """Whether a guess that was taken waits for an answer."""
        return self._made[guess.id].is_open

    def _answered(self, guess: Guess) -> Guess:
        answer, before = (given.get(guess.id, "").strip() for given in (self._answers, self._remembered))
        if answer and self._fits(guess, answer):
            return replace(guess, value=answer, certainty=Sureness.CHOSEN)
        if before and guess.is_lasting and self._fits(guess, before):
            return replace(guess, value=before, certainty=Sureness.REMEMBERED)
        return guess

    def _fits(self, guess: Guess, value: str) -> bool:
        """Whether a value can be an answer: what comes from a form or a file may be anything."""
        if guess.is_text or value == LEAVE or any(choice.value == value for choice in guess.choices):
            return True
        return bool(guess.scheme) and all(self._is_term(guess.scheme, part) for part in value.split(";"))
