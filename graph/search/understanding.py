"""What a person means who writes `AI Act 5(1)(h)`, `art. 35 GDPR`, `2016/680`, `32016R0679` or `L251-2`.

Pure functions from text to keys. A key is an identifier in one spelling; `graph.law.keys` gives every thing its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.law.articles import Article, article_of, closed
from graph.law.documents import NamedDocument, documents, without_documents
from graph.law.named_acts import FILLERS, LONG_NUMBER, MOST_WORDS, NUMBER, TYPE_WORDS, acts_of
from graph.text.folding import fold, meant, words
from graph.text.pasted import pasted
from graph.text.stems import ANY, stems

How = Literal["exact", "within", "wider", "act", "near", "place"]
"""The thing itself; a part of it; what contains it; the act that was named beside an article; what a document belongs
to that is not held; a city by a name of the gazetteer."""

Cited = tuple[Article, str]
"""An article and the rest of the text, which names its act."""

MOST_KEYS = 120
LONGEST_TOLD = 100

ADDRESS = re.compile(r"(?:https?://|www\.)|^[\w.-]+\.(?:eu|org|net|com|info|int|[a-z]{2})/")
SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
DIVIDERS = re.compile(r"[-/_.?=&#:,]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One key to look for, and what a thing that has it is to what was asked."""

    key: str
    how: How
    read_as: str


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A search as understood: the text, its words, those that must match, and the keys it may name, best first."""

    text: str
    words: tuple[str, ...]
    meant: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    unfinished: bool
    """Whether the last word may still be being written."""
    languages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each word the languages it may be in, once an index has told them."""
    foreign: frozenset[str] = frozenset()
    """Words that are another word of another language once their accents are gone."""
    named: str = ""
    """What the text names by number or article, in a reader's words; empty when it names nothing so."""

    def languages_of(self, word: str) -> tuple[str, ...]:
        """The languages by which a word is stemmed."""
        return self.languages.get(word, ANY)

    def stems_of(self, word: str) -> tuple[str, ...]:
        """The stems of a word in the languages it may be in."""
        return stems(word, self.languages_of(word))


def understand(text: str) -> ParsedSearch:
    """Read a search, pasted from anywhere. Any text gives an answer; nothing in it is syntax."""
    plain_text = pasted(text)
    whole = closed(fold(plain_text))
    listed = documents(whole)
    # The words of an address say where a page lies, not what is looked for.
    found = words(" ".join(each.told for each in listed) if listed and ADDRESS.search(whole) else whole)[:MOST_WORDS]
    article = _article(whole)
    return ParsedSearch(
        text=plain_text,
        words=tuple(found),
        meant=tuple(meant(found)),
        candidates=tuple(dict.fromkeys(_candidates(whole, article, listed)))[:MOST_KEYS],
        unfinished=bool(found) and not text.endswith((" ", "\t")),
        named=_named(plain_text, whole, article, listed),
    )


def _article(whole: str) -> Cited | None:
    """The article that a text names and the rest of the text; in an address, words are divided by other marks."""
    path = SCHEME.sub("", whole.partition("?")[0])
    text = without_documents(DIVIDERS.sub(" ", path) if ADDRESS.search(whole) else whole)
    article = article_of(text)
    return (article, f"{text[: article.start]} {text[article.end :]}".strip(" ,")) if article else None


def _candidates(whole: str, article: Cited | None, listed: Sequence[NamedDocument]) -> Iterator[Candidate]:
    is_address = bool(listed and ADDRESS.search(whole))
    own = (Candidate(f"id:{each}", "exact", whole) for each in _own_spellings(whole))
    # An address of a document means the document, not a source that lies there.
    yield from () if is_address else own
    if article and not is_address:
        yield from _of_article(*article)
    # What stands beside an article says where it stands; the act itself comes after it.
    for document in listed:
        yield from (Candidate(key, "within" if "<" in key else "exact", document.told) for key in document.keys)
    for document in listed:
        yield from (Candidate(key, "near", f"{document.told}\n{what}") for key, what in document.near)
    yield from own
    yield from (Candidate(f"case:{match[1]}", "exact", f"number {match[1]}") for match in LONG_NUMBER.finditer(whole))
    if article is None:
        yield from (Candidate(key, "exact", name) for key, name in acts_of(whole, alone=True))


def _own_spellings(whole: str) -> list[str]:
    """A text as an identifier of its own: as it stands, and an address without scheme and place on the page."""
    found = (whole.strip("/ "), whole.partition("#")[0].partition("://")[2].strip("/ "))
    return list(dict.fromkeys(filter(None, found)))


def _of_article(article: Article, rest: str) -> Iterator[Candidate]:
    acts = acts_of(rest)
    for key, name in acts:
        yield from (Candidate(f"{key}#{ref}", "exact", article.read_as) for ref in article.refs)
        yield from (Candidate(f"{key}#<{ref}", "within", article.read_as) for ref in article.refs)
        yield from (Candidate(f"{key}#{ref}", "wider", article.read_as) for ref in article.wider)
        yield Candidate(key, "act", name)
    if not rest or not acts:
        yield from (Candidate(f"#{ref}", "exact", article.read_as) for ref in article.refs)


def _named(plain_text: str, whole: str, article: Cited | None, listed: Sequence[NamedDocument]) -> str:
    if listed:
        return listed[0].told
    number = NUMBER.search(whole)
    if number and not article and all(word in FILLERS or word in TYPE_WORDS for word in words(NUMBER.sub(" ", whole))):
        return number[1]
    if article is None:
        return plain_text[:LONGEST_TOLD] if ADDRESS.search(whole) else ""
    return article[0].read_as if not article[0].is_bare else ""
