"""Words of ours that readers see: English text that remembers its pattern and values, so that a page can tell it in
another language.

What is made here is a text like any other; only who shows it needs to know more (`views/languages/told.py`). Joining
or cutting it gives plain English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Message(str):
    """`pattern` is the key of the catalogues; `many` is its plural for a message that counts `number` of something."""

    pattern: str
    many: str
    number: int
    values: Mapping[str, object]


class DateWords(str):
    """A day or a month in English words; `iso` is the same as YYYY-MM-DD or YYYY-MM."""

    iso: str


class JoinedWords(str):
    """Several texts in one, with `divider` between them; without a divider they are listed: `a, b and c`."""

    parts: tuple[str, ...]
    divider: str


class CapitalWords(str):
    """A text with a capital at its beginning; `inner` is the same as it stands within a sentence."""

    inner: str


class WithinWords(str):
    """A text with a small letter at its beginning and no full stop; `whole` is the same as it stands by itself."""

    whole: str


class NameWords(str):
    """What a thing is called, or what is said of it: `part` is `name` or `description`.

    `thing` is its IRI. Where that is not known, `kind` says what is named, such as `act_type`, or is empty too.
    """

    thing: str
    part: str
    kind: str


def N_(pattern: str, **values: object) -> Message:
    """The text of `pattern` with its placeholders, such as %(name)s, filled; whole numbers get their commas.

    Without values the pattern is no pattern: a percent sign stands for itself.
    """
    return _message(pattern, "", 1, values)


def counted(number: int, one: str, many: str, **values: object) -> Message:
    """`one` or `many` as the number asks, with %(number)s and the other placeholders filled: `1,200 practices`."""
    return _message(one, many, number, {"number": number, **values})


def NN_(one: str, many: str) -> tuple[str, str]:
    """The two forms of a message that counts, where they stand apart from the number: `counted(n, *FORMS)`."""
    return one, many


def joined(parts: Iterable[str], divider: str) -> JoinedWords:
    """The texts that are not empty, with `divider` between them."""
    return _joined([part for part in parts if part], divider)


def listed(parts: Iterable[str]) -> JoinedWords:
    """The texts as a list within a sentence: `a, b and c`."""
    return _joined([*parts], "")


def ended(text: str) -> Message:
    """The text as a sentence, with a full stop at its end."""
    return N_("%(sentence)s.", sentence=text)


def capital(text: str) -> CapitalWords:
    """The text with a capital at its beginning."""
    made = CapitalWords(text[:1].upper() + text[1:])
    made.inner = text
    return made


def within(text: str) -> WithinWords:
    """The text as it stands within a sentence: a small letter at its beginning, no full stop at its end."""
    made = WithinWords(text[:1].lower() + text[1:].rstrip("."))
    made.whole = text
    return made


def date_words(iso: str, words: str) -> DateWords:
    """The day `iso`, which is `words` in English."""
    made = DateWords(words)
    made.iso = iso
    return made


def name_words(text: str, thing: str = "", part: str = "name", kind: str = "") -> NameWords:
    """The English name of a thing, or another part of what is said of it."""
    made = NameWords(text)
    made.thing, made.part, made.kind = thing, part, kind
    return made


def filled(pattern: str, values: Mapping[str, object]) -> str:
    """The pattern with its placeholders filled as English writes them."""
    shown = {name: f"{value:,}" if type(value) is int else value for name, value in values.items()}
    return pattern % shown if shown else pattern


def _joined(parts: list[str], divider: str) -> JoinedWords:
    made = JoinedWords(
        divider.join(parts) if divider else " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    )
    made.parts, made.divider = tuple(parts), divider
    return made


def _message(one: str, many: str, number: int, values: Mapping[str, object]) -> Message:
    made = Message(filled(many if many and number != 1 else one, values))
    made.pattern, made.many, made.number, made.values = one, many, number, values
    return made
