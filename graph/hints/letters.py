"""Hints on a word in small letters: SPARQL tells capital letters from small ones, and titles begin with a capital."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from graph.hints.asked import AskedQuery, Hint, at
from graph.sparql.tokens import Token
from graph.terms import RDF

MEND: Final[Mapping[str, str]] = {
    **{name: f"{name}(LCASE({{text}}), {{word}})" for name in ("CONTAINS", "STRSTARTS", "STRENDS")},
    "REGEX": 'REGEX({text}, {word}, "i")',
}
"""By function, what finds the word whatever its letters."""


def small_letters(asked: AskedQuery) -> Iterator[Hint]:
    """For each word in small letters that is looked for in a text of a language: what finds it with a capital, too."""
    tokens = asked.query.tokens
    for place, token in enumerate(tokens):
        mend = MEND.get(token.text.upper()) if token.kind == "word" else None
        text, after = _looked_in(tokens, place + 1) if mend else ("", 0)
        if not mend or not text or not _in_a_language(asked, text) or _end(tokens, after) is None:
            continue
        word = tokens[after].text
        if word != word.lower() or word == word.upper():
            continue
        capital = f"{word[0]}{word[1:-1].capitalize()}{word[-1]}"
        said = f"{token.text} tells capital letters from small ones, so {word} does not find {capital}."
        yield at("letters", f"{said} Write {mend.format(text=text, word=word)}.", token)


def _looked_in(tokens: Sequence[Token], place: int) -> tuple[str, int]:
    """The variable, or STR of it, that a call begins with, and the place of what comes after the comma."""
    told = [each.text for each in tokens[place : place + 6]]
    if told[:1] == ["("] and tokens[place + 1].kind == "variable" and told[2:3] == [","]:
        return told[1], place + 3
    if told[1:3] in (["STR", "("], ["str", "("]) and told[4:6] == [")", ","]:
        return f"STR({told[3]})", place + 6
    return "", 0


def _end(tokens: Sequence[Token], place: int) -> Token | None:
    """What closes a call whose last argument is the plain string at `place`; None for anything else."""
    if place + 1 >= len(tokens) or tokens[place].kind != "string" or len(tokens[place].text) < 3:
        return None
    return tokens[place + 1] if tokens[place + 1].text == ")" else None


def _in_a_language(asked: AskedQuery, text: str) -> bool:
    """Whether the variable has texts in a language, which people write with capitals."""
    properties = asked.properties_of.get(f"?{text.removeprefix('STR(').rstrip(')')[1:]}", frozenset())
    return bool(properties) and all(RDF + "langString" in asked.table.kinds.get(each, {}) for each in properties)
