"""Texts of practices in further languages: in a language that is offered, and with the numbers of the original."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.text.languages import ENGLISH, LANGUAGES

TABLE: Final = "practice_texts"
# Thousands begin with one to three digits: a year before a number is none.
GROUPED: Final = re.compile(r"(?<!\d)\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)")
NUMBER: Final = re.compile(r"\d+")


def a_text_is_in_a_language_that_readers_choose(facts: Facts) -> Iterator[Finding]:
    """A text is in one of the languages of the pages, and not in the one that practices.csv is in already."""
    practices = facts.by_id("practices")
    for row in facts.rows(TABLE):
        if row.cells["language"] not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES))
            yield fault(TABLE, row, "language", "There is no such language.", f"Use one of {known}.")
        elif row.cells["language"] == (practices[row.cells["practice"]].cells["language_of_text"] or ENGLISH):
            mend = "Write the text in practices.csv, and take the row out."
            yield fault(TABLE, row, "language", "The text of practices.csv is in this language already.", mend)


def a_translation_keeps_the_numbers(facts: Facts) -> Iterator[Finding]:
    """Every number in digits of the text in practices.csv stands in the translation, as often and with no other."""
    practices = facts.by_id("practices")
    for row in facts.rows(TABLE):
        original = practices[row.cells["practice"]]
        for column in ("title", "description"):
            wanted, written = (_numbers(text.cells[column]) for text in (original, row))
            for number in sorted((wanted - written).keys()):
                mend = f"Write it as in {row.cells['practice']} of practices.csv, line {original.line}."
                yield fault(TABLE, row, column, f"The number {number} of the original is missing.", mend)
            for number in sorted((written - wanted).keys()):
                mend = f"Take it out, or state it in practices.csv, line {original.line}."
                yield fault(TABLE, row, column, f"The original does not state the number {number}.", mend)


def _numbers(text: str) -> Counter[str]:
    """Runs of digits, without what separates thousands; a decimal comma or point stands between two of them."""
    return Counter(NUMBER.findall(GROUPED.sub(lambda group: "".join(NUMBER.findall(group[0])), text)))
