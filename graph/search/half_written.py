"""Citations that are still being written: `art 35 gd`, `ai act 5(1`, `gdpr art`, `2016/6`, `32016R06`.

Pure functions from text to beginnings of keys. The index says which of them lead somewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph.law.articles import Article, article_of, closed
from graph.law.named_acts import FILLERS, TYPE_WORDS, acts_of
from graph.text.folding import fold, words

Field = Literal["key", "cited"]
"""`key` is an act first, `act:gdpr#art_35`; `cited` is the place first, `art_35 act:gdpr`."""

ROOTS = {
    "art_": "article articles artikel articolo articoli articulo articulos artigo artigos artykul §",
    "anx_": "annex annexe anhang allegato anexo bijlage",
}
LAST_WORD = re.compile(r"(?:^|\s)([^\W\d_]+|§)\.?$")
CELEX = re.compile(r"(?:^|\s)(?:celex\s*:?\s*)?(\d(?:19|20)\d\d[a-z]{0,2}\d{0,4}(?:-\d{0,8}|/\S*)?)$")
DIGITS = re.compile(r"(?:^|\s)(\d{1,5}(?<=\d\d\d\d\d)[a-z]{1,2}\d{0,4}|\d{1,5})$")
ELI = re.compile(r"eli/([a-z_]+(?:/\S*)?)$")
NUMBER = re.compile(r"(?:^|[^\w/-])(\d{1,4}/\d{0,4})$")
CASE = re.compile(r"(?:^|\W)([ct])[\s‑–-]+(\d{1,4}(?:/\d{0,2})?)$")
CODE = re.compile(r"^(?:art(?:icle)?\s*\.?\s*)?([lrd])\s*\.?\s*(\d{2,4}(?:-\d{0,3})?)$")
OWN = re.compile(r"^[a-z][a-z0-9-]*/\S+$")
STEP_BEGUN = re.compile(r"(?<=[\d)]),\s*([a-z]*)\.?\s*\(?$")
STEPS = "paragraph absatz lid comma apartado alinea point punkt letter lettera letra buchstabe onder".split()
SHORTEST_TYPE = 3
SHORTEST_ROOT = 2
MOST_BEGUN = 40


@dataclass(frozen=True, slots=True)
class KeyPrefix:
    """A beginning of keys in a field of the index; `act` is the key of the act that must be there, if one was named."""

    field: Field
    start: str
    act: str = ""


def begun(text: str, unfinished: bool) -> tuple[KeyPrefix, ...]:
    """The beginnings of identifiers and citations that `text` may be, best first; none for ordinary words.

    `unfinished` says that the last word may still grow: then `gdpr 3` may become `gdpr 35`.
    """
    whole = _without_step(closed(fold(text)))
    article = article_of(whole)
    found = _of_an_act(whole)
    if article is not None:
        found += _growing(whole, article, unfinished)
    elif unfinished:
        found += _identifiers(whole)
    return tuple(dict.fromkeys(found))[:MOST_BEGUN]


def _without_step(whole: str) -> str:
    """`article 5, para` as `article 5`: the step has no number yet."""
    match = STEP_BEGUN.search(whole)
    is_step = match is not None and any(word.startswith(match[1]) for word in STEPS)
    return whole[: match.start()] if match is not None and is_step else whole


def _identifiers(whole: str) -> list[KeyPrefix]:
    found = [KeyPrefix("key", f"eli:{match[1]}") for match in ELI.finditer(whole)]
    found += [KeyPrefix("key", f"id:{match[1]}") for match in CELEX.finditer(whole)]
    found += [KeyPrefix("key", f"{start}{match[1]}") for match in NUMBER.finditer(whole) for start in _kinds(whole)]
    found += [KeyPrefix("key", f"case:{match[1]}-{match[2]}") for match in CASE.finditer(whole)]
    found += [KeyPrefix("cited", match[1] + match[2]) for match in CODE.finditer(whole)]
    return found + ([KeyPrefix("key", f"id:{whole}")] if OWN.match(whole) else [])


def _kinds(text: str) -> list[str]:
    """How the keys of numbers begin: with each kind of act that is written, else without one."""
    kinds = sorted({TYPE_WORDS[word] for word in words(text) if word in TYPE_WORDS})
    return [f"num:{kind}:" for kind in kinds] or ["num:"]


def _of_an_act(whole: str) -> list[KeyPrefix]:
    """`gdpr art`: an act, and a word for its parts that is begun or has no number yet."""
    match = LAST_WORD.search(whole)
    roots = [root for root, known in ROOTS.items() if match and any(w.startswith(match[1]) for w in known.split())]
    if match is None or not roots or (len(match[1]) < SHORTEST_ROOT and match[1] != "§"):
        return []
    acts = acts_of(whole[: match.start()].strip(" ,"))
    return [KeyPrefix("key", f"{act}#{root}", act) for act, _ in acts for root in roots]


def _growing(whole: str, article: Article, unfinished: bool) -> list[KeyPrefix]:
    """An article whose number or steps may grow, or which is followed by the beginning of an act."""
    rest = f"{whole[: article.start]} {whole[article.end :]}".strip(" ,")
    if rest and article.end >= len(whole):
        return [KeyPrefix("key", f"{act}#{ref}", act) for act, _ in acts_of(rest) for ref in article.refs if unfinished]
    found = [KeyPrefix("cited", f"{ref} {act}") for act in _acts_begun(rest) for ref in article.refs]
    if _holds_nothing(rest):
        end = "" if unfinished and not rest else " "
        found += [KeyPrefix("cited", ref + end) for ref in article.refs]
    return found


def _holds_nothing(text: str) -> bool:
    """Whether there are no words but small ones, the last of which may be begun: ``, `of`, `of th`."""
    *listed, last = words(text) or [""]
    return all(word in FILLERS for word in listed) and any(filler.startswith(last) for filler in FILLERS)


def _acts_begun(rest: str) -> list[str]:
    """How the keys of the acts begin that `rest` is the beginning of: by number, by identifier, by name."""
    found = [start + match[1] for match in NUMBER.finditer(rest) for start in _kinds(rest)]
    # Beside an article even `3201` or `201` says which act.
    found += [start + match[1] for match in DIGITS.finditer(rest) for start in ("id:", *_kinds(rest))]
    listed = words(rest)
    while listed and listed[0] in FILLERS and len(listed) > 1:
        listed = listed[1:]
    if not listed:
        return found
    found.append(f"act:{' '.join(listed)}")
    content = [word for word in listed if word not in FILLERS]
    # `art 35 reg`, `article 35 of regulation (eu)`: the kind of act is known, its number is not yet.
    if len(content) == 1 and len(content[0]) >= SHORTEST_TYPE:
        found += sorted({f"num:{kind}:" for word, kind in TYPE_WORDS.items() if word.startswith(content[0])})
    return found
