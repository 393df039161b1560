"""A decision as answers among those of a page, so that it has all their forms: rules, acts, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence

from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.assess import Decision
from graph.assess.export import (
    ACT_COLUMNS,
    ANSWER_COLUMNS,
    RULE_COLUMNS,
    act_rows,
    answer_rows,
    rule_rows,
)
from graph.store import Cell
from views.web.here import as_asked
from views.web.service import asked

TITLES = {
    "decision": "Which rules reach this plan, with which standing, and by which steps?",
    "acts": "Which acts reach this plan, and which scope rule says so?",
    "plan": "What was answered, on which revision and day?",
}


def decided_answers(decided: Decision, elapsed_ms: float) -> dict[str, Answer]:
    """The tables of a decision by name; `elapsed_ms` is what it took."""
    revision = asked().store.revision
    return {
        "decision": _answer("decision", RULE_COLUMNS, rule_rows(decided), elapsed_ms),
        "acts": _answer("acts", ACT_COLUMNS, act_rows(decided), 0),
        "plan": _answer("plan", ANSWER_COLUMNS, answer_rows(decided, revision), 0),
    }


def _answer(name: str, columns: Sequence[str], rows: Sequence[dict[str, str]], elapsed_ms: float) -> Answer:
    question = Question(name=name, title=TITLES[name], summary=TITLES[name], group="view", text="")
    cells = tuple({key: Cell(row[key], "literal") if row[key] else None for key in columns} for row in rows)
    address = as_asked()
    return Answer(question, address, tuple(columns), cells, True, asked().store.revision, elapsed_ms)
