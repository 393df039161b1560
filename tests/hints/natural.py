"""Questions as a researcher writes them: what is asked first, what the hint on it says, and what is right.

What is right is worked out from the tables, without a query and without the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.terms import BASE, CONCEPT, DCTERMS
from tests.build.plain_facts import items
from tests.hints import right as tables
from tests.hints.right import Rows, events, has, practices, titles

GDPR = "<http://data.europa.eu/eli/reg/2016/679/oj>"


@dataclass(frozen=True)
class Natural:
    """One question: the query that somebody writes first, what the hint on it says, the query that follows from it, and
    the rows that are right. `leads` is what the hint gives and the second query takes from it. Without a hint the first
    query is right."""

    asks: str
    right: Callable[[], Rows]
    first: str
    says: str = ""
    leads: str = ""
    then: str = ""


OPEN = "SELECT ?p { ?p a op:Practice ; "
UNLAWFUL = "<C/legal-event-outcome/found-unlawful>"
YEAR = '"2020"^^xsd:gYear'
BY_TEXT = "Ask for their rdfs:label or "

QUESTIONS = [
    # A property of another class.
    Natural(
        "Which practices were once found unlawful?",
        tables.once_found_unlawful,
        f"SELECT DISTINCT ?p {{ ?p a op:Practice ; op:outcome {UNLAWFUL} }}",
        "never have op:outcome. It is of op:LegalEvent", "op:LegalEvent",
        f"SELECT DISTINCT ?p {{ ?e a op:LegalEvent ; op:practice ?p ; op:outcome {UNLAWFUL} }}",
    ),
    Natural(
        "In which cities is each practice?", tables.in_cities,
        "SELECT ?p ?c { ?p a op:Practice ; op:city ?c }",
        "op:Practice leads to op:City by op:inCity", "op:inCity",
        "SELECT ?p ?c { ?p a op:Practice ; op:inCity ?c }",
    ),
    Natural(
        "What is each practice called, by SKOS?", titles,
        "SELECT ?p ?n { ?p a op:Practice OPTIONAL { ?p skos:prefLabel ?n } FILTER(BOUND(?n)) }",
        "What a thing is called is its rdfs:label here", "rdfs:label",
        "SELECT ?p ?n { ?p a op:Practice OPTIONAL { ?p rdfs:label ?n } FILTER(BOUND(?n)) }",
    ),
    # Days, months and years.
    Natural(
        "Which decisions are there since 2019?", lambda: events(lambda row: tables.year(row, "date") >= 2019),
        'SELECT ?e { ?e a op:LegalEvent ; op:date ?d FILTER(?d >= "2019-01-01"^^xsd:date) }',
        "Compare op:earliest", "op:earliest",
        'SELECT ?e { ?e a op:LegalEvent ; op:earliest ?d FILTER(?d >= "2019-01-01"^^xsd:date) }',
    ),
    Natural(
        "Which practices began in 2020 or later, by a number?", tables.lately,
        f"{OPEN}op:startYear ?y FILTER(?y >= 2020) }}",
        "Compare op:earliestYear", "op:earliestYear",
        f"{OPEN}op:earliestYear ?y FILTER(?y >= 2020) }}",
    ),
    Natural(
        "Which practices began on or after 1 January 2020, by their day?", tables.lately,
        f'{OPEN}op:start ?d FILTER(?d >= "2020-01-01"^^xsd:date) }}',
        "Compare op:earliest", "op:earliest",
        f'{OPEN}op:earliest ?d FILTER(?d >= "2020-01-01"^^xsd:date) }}',
    ),
    Natural(
        "Which practices began on or after 1 January 2020, where only years are?", tables.lately,
        f'{OPEN}op:startYear ?d FILTER(?d >= "2020-01-01"^^xsd:date) }}',
        "Some values of op:startYear are a year", "op:earliest",
        f'{OPEN}op:earliest ?d FILTER(?d >= "2020-01-01"^^xsd:date) }}',
    ),
    Natural(
        "Which practices began in 2020 or later, by a year beside days?", tables.lately,
        f"{OPEN}op:start ?d FILTER(?d >= {YEAR}) }}",
        f"not all compare with {YEAR}", "op:earliestYear",
        f"{OPEN}op:earliestYear ?y FILTER(?y >= 2020) }}",
    ),
    Natural(
        "Which practices began in 2020 or later, by a text?", tables.lately,
        f'{OPEN}op:startYear ?y FILTER(?y >= "2020") }}',
        'none compares with "2020"', YEAR,
        f"{OPEN}op:startYear ?y FILTER(?y >= {YEAR}) }}",
    ),
    Natural(
        "Which practices began in 2020?", lambda: practices(lambda row: tables.began(row) == 2020),
        f"{OPEN}op:startYear 2020 }}", "none compares with 2020", YEAR, f"{OPEN}op:startYear {YEAR} }}",
    ),
    Natural(
        "Which decisions fell in 2020?", lambda: events(lambda row: tables.year(row, "date") == 2020),
        "SELECT ?e { ?e a op:LegalEvent ; op:date ?d FILTER(YEAR(?d) = 2020) }",
    ),
    Natural(
        "Which practices have no date?", lambda: practices(tables.undated),
        f'{OPEN}op:undated "true" }}', "Write true without quotes", "true", f"{OPEN}op:undated true }}",
    ),
    # Letters.
    Natural(
        "Which practices have noise in their title?",
        lambda: practices(lambda row: "noise" in row["title"].lower()),
        'SELECT DISTINCT ?p { ?p a op:Practice ; rdfs:label ?t FILTER(CONTAINS(?t, "noise")) }',
        "CONTAINS tells capital letters from small ones", 'CONTAINS(LCASE(?t), "noise")',
        'SELECT DISTINCT ?p { ?p a op:Practice ; rdfs:label ?t FILTER(CONTAINS(LCASE(?t), "noise")) }',
    ),
    # Terms that are misspelt, or of another vocabulary.
    Natural(
        "Which acts came into force before 2000, in the words of an older ontology?", tables.in_force_before_2000,
        "SELECT DISTINCT ?a { ?a a op:Act ; op:interval ?i . ?i op:state <C/interval-state/in-force> ; op:from ?d "
        'FILTER(?d < "2000-01-01"^^xsd:date) }',
        "Since version 0.2.0 of the ontology it is op:firstDay", "op:firstDay",
        "SELECT DISTINCT ?a { ?a a op:Act ; op:interval ?i . ?i op:state <C/interval-state/in-force> ; op:firstDay ?d "
        'FILTER(?d < "2000-01-01"^^xsd:date) }',
    ),
    Natural(
        "When did practices end?",
        tables.ended,
        "SELECT ?p ?y { ?p a op:Practice OPTIONAL { ?p op:endyear ?y } FILTER(BOUND(?y)) }",
        "Did you mean op:endYear?", "op:endYear",
        "SELECT ?p ?y { ?p a op:Practice OPTIONAL { ?p op:endYear ?y } FILTER(BOUND(?y)) }",
    ),
    Natural(
        "Which practices have an evaluation as evidence?", has("evidence_level", "independent-evaluation"),
        f"{OPEN}op:evidence <C/evidence-level/independent-evaluation> }}",
        "Did you mean op:evidenceLevel?", "op:evidenceLevel",
        f"{OPEN}op:evidenceLevel <C/evidence-level/independent-evaluation> }}",
    ),
    Natural(
        "Which practices are there?", practices,
        "SELECT ?p { ?p a op:practice }", "Did you mean op:Practice?", "op:Practice", "SELECT ?p { ?p a op:Practice }",
    ),
    Natural(
        "What is each practice called?", titles,
        "SELECT ?p ?n { ?p a op:Practice ; schema:name ?n }",
        "What a thing is called is its rdfs:label here", "rdfs:label",
        "SELECT ?p ?n { ?p a op:Practice ; rdfs:label ?n }",
    ),
    Natural(
        "What is each practice called, by a prefix that is not declared?", titles,
        'SELECT ?p ?n { ?p a op:Practice ; dct:title ?n FILTER(LANG(?n) = "en") }',
        "Add this line at the start", f"PREFIX dct: <{DCTERMS}>",
        f'PREFIX dct: <{DCTERMS}> SELECT ?p ?n {{ ?p a op:Practice ; dct:title ?n FILTER(LANG(?n) = "en") }}',
    ),
    Natural(
        "Which acts implement the GDPR?", tables.implementing,
        f"SELECT ?a {{ ?a op:implementing {GDPR} }}", "Did you mean op:implements?", "op:implements",
        f"SELECT ?a {{ ?a op:implements {GDPR} }}",
    ),
    Natural(
        "Which organisations are there?", tables.organisations,
        "SELECT ?o { ?o a foaf:Organization }", "Did you mean org:Organization?", "org:Organization",
        "SELECT ?o { ?o a org:Organization }",
    ),
    Natural(
        "Which organisations are Belgian?", tables.belgian,
        'SELECT ?o { ?o a op:Organisation ; op:country/dcterms:identifier "BE" }',
        "op:Organisation is not a term here. Did you mean", "org:Organization",
        'SELECT ?o { ?o a org:Organization ; op:country/dcterms:identifier "BE" }',
    ),
    Natural(
        "Which cities have more than half a million people?", tables.large_cities,
        "SELECT ?c { ?c a op:City ; schema:population ?n FILTER(?n > 500000) }",
        "Did you mean op:population?", "op:population",
        "SELECT ?c { ?c a op:City ; op:population ?n FILTER(?n > 500000) }",
    ),
    Natural(
        "Which cities have more than half a million people, by a text?", tables.large_cities,
        'SELECT ?c { ?c a op:City ; op:population ?n FILTER(?n > "500000") }',
        "Write 500000 without quotes", "500000",
        "SELECT ?c { ?c a op:City ; op:population ?n FILTER(?n > 500000) }",
    ),
    # Values: a code, a notation or a name in place of the thing; a concept of a sister vocabulary.
    Natural(
        "Which practices are in France, by its code?", has("country", "FR"),
        f'{OPEN}op:country "FR" }}', f"{BY_TEXT}dcterms:identifier", "dcterms:identifier",
        f'{OPEN}op:country/dcterms:identifier "FR" }}',
    ),
    Natural(
        "Which practices are in Germany, by its name?", has("country", "DE"),
        f'{OPEN}op:country/rdfs:label "Germany" }}', 'Write "Germany"@en', '"Germany"@en',
        f'{OPEN}op:country/rdfs:label "Germany"@en }}',
    ),
    Natural(
        "Which practices are in France, by the address of the country?", has("country", "FR"),
        f"{OPEN}op:country <{BASE}id/country/FR> }}",
        f"Did you mean <{BASE}id/countries/FR>?", f"<{BASE}id/countries/FR>",
        f"{OPEN}op:country <{BASE}id/countries/FR> }}",
    ),
    Natural(
        "Which practices are in France, by the address that the Publications Office gives it?", has("country", "FR"),
        f"{OPEN}op:country <http://publications.europa.eu/resource/authority/country/FRA> }}",
        "Its values look like", f"<{BASE}id/countries/",
        f"{OPEN}op:country <{BASE}id/countries/FR> }}",
    ),
    Natural(
        "Which practices are in Nice?", has("cities", "nice"),
        f'{OPEN}op:inCity ?c . ?c rdfs:label "Nice" }}', 'Write "Nice"@en', '"Nice"@en',
        f'{OPEN}op:inCity ?c . ?c rdfs:label "Nice"@en }}',
    ),
    Natural(
        "Which practices are in Nice, by its name in place of the city?", has("cities", "nice"),
        f'{OPEN}op:inCity "nice" }}', f"{BY_TEXT}dcterms:identifier", "dcterms:identifier",
        f'{OPEN}op:inCity/dcterms:identifier "nice" }}',
    ),
    Natural(
        "Which practices were stopped, by the notation?", has("status", "stopped"),
        f'{OPEN}op:status ?s FILTER(?s = "stopped") }}', f"{BY_TEXT}skos:notation", "skos:notation",
        f'{OPEN}op:status/skos:notation ?s FILTER(?s = "stopped") }}',
    ),
    Natural(
        "Which practices were stopped, by what English calls it?", has("status", "stopped"),
        f'{OPEN}op:status "Stopped"@en }}', "Ask for their rdfs:label", "rdfs:label",
        f'{OPEN}op:status/rdfs:label "Stopped"@en }}',
    ),
    Natural(
        "Which practices deal with noise as a theme?", has("themes", "noise"),
        f"{OPEN}op:theme <C/problem/noise> }}",
        "its values are of theme. Did you mean", f"<{CONCEPT}theme/noise>", f"{OPEN}op:theme <C/theme/noise> }}",
    ),
    Natural(
        "Of which practices is it the state today that they were found unlawful?",
        tables.found_unlawful_at_last,
        f"{OPEN}op:legalOutcome {UNLAWFUL} }}",
        "never has a value of the vocabulary", f"<{CONCEPT}legal-outcome/found-unlawful>",
        f"{OPEN}op:legalOutcome <C/legal-outcome/found-unlawful> }}",
    ),
    Natural(
        "What did the CNIL decide?", lambda: events(lambda row: "org-cnil" in items(row["authority"])),
        'SELECT ?e { ?e a op:LegalEvent ; op:authority "org-cnil" }',
        f"{BY_TEXT}dcterms:identifier", "dcterms:identifier",
        'SELECT ?e { ?e a op:LegalEvent ; op:authority/dcterms:identifier "org-cnil" }',
    ),
    Natural(
        "Which practices name facial recognition itself, not a kind of it?",
        has("technologies_concepts", "facial-recognition"),
        f'{OPEN}op:technology/rdfs:label "Facial Recognition"@en }}',
        "is written", '"Facial recognition"@en', f'{OPEN}op:technology/rdfs:label "Facial recognition"@en }}',
    ),
    # What is right at once.
    Natural(
        "Which are the first ten cities?", tables.first_cities,
        "SELECT ?c { ?c a op:City } LIMIT 10", "LIMIT 10 without ORDER BY", "ORDER BY",
        "SELECT ?c { ?c a op:City } ORDER BY ?c LIMIT 10",
    ),
    Natural(
        "Which practices have at least monitoring statistics?",
        tables.strong,
        "SELECT ?p { <C/evidence-level/monitoring-statistics> op:rank ?least . ?p op:evidenceLevel/op:rank ?rank "
        "FILTER(?rank >= ?least) }",
    ),
    Natural(
        "Which practices have a text in Polish?", practices,
        f'{OPEN}dcterms:title ?t FILTER(LANG(?t) = "pl") }}',
    ),
]  # fmt: skip
"""Every question, with what is wrong in its first query above it."""
