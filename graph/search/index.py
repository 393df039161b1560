"""The text index of one revision: built once from its store, kept beside it, opened read-only by every process.

`index/search/{digest}/` holds a tantivy index. The digest is of the questions, this format and the quads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import tantivy

from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.revision import Revision
from graph.search.gather import BRACKETS, QUESTIONS, gather
from graph.search.kinds import BROADENING, PLACES, SENTENCES, SPEAKING, TOLD_BY_LINKS
from graph.search.things import IndexedThing
from graph.text.folding import meant, spellings, words, written_words
from graph.text.stems import stems

FORMAT = 15
MOST_HEAP_BYTES = 1_000_000_000
SPLIT = "words"
LONGEST_NAME = 300


@dataclass(frozen=True)
class TextIndex:
    """An open index. `things` is how many it holds."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    folder: Path
    things: int
    digest: str

    @property
    def schema(self) -> tantivy.Schema:
        return self.index.schema


def index_of(revision: Revision, store: Callable[[], Queryable]) -> TextIndex:
    """The text index of `revision`, made from `store` when there is none yet. Raises Damaged."""
    return INDEX.of(revision, store)


def load(folder: Path) -> TextIndex:
    """The index that was written into `folder`."""
    index = tantivy.Index.open(str(folder))
    _tokenizers(index)
    index.reload()
    searcher = index.searcher()
    return TextIndex(index, searcher, folder, searcher.num_docs, folder.name)


def schema() -> tantivy.Schema:
    """What is indexed of a thing. Texts come split and folded, so that both sides of a search are made by one code."""
    builder = tantivy.SchemaBuilder()
    for name in ("key", "cited", "exact", "first", "alone", "covers", "spoken", "leads"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("name", "name_stem", "text", "text_stem", "linked"):
        builder.add_text_field(name, tokenizer_name=SPLIT, index_option="freq")
    builder.add_unsigned_field("kind", indexed=True, fast=True)
    builder.add_text_field("thing", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _tokenizers(index: tantivy.Index) -> None:
    index.register_tokenizer(SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def write(things: Iterable[IndexedThing], folder: Path) -> None:
    """Write the index of `things`, in their order, into `folder`, which exists.

    One thread writes, so that the same things in the same order give the same order of results.
    """
    index = tantivy.Index(schema(), path=str(folder), reuse=False)
    _tokenizers(index)
    # Memory is taken as it is needed; the more there may be, the fewer parts the index has.
    writer = index.writer(MOST_HEAP_BYTES, 1)
    for thing in things:
        writer.add_document(document(thing))
    writer.commit()
    writer.wait_merging_threads()


def document(thing: IndexedThing) -> tantivy.Document:
    """What the index is given of a thing."""
    made = tantivy.Document()
    called = [name for name in thing.names if name.role != "title" and thing.kind not in SENTENCES]
    spelled = [(each, thing.languages_of(name)) for name in called for each in spellings(name.text)]
    named = [(word, spoken) for text, spoken in spelled for word in text.split()]
    told = [(word, spoken) for text, spoken in _told(thing) for word in words(text)]
    made.add_unsigned("kind", PLACES[thing.kind])
    for key in thing.keys:
        made.add_text("key", key)
    for place in cited(thing.keys):
        made.add_text("cited", place)
    whole = exact_names(thing)
    for name in whole:
        made.add_text("exact", name)
    # Beginnings of one word are looked for among words, of which there are far fewer than names.
    # How a city begins in a further language counts less: `vide` is half of more than of Czech `Vídeň`.
    begun = whole if thing.kind != "cities" else list(spellings(thing.label))
    for word in dict.fromkeys(name.partition(" ")[0] for name in begun):
        made.add_text("first", word)
    for name in begun:
        if " " not in name:
            made.add_text("alone", name)
    if thing.kind in BROADENING:
        for name in covering_names(thing):
            made.add_text("covers", name)
    if thing.kind in SPEAKING:
        for word in spoken_words(thing):
            made.add_text("spoken", word)
    for iri in thing.leads:
        made.add_text("leads", iri)
    made.add_text("name", " ".join(word for word, _ in named))
    made.add_text("name_stem", " ".join(each for word, spoken in named for each in stems(word, spoken)))
    made.add_text("text", " ".join(word for word, _ in told))
    made.add_text("text_stem", " ".join(each for word, spoken in told for each in stems(word, spoken)))
    if thing.kind in TOLD_BY_LINKS:
        made.add_text("linked", " ".join(_linked(thing)))
    made.add_text("thing", thing.written())
    return made


def _linked(thing: IndexedThing) -> list[str]:
    """The words of the names of what a thing leads to, each with its stem in the language of the name."""
    names = [named for link in thing.links for named in ((link.label, "en"), *link.others)]
    found = [(word, lang or "en") for text, lang in names for word in words(text)]
    return [each for word, lang in found for each in sorted({word, *stems(word, (lang,))})]


def cited(keys: Iterable[str]) -> list[str]:
    """Keys of a provision with the place before the act, `art_35 act:gdpr`, for citations that begin with the place."""
    parts = [key.partition("#") for key in keys]
    return [f"{place} {act}" for act, mark, place in parts if mark and not place.startswith("<")]


def _told(thing: IndexedThing) -> list[tuple[str, tuple[str, ...]]]:
    """The texts of a thing, each with the languages by which its words are stemmed."""
    titles = [name for name in thing.names if name.role == "title" or thing.kind in SENTENCES]
    named = [(name.text, thing.languages_of(name)) for name in titles]
    told = [(text, thing.languages_of_texts()) for text in thing.texts]
    placed = thing.languages_of_place()
    return [*named, *told, (thing.part_of, placed), (thing.id.replace("/", " "), placed)]


def exact_names(thing: IndexedThing) -> list[str]:
    """The whole names of a thing, folded, also without what stands in brackets at their end."""
    found = [name.text for name in thing.names]
    found += [match[1] for name in found if (match := BRACKETS.match(name))]
    spelled = dict.fromkeys(each for name in found for each in spellings(name))
    return [name for name in spelled if 0 < len(name) <= LONGEST_NAME]


def covering_names(thing: IndexedThing) -> list[str]:
    """The names as stems of their language: what a search must hold to mean this thing."""
    return list(dict.fromkeys(filter(None, (covering(words(name.text), name.lang or "en") for name in thing.names))))


def covering(listed: Sequence[str], language: str) -> str:
    """Words of a name as their stems; neither small words nor the order count: `controllo di vicinato`."""
    return " ".join(sorted({each for word in meant(list(listed)) for each in stems(word, (language,))}))


def spoken_words(thing: IndexedThing) -> list[str]:
    """Each word of its names with the language of the name: folded, its stem, and as written when that has accents.

    `fr=marche`, `fr:march` and `fr~marché`.
    """
    found: dict[str, None] = {}
    for name in thing.names:
        lang = name.lang or "en"
        for written, word in written_words(name.text):
            found |= dict.fromkeys((f"{lang}={word}", *stems(word, (lang,))))
            found |= {f"{lang}~{written}": None} if written != word else {}
    return list(found)


INDEX = DerivedIndex(
    name="search",
    version=f"{FORMAT} {version('tantivy')} {list(PLACES)}",
    sources=tuple(sorted(QUESTIONS.glob("*.rq"))),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)
