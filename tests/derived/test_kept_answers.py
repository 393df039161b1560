"""What is kept beside a revision is what its store answers."""

from __future__ import annotations

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.derived.answers import answers_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore


def test_every_kept_answer_has_the_rows_of_the_store(
    revision: Revision, store: EmbeddedStore, catalogue: Catalogue
) -> None:
    kept = answers_of(revision, lambda: store)
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


def _told(rows: tuple[dict[str, object], ...]) -> list[str]:
    """Rows as text, but for the names of blank nodes; sorted, as ORDER BY leaves equal ones in any order."""
    return sorted(str(sorted((name, _plain(value)) for name, value in row.items())) for row in rows)


def _plain(cell: object) -> str:
    return "_:" if getattr(cell, "kind", "") == "bnode" else repr(cell)
