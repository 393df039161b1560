"""What things are called in each language, derived from a revision and kept beside it in `index/names/`.

It holds concepts, practices and countries: what the pages call them in English, and their texts in every other
language, each with who translated it. The names of countries are those of the Unicode CLDR.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from babel import Locale

from graph.ask.catalogue import Catalogue
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable, Row, by_key, last_part, pages
from graph.revision import Revision
from graph.settings import ROOT
from graph.text.languages import ENGLISH, LANGUAGES, best_text, same_language
from graph.text.messages import NameWords

FORMAT: Final = "2"
QUESTIONS: Final = ROOT / "queries" / "names"
PARTS: Final = ("name", "description")
COUNTRY: Final = "/id/countries/"
MACHINE: Final = "machine"
# CLDR writes a language without a region as most of its speakers do: for Portuguese that is not in Europe.
REGIONS: Final = {"pt": "pt_PT"}


class TranslatedText(NamedTuple):
    """A text in the language that was asked for; `made_by` is `machine`, `reviewed`, `city` or empty for a standard."""

    text: str
    made_by: str

    @property
    def is_by_machine(self) -> bool:
        """Whether nobody who speaks the language has reviewed it."""
        return self.made_by == MACHINE


@dataclass(frozen=True)
class NamesInLanguage:
    """The names of one language; `called` has the things of each English text."""

    things: Mapping[str, Mapping[str, str]]
    called: Mapping[str, list[str]]

    def find(self, words: NameWords) -> TranslatedText | None:
        """The words in this language; None when they are not known, or may mean things that are called differently."""
        things = [words.thing] if words.thing else self._meant(words)
        found = {self._text(each, words.part) for each in things}
        return found.pop() if len(found) == 1 else None

    def _meant(self, words: NameWords) -> list[str]:
        every = self.called.get(str.__str__(words), [])
        return [each for each in every if each.rsplit("/", 2)[-2] in _collections(words.kind)] or every

    def _text(self, thing: str, part: str) -> TranslatedText | None:
        known = self.things.get(thing, {})
        return TranslatedText(known[part], known.get("made_by", "")) if part in known else None


@dataclass(frozen=True, repr=False)
class Names:
    """The names of one revision; those of a language are read when they are first asked for."""

    folder: Path
    _read: dict[str, NamesInLanguage] = field(default_factory=dict)

    def in_language(self, code: str) -> NamesInLanguage:
        """The names for readers of a language other than English."""
        if code not in self._read:
            self._read[code] = NamesInLanguage(_json(self.folder / f"{code}.json"), self._called())
        return self._read[code]

    def _called(self) -> Mapping[str, list[str]]:
        return next((each.called for each in self._read.values()), None) or _json(self.folder / f"{ENGLISH}.json")


def names_of(revision: Revision, store: Callable[[], Queryable]) -> Names:
    """The names of `revision`, made from `store` when there are none. Raises Damaged."""
    return INDEX.of(revision, store)


def _collections(kind: str) -> tuple[str, ...]:
    """The parts of an IRI that say that a thing is of a kind: `act_type` is a scheme, `city` stands in `cities`."""
    scheme = kind.replace("_", "-")
    return scheme, f"{scheme}s", f"{scheme[:-1]}ies"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _write(store: Queryable, folder: Path) -> None:
    things = by_key(pages(store, Catalogue.load(QUESTIONS), "names-texts"))
    called: dict[str, list[str]] = defaultdict(list)
    for thing, rows in things.items():
        shown = (row for row in rows if row["part"] in ("shown", "description") and row["language"] in ("", ENGLISH))
        for english in sorted({row["text"] for row in shown}):
            called[english].append(thing)
    _save(folder, ENGLISH, called)
    for code in LANGUAGES:
        if code != ENGLISH:
            texts = {thing: _texts(thing, rows, code) for thing, rows in things.items()}
            _save(folder, code, {thing: each for thing, each in texts.items() if "name" in each})


def _save(folder: Path, code: str, held: Mapping[str, Any]) -> None:
    (folder / f"{code}.json").write_text(json.dumps(held, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _texts(thing: str, rows: Iterable[Row], code: str) -> dict[str, str]:
    """The parts that a thing has in a language, and who made them."""
    if COUNTRY in thing:
        name = Locale.parse(REGIONS.get(code, code)).territories.get(last_part(thing))
        return {"name": name} if name else {}
    by_part: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        by_part[row["part"]][row["language"]] = row["text"]
    best = {part: best_text(by_part[part], code) for part in PARTS}
    found = {part: each for part, each in best.items() if each.text and same_language(each.language, code)}
    made_by = {by_part["translation"].get(each.language, "") for each in found.values()}
    return {part: each.text for part, each in found.items()} | {"made_by": min(made_by, default="")}


INDEX: Final = DerivedIndex("names", FORMAT, tuple(sorted(QUESTIONS.rglob("*.rq"))), _write, Names)
