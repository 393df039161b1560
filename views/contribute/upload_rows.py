"""What the pages of an upload show: each guess as a question, in groups, and what a draft would add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.reconcile.guess import Guess, GuessChoice, Sureness
from graph.reconcile.known import KnownFacts
from graph.sheets.importing import Imported
from graph.text.messages import N_, listed
from graph.workbooks.sheet import Workbook
from views.languages.told import told

MOST_ASKED: Final = 150
MOST_SURE: Final = 400
MOST_SAMPLES: Final = 3
MOST_CELLS: Final = 4
LONG: Final = frozenset(("description",))
TITLES: Final[Mapping[str, str]] = {
    "duplicate": N_("The same practice twice?"),
    "text": N_("Letters that were lost"),
    "language": N_("The language of the texts"),
    "runs": N_("Who runs it"),
}
TYPED: Final = "t."
"""What the name of a field for other words begins with."""


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WordQuestion:
    """A guess as a page asks about it; `many_lines` asks for a longer text."""

    id: str
    written: str
    about: str
    cells: str
    why: str
    is_open: bool
    options: tuple[AnswerOption, ...]
    takes_text: bool
    many_lines: bool
    samples: str = ""

    @property
    def typed(self) -> str:
        """The name of its field for other words."""
        return TYPED + self.id


@dataclass(frozen=True, slots=True)
class Taken:
    """A guess that is not asked about: what it was taken for, and whether that was chosen by somebody."""

    id: str
    cells: str
    written: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """The questions of one field."""

    title: str
    questions: tuple[WordQuestion, ...]


@dataclass(frozen=True)
class Asked:
    """The page of words: what is asked, how much more is left for later, and what is sure."""

    groups: tuple[QuestionGroup, ...]
    later: int
    taken: tuple[tuple[str, tuple[Taken, ...]], ...]
    sure: int
    open: int
    faults: tuple[tuple[str, str, str, str], ...]


def columns_shown(found: Imported, known: KnownFacts, book: Workbook, language: str) -> list[WordQuestion]:
    """Each column of the file, with the first texts in it, and the language of the texts."""
    return [_question(guess, known, language, _samples(guess, book)) for guess in found.columns]


def asked_about(found: Imported, known: KnownFacts, change: Sequence[str], language: str) -> Asked:
    """The guesses of a file: those without a sure value, and those in `change`, are asked; the rest is told."""
    doubtful = [guess for guess in found.guesses if _is_doubtful(guess) or guess.id in change]
    doubtful.sort(key=lambda guess: not guess.is_open)
    now, rest = doubtful[:MOST_ASKED], [guess for guess in found.guesses if guess not in doubtful]
    groups = _grouped(now, known, language)
    questions = [(title, tuple(_question(guess, known, language) for guess in guesses)) for title, guesses in groups]
    return Asked(
        groups=tuple(QuestionGroup(title, asked) for title, asked in questions),
        later=len(doubtful) - len(now),
        taken=tuple(
            (title, tuple(_taken(guess, known, language) for guess in guesses))
            for title, guesses in _grouped(rest[:MOST_SURE], known, language)
        ),
        sure=len(rest),
        open=sum(guess.is_open for guess in found.guesses),
        faults=tuple((each.cell, each.written, each.message, each.mend) for each in found.faults[:MOST_ASKED]),
    )


def answers_of(guesses: Iterable[Guess], form: Mapping[str, str], known: KnownFacts, language: str) -> dict[str, str]:
    """The answers that a form gives, by the ids of guesses; words that name a concept are taken for it."""
    answers = {}
    for guess in guesses:
        typed, chosen = form.get(TYPED + guess.id, "").strip(), form.get(guess.id, "").strip()
        if typed and typed != guess.value:
            answers[guess.id] = _meant(guess, typed, known)
        elif chosen:
            answers[guess.id] = chosen
    return answers


def _is_doubtful(guess: Guess) -> bool:
    return guess.certainty in (Sureness.OPEN, Sureness.LIKELY)


def _grouped(guesses: Iterable[Guess], known: KnownFacts, language: str) -> list[tuple[str, list[Guess]]]:
    found: dict[str, list[Guess]] = {}
    for guess in guesses:
        found.setdefault(_title(guess.field, known, language), []).append(guess)
    return list(found.items())


def _title(field: str, known: KnownFacts, language: str) -> str:
    if field in TITLES:
        return TITLES[field]
    return known.fields[field].title(language) if field in known.fields else field


def _question(guess: Guess, known: KnownFacts, language: str, samples: str = "") -> WordQuestion:
    options = tuple(
        AnswerOption(choice.value, _label(guess, choice, known, language), choice.value == guess.value)
        for choice in _choices(guess, known, language)
    )
    return WordQuestion(
        id=guess.id,
        written=TITLES["language"] if guess.field == "language" else guess.written,
        about=guess.about,
        cells=_cells(guess),
        why=guess.why,
        is_open=guess.is_open,
        options=options,
        takes_text=guess.is_text,
        many_lines=guess.field in LONG,
        samples=samples,
    )


def _choices(guess: Guess, known: KnownFacts, language: str) -> list[GuessChoice]:
    """The choices of a guess, then every concept of its scheme that is not among them."""
    first = {choice.value: choice for choice in guess.choices}
    if guess.value and guess.value not in first:
        first = {guess.value: _choice(guess, known), **first}
    every = known.names.choices(guess.scheme) if guess.scheme else ()
    rest = [choice for choice in every if choice.value not in first]
    return [*first.values(), *sorted(rest, key=lambda choice: str(told(choice.label)).casefold())]


def _choice(guess: Guess, known: KnownFacts) -> GuessChoice:
    return known.names.choice(guess.scheme, guess.value) if guess.scheme else GuessChoice(guess.value, guess.value)


def _label(guess: Guess, choice: GuessChoice, known: KnownFacts, language: str) -> str:
    """A field is called as its column is in the language of the reader."""
    is_column = guess.field == "column" and choice.value in known.fields
    return known.fields[choice.value].title(language) if is_column else choice.label


def _taken(guess: Guess, known: KnownFacts, language: str) -> Taken:
    label = next((choice.label for choice in guess.choices if choice.value == guess.value), "")
    return Taken(
        guess.id,
        _cells(guess),
        guess.written,
        label or _choice(guess, known).label,
        guess.certainty is not Sureness.SURE,
    )


def _cells(guess: Guess) -> str:
    more = len(guess.cells) - MOST_CELLS
    if more <= 0:
        return listed(guess.cells)
    return N_("%(cells)s and %(more)s more", cells=", ".join(guess.cells[:MOST_CELLS]), more=more)


def _samples(guess: Guess, book: Workbook) -> str:
    """The first texts below a heading."""
    if guess.field != "column" or not guess.cells:
        return ""
    for sheet in book.sheets:
        for row, cells in enumerate(sheet.rows):
            for place, cell in enumerate(cells):
                if cell.strip() == guess.written:
                    below = (sheet.cell(each, place).strip() for each in range(row + 1, len(sheet.rows)))
                    return " · ".join(list(dict.fromkeys(filter(None, below)))[:MOST_SAMPLES])
    return ""


def _meant(guess: Guess, typed: str, known: KnownFacts) -> str:
    found = known.names.find(guess.scheme, typed) if guess.scheme else None
    return ";".join(found.values) if found and found.whole else typed
