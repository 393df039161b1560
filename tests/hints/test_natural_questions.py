"""Questions as a researcher writes them, with the guesses that a researcher makes: answered rightly, or told the way.

What is right is counted in the tables, without a query. Where a guess goes wrong, the hint names what the second query
writes in its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from graph.terms import BASE, CONCEPT, PREFIXES
from tests.build.plain_facts import items, table

DECLARED = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
GDPR = "<http://data.europa.eu/eli/reg/2016/679/oj>"


@dataclass(frozen=True)
class Natural:
    """One question: the query that somebody writes first, what the hint on it says, the query that follows from that,
    and the number of rows that are right. Without a hint the first query is right."""

    asks: str
    first: str
    says: str
    then: str
    right: Callable[[], int]


def practices(**columns: Callable[[str], bool]) -> int:
    """How many rows of practices.csv have these cells."""
    return sum(all(test(row[name]) for name, test in columns.items()) for row in table("practices"))


def events(test: Callable[[dict[str, str]], bool]) -> int:
    """How many rows of legal_events.csv are so."""
    return sum(map(test, table("legal_events")))


def year(row: dict[str, str], *names: str) -> int:
    """The first year that these columns give; 0 for none."""
    return next((int(row[name][:4]) for name in names if row[name]), 0)


def found_unlawful() -> int:
    """The practices of which a step found something unlawful."""
    return len({row["practice"] for row in table("legal_events") if row["outcome"] == "found-unlawful"})


STRONG = {"monitoring-statistics", "independent-evaluation", "comparison-evaluation"}
QUESTIONS = [
    Natural(
        "Which practices were once found unlawful?",
        "SELECT DISTINCT ?p { ?p a op:Practice ; op:outcome <C/legal-event-outcome/found-unlawful> }",
        "never have op:outcome. It is of op:LegalEvent",
        "SELECT DISTINCT ?p { ?e op:practice ?p ; op:outcome <C/legal-event-outcome/found-unlawful> }",
        found_unlawful,
    ),
    Natural(
        "How many decisions are there since 2019?",
        'SELECT ?e { ?e a op:LegalEvent ; op:date ?d FILTER(?d >= "2019-01-01"^^xsd:date) }',
        "Compare op:earliest",
        'SELECT ?e { ?e a op:LegalEvent ; op:earliest ?d FILTER(?d >= "2019-01-01"^^xsd:date) }',
        lambda: events(lambda row: year(row, "date") >= 2019),
    ),
    Natural(
        "Which practices began in 2020 or later?",
        "SELECT ?p { ?p a op:Practice ; op:startYear ?y FILTER(?y >= 2020) }",
        "Compare op:earliestYear",
        "SELECT ?p { ?p a op:Practice ; op:earliestYear ?y FILTER(?y >= 2020) }",
        lambda: sum(year(row, "start", "start_year") >= 2020 for row in table("practices")),
    ),
    Natural(
        "Which practices began on or after 1 January 2020, by their day?",
        'SELECT ?p { ?p a op:Practice ; op:start ?d FILTER(?d >= "2020-01-01"^^xsd:date) }',
        "Compare op:earliest",
        'SELECT ?p { ?p a op:Practice ; op:earliest ?d FILTER(?d >= "2020-01-01"^^xsd:date) }',
        lambda: sum(year(row, "start", "start_year") >= 2020 for row in table("practices")),
    ),
    Natural(
        "When did practices end?",
        "SELECT ?p ?y { ?p a op:Practice OPTIONAL { ?p op:endyear ?y } FILTER(BOUND(?y)) }",
        "Did you mean op:endYear?",
        "SELECT ?p ?y { ?p a op:Practice OPTIONAL { ?p op:endYear ?y } FILTER(BOUND(?y)) }",
        lambda: practices(end_year=bool),
    ),
    Natural(
        "Which practices are in France?",
        'SELECT ?p { ?p a op:Practice ; op:country "FR" }',
        "Ask for their rdfs:label or dcterms:identifier",
        'SELECT ?p { ?p a op:Practice ; op:country/dcterms:identifier "FR" }',
        lambda: practices(country=lambda cell: "FR" in items(cell)),
    ),
    Natural(
        "Which practices are in France, by the address of the country?",
        f"SELECT ?p {{ ?p a op:Practice ; op:country <{BASE}id/country/FR> }}",
        f"Did you mean <{BASE}id/countries/FR>?",
        f"SELECT ?p {{ ?p a op:Practice ; op:country <{BASE}id/countries/FR> }}",
        lambda: practices(country=lambda cell: "FR" in items(cell)),
    ),
    Natural(
        "Which practices are in Nice?",
        'SELECT ?p { ?p a op:Practice ; op:inCity ?c . ?c rdfs:label "Nice" }',
        'Write "Nice"@en',
        'SELECT ?p { ?p a op:Practice ; op:inCity ?c . ?c rdfs:label "Nice"@en }',
        lambda: practices(cities=lambda cell: "nice" in items(cell)),
    ),
    Natural(
        "Which practices were stopped?",
        'SELECT ?p { ?p a op:Practice ; op:status "stopped" }',
        "Ask for their rdfs:label or skos:notation",
        'SELECT ?p { ?p a op:Practice ; op:status/skos:notation "stopped" }',
        lambda: practices(status=lambda cell: cell == "stopped"),
    ),
    Natural(
        "Which practices have an evaluation as evidence?",
        "SELECT ?p { ?p a op:Practice ; op:evidence <C/evidence-level/independent-evaluation> }",
        "Did you mean op:evidenceLevel?",
        "SELECT ?p { ?p a op:Practice ; op:evidenceLevel <C/evidence-level/independent-evaluation> }",
        lambda: practices(evidence_level=lambda cell: cell == "independent-evaluation"),
    ),
    Natural(
        "Which practices deal with noise as a theme?",
        "SELECT ?p { ?p a op:Practice ; op:theme <C/problem/noise> }",
        f"Did you mean <{CONCEPT}theme/noise>?",
        "SELECT ?p { ?p a op:Practice ; op:theme <C/theme/noise> }",
        lambda: practices(themes=lambda cell: "noise" in items(cell)),
    ),
    Natural(
        "What is each practice called?",
        "SELECT ?p ?n { ?p a op:Practice ; schema:name ?n }",
        "What a thing is called is its rdfs:label here",
        "SELECT ?p ?n { ?p a op:Practice ; rdfs:label ?n }",
        lambda: len(table("practices")),
    ),
    Natural(
        "What is each practice called, by SKOS?",
        "SELECT ?p ?n { ?p a op:Practice OPTIONAL { ?p skos:prefLabel ?n } FILTER(BOUND(?n)) }",
        "Things of the class op:Practice never have skos:prefLabel",
        "SELECT ?p ?n { ?p a op:Practice OPTIONAL { ?p rdfs:label ?n } FILTER(BOUND(?n)) }",
        lambda: len(table("practices")),
    ),
    Natural(
        "How many practices are there?",
        "SELECT ?p { ?p a op:practice }",
        "Did you mean op:Practice?",
        "SELECT ?p { ?p a op:Practice }",
        lambda: len(table("practices")),
    ),
    Natural(
        "What did the CNIL decide?",
        'SELECT ?e { ?e a op:LegalEvent ; op:authority "org-cnil" }',
        "Ask for their rdfs:label or dcterms:identifier",
        'SELECT ?e { ?e a op:LegalEvent ; op:authority/dcterms:identifier "org-cnil" }',
        lambda: events(lambda row: "org-cnil" in items(row["authority"])),
    ),
    Natural(
        "Which acts came into force before 2000, in the words of an older ontology?",
        'SELECT DISTINCT ?a { ?a a op:Act ; op:interval ?i . ?i op:state <C/interval-state/in-force> ; op:from ?d '
        'FILTER(?d < "2000-01-01"^^xsd:date) }',
        "never have op:from. Since version 0.2.0 of the ontology it is op:firstDay",
        'SELECT DISTINCT ?a { ?a a op:Act ; op:interval ?i . ?i op:state <C/interval-state/in-force> ; op:firstDay ?d '
        'FILTER(?d < "2000-01-01"^^xsd:date) }',
        lambda: sum("" < row["date_in_force"] < "2000" for row in table("acts")),
    ),
    Natural(
        "Which acts implement the GDPR?",
        f"SELECT DISTINCT ?a {{ ?a op:implementing {GDPR} }}",
        "Did you mean op:implements?",
        f"SELECT DISTINCT ?a {{ ?r op:relationKind <C/relation-kind/implements> ; op:from ?a ; op:to {GDPR} }}",
        lambda: len({row["subject"] for row in table("act_relations")
                     if (row["predicate"], row["object"]) == ("implements", "32016R0679")}),
    ),
    Natural(
        "Which practices name facial recognition itself, not a kind of it?",
        'SELECT ?p { ?p a op:Practice ; op:technology/rdfs:label "Facial Recognition"@en }',
        "Facial recognition",
        'SELECT ?p { ?p a op:Practice ; op:technology/rdfs:label "Facial recognition"@en }',
        lambda: practices(technologies_concepts=lambda cell: "facial-recognition" in items(cell)),
    ),
    Natural(
        "Which are the cities, one page of them?",
        "SELECT ?c { ?c a op:City } LIMIT 10",
        "LIMIT 10 without ORDER BY",
        "SELECT ?c { ?c a op:City } ORDER BY ?c LIMIT 10",
        lambda: 10,
    ),
    Natural(
        "Which cities have more than half a million people?",
        "SELECT ?c { ?c a op:City ; schema:population ?n FILTER(?n > 500000) }",
        "Did you mean op:population?",
        "SELECT ?c { ?c a op:City ; op:population ?n FILTER(?n > 500000) }",
        lambda: sum(int(row["population_approx"] or 0) > 500000 for row in table("cities")),
    ),
    Natural(
        "Which practices have at least monitoring statistics?",
        "SELECT ?p { <C/evidence-level/monitoring-statistics> op:rank ?least . ?p op:evidenceLevel/op:rank ?rank "
        "FILTER(?rank >= ?least) }",
        "",
        "",
        lambda: practices(evidence_level=lambda cell: cell in STRONG),
    ),
    Natural(
        "Which practices have a text in Polish?",
        'SELECT ?p { ?p a op:Practice ; dcterms:title ?t FILTER(LANG(?t) = "pl") }',
        "",
        "",
        lambda: len(table("practices")),
    ),
    Natural(
        "Which practices have no date?",
        "SELECT ?p { ?p a op:Practice ; op:undated true }",
        "",
        "",
        lambda: sum(not year(row, "start", "start_year", "end", "end_year") for row in table("practices")),
    ),
]  # fmt: skip


def asked(client: FlaskClient, query: str) -> tuple[int, list[str]]:
    """The number of rows of an answer, and the hints on it."""
    text = DECLARED + query.replace("<C/", f"<{CONCEPT}")
    reply = client.get("/sparql", query_string={"query": text}, headers={"Accept": "application/sparql-results+json"})
    assert reply.status_code == 200, reply.text
    found = json.loads(reply.data)
    assert found["meta"]["complete"] and found["meta"]["revision"]
    return len(found["results"]["bindings"]), found["meta"].get("hints", [])


def test_there_are_twenty_questions_at_least() -> None:
    assert len({each.asks for each in QUESTIONS}) == len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.asks)
def test_a_natural_question_is_answered_rightly_or_gets_the_hint_that_leads_there(
    client: FlaskClient, question: Natural
) -> None:
    right = question.right()
    assert right > 0
    rows, hints = asked(client, question.first)
    if not question.says:
        assert (rows, hints) == (right, [])
        return
    assert any(question.says in each for each in hints), hints
    rows, left = asked(client, question.then)
    assert rows == right
    assert not any(question.says in each for each in left)
