"""What concepts are called: every label, further name and notation, in every language, and which concept words mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from graph.build.concepts import TABLES
from graph.build.ontology import Ontology, scheme_of
from graph.reconcile.fields import rows_of
from graph.reconcile.guess import Meaning
from graph.tables.damage import LOST
from graph.tables.reading import TableRows
from graph.terms import SKOS
from graph.text.folding import STOP_WORDS, distance, edits, plain
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import name_words

NAMES: Final = "concept_names_"
MOST_WORDS: Final = 6
SHORTEST: Final = 3
CLOSE: Final = 0.82
LONGEST: Final = 40
MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """Concepts that words mean: their notations, the name by which each was found, and whether that is all there is."""

    values: tuple[str, ...]
    name: str
    whole: bool


class ConceptNames:
    """The names of all concepts, by scheme."""

    def __init__(
        self,
        named: Iterable[tuple[str, str, str]],
        labels: Mapping[tuple[str, str], Meaning],
        translated: Mapping[tuple[str, str, str], str],
    ) -> None:
        self._by_name: dict[str, dict[str, str]] = defaultdict(dict)
        self._labels, self._translated = labels, translated
        self._slips = cache(self._slips_of)
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._found)
        for scheme, name, value in named:
            self._by_name[scheme].setdefault(plain(name) or name.strip(), value)

    def choices(self, scheme: str) -> tuple[Meaning, ...]:
        """Every concept of a scheme, in the order of its English labels."""
        found = (choice for (of, _), choice in self._labels.items() if of == scheme)
        return tuple(sorted(found, key=lambda choice: choice.label.casefold()))

    def choice(self, scheme: str, value: str) -> Meaning:
        """A concept by its notation; for an unknown one, as it is written."""
        return self._labels.get((scheme, value), Meaning(value, value))

    def label(self, scheme: str, value: str, language: str) -> str:
        """What a concept is called in a language; in English where it has no name in it."""
        return self._translated.get((language, scheme, value)) or self.choice(scheme, value).label

    def is_term(self, scheme: str, value: str) -> bool:
        """Whether a scheme has this notation."""
        return (scheme, value) in self._labels

    def find(self, scheme: str, text: str) -> Found | None:
        """The concept that the whole text names; else those that some of its words name; else the nearest spelling."""
        return self._remembered(scheme, text)

    def _found(self, scheme: str, text: str) -> Found | None:
        names = self._by_name[scheme]
        whole = plain(text) or text.strip()
        if whole in names:
            return Found((names[whole],), text.strip(), True)
        if LOST.search(f" {text}") or text.startswith("?"):
            return self._with_lost_letters(names, text)
        if within := list(_within(names, whole)):
            return Found(tuple(dict.fromkeys(names[name] for name in within)), ", ".join(within), False)
        near = self._near(scheme, whole)
        return Found((names[near],), near, False) if near else None

    def _near(self, scheme: str, whole: str) -> str:
        """The name that differs by a slip of the pen: a letter more, less or another; "" for none."""
        most = edits(whole)
        if not most:
            return ""
        slips = self._slips(scheme)
        alike = dict.fromkeys(name for slip in _shortened(whole) for name in slips.get(slip, ()))
        told = sorted((distance(whole, name, most), name) for name in alike)
        return told[0][1] if told and told[0][0] <= most else ""

    def _slips_of(self, scheme: str) -> Mapping[str, list[str]]:
        """Names by what is left of them when any one letter is taken out: those that share one are alike."""
        found: dict[str, list[str]] = {}
        for name in self._by_name[scheme]:
            for slip in _shortened(name) if len(name) <= LONGEST else ():
                found.setdefault(slip, []).append(name)
        return found

    def _with_lost_letters(self, names: Mapping[str, str], text: str) -> Found | None:
        pattern = re.compile(lost_pattern(text))
        found = [name for name in names if pattern.fullmatch(name)]
        values = tuple(dict.fromkeys(names[name] for name in found))
        return Found(values, found[0], False) if len(values) == 1 else None


def _shortened(name: str) -> set[str]:
    """The name, and what is left of it without any one of its letters."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def lost_pattern(text: str) -> str:
    """A pattern for the folded name in which `?` stands for a letter that a program could not write."""
    return "[a-z]".join(re.escape(plain(part)) if part.strip() else part for part in text.split("?")).replace(
        r"\ ", " "
    )


def _within(names: Mapping[str, str], whole: str) -> Iterator[str]:
    """Names among the words of a text, longer ones first, each word used once."""
    words = whole.split()
    used: set[int] = set()
    for size in range(min(MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            places, name = set(range(start, start + size)), " ".join(words[start : start + size])
            if not places & used and len(name) >= SHORTEST and name not in STOP_WORDS and _known(names, name):
                used |= places
                yield _known(names, name)


def _known(names: Mapping[str, str], name: str) -> str:
    """The name, also where it is the plural of a known one or a known one is its plural."""
    return next((each for each in (name, name.removesuffix("s"), f"{name}s", f"{name}x") if each in names), "")


def concept_names(ontology: Ontology, tables: Mapping[str, TableRows]) -> ConceptNames:
    """The names of the vocabularies, of technologies and actors, of every language, and words that offices write."""
    labels: dict[tuple[str, str], Meaning] = {}
    notation: dict[str, str] = {}
    named: list[tuple[str, str, str]] = []
    for file in ontology.vocabularies:
        scheme = scheme_of(file)
        for iri in file.subjects(SKOS + "Concept"):
            label = file.texts(iri, SKOS + "prefLabel")[0]
            for value in file.texts(iri, SKOS + "notation"):
                labels[scheme, value] = Meaning(value, name_words(label, iri))
                notation[f"{scheme}/{iri.rpartition('/')[2]}"] = value
                named += [(scheme, name, value) for name in (value, label, *file.texts(iri, SKOS + "altLabel"))]
    for scheme, (table, start) in TABLES.items():
        for row in tables[table].rows:
            value, label = row.cells["id"], row.cells["label"]
            labels[scheme, value] = Meaning(value, name_words(label, start + value))
            notation[f"{scheme}/{value}"] = value
            others = row.cells.get("other_names", "").split(";")
            named += [(scheme, name, value) for name in (value, label, *filter(None, others))]
    named += _translated(tables, notation)
    named += [
        (row["scheme"], name, row["value"])
        for row in rows_of("values.csv") for language in LANGUAGES for name in filter(None, row[language].split(";"))
    ]  # fmt: skip
    return ConceptNames(named, labels, _in_languages(tables, notation))


def _in_languages(tables: Mapping[str, TableRows], notation: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """Preferred labels by language, scheme and notation."""
    return {
        (language, row.cells["concept"].partition("/")[0], notation[row.cells["concept"]]): row.cells["pref_label"]
        for language in LANGUAGES if language != ENGLISH
        for row in tables[f"{NAMES}{language}"].rows if row.cells["concept"] in notation
    }  # fmt: skip


def _translated(tables: Mapping[str, TableRows], notation: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Preferred labels first, so that a further name never takes one away."""
    rows = [row.cells for language in LANGUAGES if language != ENGLISH for row in tables[f"{NAMES}{language}"].rows]
    known = [cells for cells in rows if cells["concept"] in notation]
    for column in ("pref_label", "alt_labels"):
        for cells in known:
            for name in filter(None, cells[column].split(";")):
                yield cells["concept"].partition("/")[0], name, notation[cells["concept"]]
