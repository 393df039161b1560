"""A LIMIT inside a question only tells the engine that few rows come: it cuts nothing."""

from __future__ import annotations

import dataclasses
import re

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue, Question
from graph.store.embedded import EmbeddedStore

# The tables hold no contribution; tests/views/history reads such rows.
OF_CONTRIBUTIONS = ("contributions-", "history-")
BOUND = re.compile(r" LIMIT 100?000(?= *\n| \})")


def test_a_bound_inside_a_question_cuts_no_row(store: EmbeddedStore, catalogue: Catalogue) -> None:
    bounded = [question for question in catalogue if _is_bounded(question)]
    assert len(bounded) > 15
    for question in bounded:
        free = dataclasses.replace(question, text=BOUND.sub("", question.text))
        assert "LIMIT" not in free.text, question.name
        asked, whole = ask(store, question, question.examples), ask(store, free, question.examples)
        assert len(asked.rows) == len(whole.rows), question.name
        assert asked.rows or question.name.startswith(OF_CONTRIBUTIONS), question.name


def _is_bounded(question: Question) -> bool:
    """Whether it has such a bound and examples; a LIMIT of a page of keys is another thing."""
    asked = all(param.optional or param.example for param in question.params)
    return bool(asked and BOUND.search(question.text)) and "after" not in question.text
