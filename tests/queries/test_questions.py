"""Every question runs with its own example and keeps its header's promises, in whatever languages the words are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from graph.ask.answer import Answer, ask
from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question
from graph.revision import Revision, publish, read_quads
from graph.settings import ROOT, Settings
from graph.store.embedded import EmbeddedStore
from tests.queries.mandatory import always_bound

FILES = {path.stem: path for path in (ROOT / "queries").rglob("*.rq")}
GRAPHS = sorted(name for name, path in FILES.items() if "\nCONSTRUCT" in path.read_text(encoding="utf-8"))
NAMES = sorted(set(FILES) - set(GRAPHS))
FOR_PEOPLE = sorted(name for name, path in FILES.items() if path.parent.name in ("partner", "policy", "researcher"))
OF_ALL_THERE_IS = {
    "about-numbers",
    "completion-classes",
    "completion-kinds",
    "completion-properties",
    "completion-values",
    "count-classes",
    "count-graphs",
    "names-texts",
    "ontology-uses",
    "parameter-things",
    "search-texts",
    "store-count",
    "terms-class-properties",
    "terms-class-links",
}
ALL_OF_ONE_THING = {"thing-around", "thing-statements", "things-statements"}
IN_OTHER_LANGUAGES = re.compile(rb"/graph/(concept_names_|practice_texts)")
# What an organisation calls itself is one name, in its own language.
NAMES_OF_THEIR_OWN = {"organisations-show", "parameter-things"}
WORDS_IN_MANY_LANGUAGES = re.compile(
    r"skos:(prefLabel|altLabel|definition)|\?practice [^.]*dcterms:(title|description)"
)


@pytest.fixture(params=NAMES)
def question(request: pytest.FixtureRequest, catalogue: Catalogue) -> Question:
    return catalogue[request.param]


@pytest.fixture(scope="module")
def answered(store: EmbeddedStore, catalogue: Catalogue) -> Callable[[str], Answer]:
    """The answer to a question with its example, asked once."""
    return cache(lambda name: ask(store, catalogue[name], catalogue[name].examples))


@pytest.fixture(scope="module")
def english(revision: Revision, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The facts without the names of concepts and the texts of practices in other languages."""
    lines = list(read_quads(revision))
    kept = [line for line in lines if not IN_OTHER_LANGUAGES.search(line)]
    assert 0 < len(kept) < len(lines)
    return EmbeddedStore.open(publish(kept, tmp_path_factory.mktemp("english"), software="", sources={}), settings)


def test_a_question_gives_its_columns_and_enough_rows_for_its_example(
    question: Question, answered: Callable[[str], Answer]
) -> None:
    answer = answered(question.name)
    assert answer.columns == question.columns
    assert len(answer.rows) >= question.min_rows


def test_a_question_leaves_no_column_empty_that_its_pattern_always_binds(
    question: Question, answered: Callable[[str], Answer]
) -> None:
    answer = answered(question.name)
    mandatory = always_bound(bind(question, question.examples)) & set(question.columns)
    assert {column for row in answer.rows for column in mandatory if row[column] is None} == set()


def test_words_in_other_languages_change_no_answer_but_those_about_all_there_is(
    question: Question, answered: Callable[[str], Answer], english: EmbeddedStore
) -> None:
    whole = Counter(tuple(row.values()) for row in answered(question.name).rows)
    plain = Counter(tuple(row.values()) for row in ask(english, question, question.examples).rows)
    assert (whole != plain) == (question.name in OF_ALL_THERE_IS | ALL_OF_ONE_THING)


@pytest.mark.parametrize("name", sorted(FILES.keys() - NAMES_OF_THEIR_OWN))
def test_a_question_that_reads_words_in_many_languages_says_which_it_takes(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    assert "LANG(" in text or not WORDS_IN_MANY_LANGUAGES.search(text)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_question_for_a_graph_gives_statements(name: str, catalogue: Catalogue, store: EmbeddedStore) -> None:
    query = bind(catalogue[name], catalogue[name].examples)
    assert store.construct(query, "application/n-triples").count(b" .\n") > 0


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_question_says_what_it_asks_and_lists_its_rows_in_a_fixed_order(name: str, catalogue: Catalogue) -> None:
    question = catalogue[name]
    assert question.summary.endswith("?")
    assert question.title != question.summary
    assert question.tags
    assert "ORDER BY" in question.text
    assert all(param.example and param.help for param in question.params)


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_question_never_gives_the_same_row_twice(name: str, answered: Callable[[str], Answer]) -> None:
    rows = answered(name).rows
    assert [row for row, times in Counter(tuple(row.values()) for row in rows).items() if times > 1] == []


def test_each_of_the_three_readers_has_at_least_twenty_questions(catalogue: Catalogue) -> None:
    groups = Counter(question.group for question in catalogue)
    assert min(groups[group] for group in ("partner", "policy", "researcher")) >= 20
