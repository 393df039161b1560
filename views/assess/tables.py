"""A decision as answers among those of a page, so that it has all their forms: rules, acts, and what was answered."""

from __future__ import annotations

from graph.ask.answer import Answer
from graph.assess import Decision
from graph.assess.export import (
    ACT_COLUMNS,
    ANSWER_COLUMNS,
    RULE_COLUMNS,
    act_rows,
    answer_rows,
    rule_rows,
)
from views.shown.computed import computed_answer
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
        "decision": computed_answer("decision", TITLES["decision"], RULE_COLUMNS, rule_rows(decided), elapsed_ms),
        "acts": computed_answer("acts", TITLES["acts"], ACT_COLUMNS, act_rows(decided)),
        "plan": computed_answer("plan", TITLES["plan"], ANSWER_COLUMNS, answer_rows(decided, revision)),
    }
