"""The table of practices and filter values of one revision, derived from it and kept beside it in `index/filters/`.

It is made on first use, or when the revision is built; opening it maps files and reads none of their rows.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.derived.texts import Texts, map_array, map_texts, write_texts
from graph.filters.gather import MADE, QUESTIONS, FilterFacts, gather
from graph.filters.kinds import EVIDENCE_ORDER, NAMES, given_name
from graph.filters.law import HOLDING, IF_RUN, OPEN, Held, day_number
from graph.filters.table import NOT_RECORDED, Bits, FilterTable, FilterValue, rows_of
from graph.law import life
from graph.revision import Revision
from graph.text import folding
from graph.text.folding import fold
from graph.text.messages import name_words

FORMAT = 6
ABOUT = "about.json"
ORDERS = ("known", "name", "newest", "oldest", "evidence")
LATE = 10_000
MOST_WORDS = 8
MOST_DAYS = 8


@dataclass(frozen=True, eq=False)
class PracticeTable(FilterTable):
    """Practices, numbered in the order of their IRIs.

    `texts` are the folded words of each; `orders` are the ways to sort, each a permutation. The law filters are empty
    in a table of no day: `on` gives that of a day.
    """

    iris: Texts
    texts: Texts
    orders: Mapping[str, NDArray[np.int32]]
    held: Held
    query: str
    law_query: str

    def on(self, day: str) -> PracticeTable:
        """The table with the law of a day (YYYY-MM-DD)."""
        return _on(self, day_number(day))

    def saying(self, words: str) -> Bits:
        """Practices whose title, description or values hold every one of `words`, parts of words included."""
        found = self.all()
        for word in fold(words).split()[:MOST_WORDS]:
            found &= self.among(_holding(*self._body, word.encode()))
        return found

    @cached_property
    def _body(self) -> tuple[bytes, list[int]]:
        """All words, and where those of each practice end; read when words are first looked for."""
        return self.texts.body.tobytes(), self.texts.starts[1:].tolist()


def table_of(revision: Revision, store: Callable[[], Queryable]) -> PracticeTable:
    """The table of `revision`, made from `store` when there is none yet. Raises Damaged."""
    return INDEX.of(revision, store)


def load(folder: Path) -> PracticeTable:
    """The table that was written into `folder`, mapped."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    iris = map_texts(folder, "iris")
    questions = Catalogue.load(QUESTIONS)
    return PracticeTable(
        size=len(iris),
        bits=map_array(folder, "bits"),
        values=tuple(_value(each) for each in about["values"]),
        spans={facet: (low, high) for facet, (low, high) in about["spans"].items()},
        iris=iris,
        texts=map_texts(folder, "texts"),
        orders={name: map_array(folder, f"order-{name}") for name in ORDERS},
        held=map_array(folder, "held"),
        query=bind(questions["facets-values"], {}),
        law_query=bind(questions["facets-law"], {}),
    )


def _value(held: Mapping[str, Any]) -> FilterValue:
    """A value whose label remembers what it names, if that is a thing, or that it is a name of ours."""
    label = held["label"]
    given = given_name(held["facet"], held["slug"])
    if given == label:
        label = given
    elif not held["iri"].startswith(MADE):
        label = name_words(label, held["iri"])
    return FilterValue(**{**held, "label": label})


def write(facts: FilterFacts, folder: Path) -> None:
    """Write the table of `facts` into `folder`, which exists."""
    known = sorted(facts.values.values(), key=lambda each: (NAMES.index(each.facet), each.slug))
    bits, values, spans = rows_of(len(facts.iris), {each: facts.having[each.facet, each.slug] for each in known})
    np.save(folder / "bits.npy", bits)
    np.save(folder / "held.npy", _held(facts, values))
    write_texts(folder, "iris", facts.iris)
    write_texts(folder, "texts", (f"{words}\n" for words in facts.words))
    for name, order in _orders(facts).items():
        np.save(folder / f"order-{name}.npy", order)
    about = {"values": [asdict(value) for value in values], "spans": spans}
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _held(facts: FilterFacts, values: Sequence[FilterValue]) -> Held:
    rows = {(value.facet, value.slug): row for row, value in enumerate(values)}
    found = sorted((rows[facet, slug], *span) for facet, slug, *span in facts.held)
    return np.array(found, np.int32).reshape(-1, 4)


@lru_cache(MOST_DAYS)
def _on(table: PracticeTable, day: int) -> PracticeTable:
    """The law filters of the table on a day. What holds in part is not told again as what depends on a fact."""
    value, practice, first, last = table.held.T
    now = (first <= day) & (day <= last)
    bits = np.array(table.bits)
    ones = np.uint64(1) << (practice[now] & 63).astype(np.uint64)
    np.bitwise_or.at(bits, (value[now], practice[now] >> 6), ones)
    holding, open_, if_run = (
        np.array([place for place in table.places(name) if table.values[place].slug != NOT_RECORDED], np.intp)
        for name in (HOLDING, OPEN, IF_RUN)
    )
    bits[open_] &= ~bits[holding]
    none = table.row(HOLDING, NOT_RECORDED)
    if none is not None:
        bits[none] = table.all() & ~np.bitwise_or.reduce(bits[[*holding, *open_, *if_run]], axis=0)
    return replace(table, bits=bits)


def _orders(facts: FilterFacts) -> dict[str, NDArray[np.int32]]:
    """The ways to sort; whatever ties goes by name, then by IRI. What has no year comes last, either way.

    `known` has the best evidence first and, where that ties, the newest start.
    """
    count = len(facts.iris)
    by_name = np.array(sorted(range(count), key=lambda place: (fold(facts.labels[place]), place)), np.int32)
    first = np.full(count, LATE, np.int32)
    strength = np.full(count, len(EVIDENCE_ORDER), np.int32)
    for (facet, slug), places in facts.having.items():
        if facet == "started" and slug.isdecimal():
            first[places] = np.minimum(first[places], int(slug))
        elif facet == "evidence" and slug != NOT_RECORDED and slug in EVIDENCE_ORDER:
            strength[places] = EVIDENCE_ORDER.index(slug)
    newest = np.where(first == LATE, LATE, -first)

    def order(key: NDArray[np.int32]) -> NDArray[np.int32]:
        return by_name[np.argsort(key[by_name], kind="stable")]

    return {
        "known": by_name[np.lexsort((newest[by_name], strength[by_name]))],
        "name": by_name,
        "newest": order(newest),
        "oldest": order(first),
        "evidence": order(strength),
    }


INDEX = DerivedIndex(
    name="filters",
    version=str(FORMAT),
    sources=(
        *sorted(QUESTIONS.glob("*.rq")),
        *(Path(__file__).with_name(name) for name in ("kinds.py", "gather.py", "law.py")),
        Path(folding.__file__),
        Path(life.__file__),
    ),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)


def _holding(body: bytes, ends: list[int], word: bytes) -> list[int]:
    """The numbers of the texts that hold `word`; a text that holds it is left at once for the next."""
    found: list[int] = []
    at = body.find(word)
    while at >= 0:
        number = bisect_right(ends, at)
        found.append(number)
        at = body.find(word, ends[number])
    return found
