"""Which questions of the catalogue, and which rules, name a term or a concept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from graph.ask.catalogue import VOCABULARY, Catalogue, Question
from graph.build.infer import rule_files, rule_name
from graph.settings import ROOT
from graph.sparql.reading import read
from graph.terms import CONCEPT, OP

RULES: Final = ROOT / "ontology" / "rules"


@lru_cache(maxsize=2048)
def named_in(text: str) -> frozenset[str]:
    """The IRIs that a query names, whole or with a prefix; those of its prefixes alone among them."""
    reading = read(text)
    return frozenset(iri for token in reading.tokens if (iri := reading.prologue.resolved(token)))


def questions_about(catalogue: Catalogue, iri: str) -> list[Question]:
    """The questions that name a term or a concept, or take a value of its class or vocabulary."""
    return [each for each in catalogue.questions.values() if iri in named_in(each.text) or _takes(each, iri)]


def _takes(question: Question, iri: str) -> bool:
    scheme = iri.removeprefix(CONCEPT).partition("/")[0] if iri.startswith(CONCEPT) else ""
    wanted = {f"{VOCABULARY}{scheme}"} if scheme else {f"op:{iri.removeprefix(OP)}"} if iri.startswith(OP) else set()
    return any(param.of in wanted for param in question.params)


@cache
def rules(folder: Path = RULES) -> Mapping[str, str]:
    """The text of each rule of inference by its name, in the order in which they run."""
    return {rule_name(path): path.read_text(encoding="utf-8") for path in rule_files(folder)}


def rules_about(iri: str) -> list[str]:
    """The names of the rules whose text names a term or a concept."""
    return [name for name, text in rules().items() if iri in named_in(text)]
