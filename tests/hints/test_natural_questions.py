"""Questions as a researcher writes them, with the guesses that a researcher makes: answered rightly, or told the way.

Where a guess goes wrong, the hint gives what the second query writes in its place, and that one has the right rows.
"""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from graph.terms import CONCEPT, PREFIXES
from tests.hints.natural import QUESTIONS, Natural

DECLARED = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
Answer = tuple[list[tuple[str, ...]], list[str]]


def written(query: str) -> str:
    return query.replace("<C/", f"<{CONCEPT}")


def asked(client: FlaskClient, query: str) -> Answer:
    """The rows of an answer, in order, and the hints on it. A query that does not parse has hints alone."""
    text = DECLARED + written(query)
    reply = client.get("/sparql", query_string={"query": text}, headers={"Accept": "application/sparql-results+json"})
    found = json.loads(reply.data)
    if reply.status_code == 400:
        return [], found["hints"]
    assert reply.status_code == 200, reply.text
    assert found["meta"]["complete"] and found["meta"]["revision"]
    names = found["head"]["vars"]
    rows = [tuple(row[name]["value"] for name in names) for row in found["results"]["bindings"]]
    return sorted(rows), found["meta"].get("hints", [])


def test_there_are_twenty_questions_at_least() -> None:
    assert len({each.asks for each in QUESTIONS}) == len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.asks)
def test_a_natural_question_is_answered_rightly_or_gets_the_hint_that_leads_there(
    client: FlaskClient, question: Natural
) -> None:
    right = sorted(question.right())
    assert right
    rows, hints = asked(client, question.first)
    if not question.says:
        assert (rows, hints) == (right, [])
        return
    told = [each for each in hints if question.says in each]
    assert told and question.leads in told[0], hints
    # What is asked next takes what the hint gave, and nothing that it did not.
    assert question.leads in written(question.then)
    rows, left = asked(client, question.then)
    assert rows == right
    assert not set(told) & set(left)
