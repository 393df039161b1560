"""The things that a parameter can name: by address, by code, or by a name in any language that the graph has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from babel import Locale

from graph.law.articles import article_of, closed
from graph.law.named_acts import FILLERS
from graph.store import Cell
from graph.terms import CONCEPT, DCTERMS, RDFS, SKOS
from graph.text.folding import fold, plain
from graph.text.languages import LANGUAGES
from graph.text.nearest import closest

_LABEL, _OTHER = RDFS + "label", SKOS + "altLabel"
_CODES = (DCTERMS + "identifier", SKOS + "notation")
_COUNTRY = "/id/countries/"
# What EU institutions write instead of the codes of ISO 3166.
_EU_CODES: Mapping[str, str] = {"GR": "EL", "GB": "UK"}
# CLDR writes a language without a region as most of its speakers do: for Portuguese that is not in Europe.
_REGIONS: Mapping[str, str] = {"pt": "pt_PT"}

# To look for a name like a long text is work, and finds none.
MOST_LETTERS = 80
LIKE = 0.7
# What addresses of data end in; no code of ours does.
_FORMS = re.compile(r"\.(?:json|csv|ttl|nt|rdf|jsonld|trig|nq|html)\Z")

Row = Mapping[str, Cell | None]


@dataclass(frozen=True, slots=True)
class NamedThing:
    """One thing. `code` is the shortest that names it, `label` its English name."""

    iri: str
    code: str
    label: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class NamedThings:
    """The things of one kind; `acts` are those whose parts they are, where they are provisions."""

    things: tuple[NamedThing, ...]
    acts: NamedThings | None = None

    @classmethod
    def of(cls, rows: Iterable[Row], acts: NamedThings | None = None) -> NamedThings:
        """The things of the rows of the question `parameter-things`."""
        by_thing: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in rows:
            by_thing[str(row["thing"])].append((str(row["naming"]), str(row["text"])))
        return cls(tuple(_thing(iri, texts) for iri, texts in sorted(by_thing.items())), acts)

    def find(self, text: str) -> list[NamedThing]:
        """What a text names: the one thing of an address or a code, else all that are called so; none for an unknown.

        A name of a thing counts before another thing's further name.
        """
        found = next(filter(None, (keys.get(key) for keys, key in self._ways(text.strip()) if key)), ())
        return list(dict.fromkeys(found)) or self._cited(text)

    def nearest(self, text: str) -> NamedThing | None:
        """The thing whose code or name is most like a text; None when none is like it."""
        near = closest(plain(text), self._near, LIKE) if len(text) <= MOST_LETTERS else None
        return self._near[near] if near else None

    def _ways(self, text: str) -> Iterator[tuple[Mapping[str, Sequence[NamedThing]], str]]:
        yield self._addresses, _address(text)
        for tail in _tails(text):
            yield self._addresses, tail
        yield self._codes, text.lower()
        yield self._names, plain(text)
        yield self._others, plain(text)

    def _cited(self, text: str) -> list[NamedThing]:
        """The provision that a citation names, `GDPR Art. 35`."""
        whole = closed(fold(text))
        article = article_of(whole) if self.acts else None
        if self.acts is None or article is None:
            return []
        rest = plain(f"{whole[: article.start]} {whole[article.end :]}").split()
        acts = self.acts.find(" ".join(rest)) or self.acts.find(" ".join(word for word in rest if word not in FILLERS))
        found = (self._codes.get(f"{act.code}/{ref}".lower(), ()) for ref in article.refs for act in acts[:1])
        return list(next(filter(None, found), ())) if len(acts) == 1 else []

    @cached_property
    def _addresses(self) -> Mapping[str, Sequence[NamedThing]]:
        return _by_key(self.things, lambda each: (_address(each.iri), *_own_tails(each)))

    @cached_property
    def _codes(self) -> Mapping[str, Sequence[NamedThing]]:
        return _by_key(self.things, lambda each: [code.lower() for code in each.codes])

    @cached_property
    def _names(self) -> Mapping[str, Sequence[NamedThing]]:
        return _by_key(self.things, lambda each: map(plain, each.names))

    @cached_property
    def _others(self) -> Mapping[str, Sequence[NamedThing]]:
        return _by_key(self.things, lambda each: map(plain, each.others))

    @cached_property
    def _near(self) -> Mapping[str, NamedThing]:
        return {plain(name): each for each in reversed(self.things) for name in (*each.names, *each.codes)}


def _thing(iri: str, texts: Sequence[tuple[str, str]]) -> NamedThing:
    own = unquote(_path(iri).rsplit("/", 1)[-1]) if "/id/" in iri or iri.startswith(CONCEPT) else ""
    codes = [*dict.fromkeys(filter(None, (*(text for naming, text in texts if naming in _CODES), own)))]
    if _COUNTRY in iri:
        codes += [code for code in (_EU_CODES.get(own, ""),) if code]
    names = [text for naming, text in sorted(texts, key=lambda each: each[0] != _LABEL)
             if naming not in (*_CODES, _OTHER)]  # fmt: skip
    names += _of_country(own) if _COUNTRY in iri else []
    others = [text for naming, text in texts if naming == _OTHER]
    return NamedThing(iri, codes[0] if codes else iri, names[0] if names else iri, tuple(codes),
                      tuple(dict.fromkeys(names)), tuple(dict.fromkeys(others)))  # fmt: skip


def _of_country(code: str) -> list[str]:
    """Its name in each of our languages."""
    found = (Locale.parse(_REGIONS.get(each, each)).territories.get(code) for each in LANGUAGES)
    return [name for name in found if name]


def _by_key(
    things: Iterable[NamedThing], keys: Callable[[NamedThing], Iterable[str]]
) -> Mapping[str, Sequence[NamedThing]]:
    found: dict[str, list[NamedThing]] = defaultdict(list)
    for each in things:
        for key in dict.fromkeys(keys(each)):
            if key:
                found[key].append(each)
    return found


def _address(text: str) -> str:
    """An absolute address without what does not tell it apart: its scheme, its end, the last part of an ELI."""
    if not re.match(r"https?://", text):
        return ""
    return re.sub(r"(?<=/eli)(.*)/oj\Z", r"\1", re.sub(r"\Ahttps?://", "//", text).rstrip("/"))


def _own_tails(thing: NamedThing) -> list[str]:
    """`technologies/anpr` or `theme/park-safety`, as the addresses of pages end; for law, `laws/32016R0679`."""
    _, mark, tail = thing.iri.partition("/id/")
    if mark:
        return [tail]
    return [thing.iri.removeprefix(CONCEPT)] if thing.iri.startswith(CONCEPT) else [f"laws/{thing.code}"]


def _tails(text: str) -> list[str]:
    """The ends of an address or of a path, the longest first; none where there is no slash."""
    parts = [part for part in _FORMS.sub("", unquote(_path(text))).split("/") if part]
    return ["/".join(parts[start:]) for start in range(len(parts) - 1)]


def _path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError:
        # A host in brackets that is none.
        return ""
