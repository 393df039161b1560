"""Words as they are compared: lower case, without accents, so that `malmo` finds `Malmö`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph.text.invisible import visible

LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("⁄∕／", "/")
)
DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""Letters as they are written where a keyboard lacks them."""
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
WORD = re.compile(r"[^\W_]+")

STOP_WORDS = frozenset(
    "a an and are as at by for from in is of on or the to with what who which how where when did do does "
    "about after against around before between during near over under without "
    "le la les l un une des du de d et en au aux pour par sur dans "
    "der die das den dem des ein eine und im am von zu zum zur mit fur auf "
    "il lo gli i un uno una del della dei delle di da e per con su "
    "el los las y por para con o os as do dos das e em no na het een van voor met op "
    "dei degli nel nella nei al alla ai sul sulla del ao aos nas nos w we z ze od przy dla przez".split()
)
"""Small words of the main languages, folded. They need not match when other words do."""


@dataclass(frozen=True, slots=True)
class FoldedWord:
    """One word of a text: its place in the text as written, and its folded form."""

    start: int
    end: int
    word: str


def fold(text: str) -> str:
    """`text` in lower case, without accents, single spaces between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    text = visible(text)
    # Taking letters apart may leave capitals, and making them small may leave marks.
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(LETTERS)
    return " ".join(MARKS.sub("", lower).split())


def tokens(text: str) -> list[FoldedWord]:
    """The words of `text` in order; a word is a run of letters and digits of any script."""
    return [FoldedWord(each.start(), each.end(), fold(each.group())) for each in WORD.finditer(text)]


def written_words(text: str) -> list[tuple[str, str]]:
    """The words of `text` in order: with their accents in small letters, and folded."""
    composed = unicodedata.normalize("NFC", text)
    return [(composed[each.start : each.end].lower(), each.word) for each in tokens(composed)]


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return WORD.findall(fold(text))


def plain(text: str) -> str:
    """A whole name for comparison: its folded words with one space between them."""
    return " ".join(words(text))


def spellings(name: str) -> tuple[str, ...]:
    """A whole name for comparison in each way to write it: `munchen` and `muenchen` for `München`."""
    lower = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).lower()
    written = lower.translate(DIGRAPHS)
    return (plain(name),) if written == lower else (plain(name), plain(written))


def meant(sought: list[str]) -> list[str]:
    """The words that must match: all but small words, or all when there are only small words."""
    return [word for word in sought if word not in STOP_WORDS] or sought


def distance(first: str, second: str, most: int) -> int:
    """How many letters differ: inserted, left out, changed, or two neighbours swapped; `most + 1` when more.

    Optimal string alignment (Damerau 1964), by rows.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)


def edits(word: str) -> int:
    """How many wrong letters a word may have: none below 5 letters, 1 below 9, 2 below 40. Numbers have none."""
    if any(letter.isdigit() for letter in word) or not 5 <= len(word) < 40:
        return 0
    return 1 if len(word) < 9 else 2
