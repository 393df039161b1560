"""What is kept beside a revision is what its store answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue, Question
from graph.derived.answers import KeptAnswers, answers_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def kept(revision: Revision, store: EmbeddedStore) -> KeptAnswers:
    return answers_of(revision, lambda: store)


def test_every_kept_answer_has_the_rows_of_the_store(
    kept: KeptAnswers, store: EmbeddedStore, catalogue: Catalogue
) -> None:
    questions = [question for question in catalogue if question.kept]
    assert len(questions) > 10
    for question in questions:
        found, asked = kept.rows(question), ask(store, question)
        assert found.columns == asked.columns, question.name
        assert _told(found.rows) == _told(asked.rows), question.name


def test_a_kept_question_can_be_asked_of_the_whole_revision(catalogue: Catalogue) -> None:
    kept = [question for question in catalogue if question.kept]
    assert kept
    assert [question.name for question in kept if not all(param.optional for param in question.params)] == []


def test_what_is_kept_of_a_thing_are_the_rows_of_a_question_about_it_in_their_order(
    kept: KeptAnswers, store: EmbeddedStore, catalogue: Catalogue
) -> None:
    questions = [question for question in catalogue if question.kept_by]
    assert len(questions) > 5
    for question in questions:
        every = ask(store, question.of_everything)
        assert every.columns == question.columns, question.name
        things = list(dict.fromkeys(str(row[question.kept_by]) for row in every.rows))
        some = {str(question.examples[question.kept_by]), *things[:: max(1, len(things) // 12)], f"{things[0]}-none"}
        assert len(some) > 10, question.name
        for thing in some:
            found, asked = kept.rows_of(question, thing), ask(store, question, {question.kept_by: thing}).rows
            assert _told(found) == _told(asked), (question.name, thing)
            assert [_sorted_by(question, row) for row in found] == [_sorted_by(question, row) for row in asked]


def _sorted_by(question: Question, row: Mapping[str, object]) -> list[str]:
    """What the question orders its rows by, without the words that are no column."""
    by = question.text.rpartition("ORDER BY")[2].replace("(", " ").replace(")", " ").split()
    return [_plain(row.get(word[1:])) for word in by if word.startswith("?")]


def _told(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """Rows as text, but for the names of blank nodes; sorted, as ORDER BY leaves equal ones in any order."""
    return sorted(str(sorted((name, _plain(value)) for name, value in row.items())) for row in rows)


def _plain(cell: object) -> str:
    return "_:" if getattr(cell, "kind", "") == "bnode" else repr(cell)
