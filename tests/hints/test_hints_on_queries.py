"""What the hints on a query say, and that none of them says what the data do not bear out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from graph.ask import Catalogue, ask, bind
from graph.completion.index import completion_of
from graph.completion.table import TYPE, CompletionTable, short
from graph.hints import Hint, hints_of, limit_hints
from graph.hints.renamed import RENAMED
from graph.revision import Revision
from graph.settings import ROOT
from graph.sparql.reading import read
from graph.store import EmbeddedStore
from graph.terms import BASE, CONCEPT, OP, PREFIXES, RDF, RDFS, SKOS, XSD
from tests.budget import examples

DECLARED = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items()) + f"PREFIX c: <{CONCEPT}>\n"
DAY = '"2019-01-01"^^xsd:date'


@pytest.fixture(scope="module")
def table(revision: Revision, store: EmbeddedStore) -> CompletionTable:
    """What the facts use."""
    return completion_of(revision, lambda: store)


@pytest.fixture(scope="module")
def known(store: EmbeddedStore, catalogue: Catalogue) -> frozenset[str]:
    """The terms that are defined."""
    return frozenset(str(row["term"]) for row in ask(store, catalogue["sparql-terms"]).rows)


def codes(found: Sequence[Hint]) -> list[str]:
    return [each.code for each in found]


SISTER = "<C/legal-event-outcome/found-unlawful>"
TRAPS = [
    ("SELECT * { ?p a op:Practice OPTIONAL { ?p op:endyear ?v } }", "unknown-term", "op:endYear"),
    ("SELECT * { ?p a op:Practice OPTIONAL { ?p rdfs:lable ?v } }", "unused-property", "rdfs:label"),
    ("SELECT * { ?p a op:Practice OPTIONAL { ?p skos:scopeNote ?v } }", "unused-property", "skos:scopeNote"),
    ("SELECT * { ?p a foaf:Group }", "unused-class", "foaf:Group"),
    ("SELECT * { ?p a op:Practice ; op:outcome ?x }", "not-of-class", "op:LegalEvent"),
    ("SELECT * { ?p a op:Practice FILTER NOT EXISTS { ?p op:outcome ?x } }", "not-of-class", "op:LegalEvent"),
    ("SELECT * { [ a op:City ; op:status ?s ] }", "not-of-class", "op:Practice"),
    (f"SELECT * {{ ?p op:legalOutcome {SISTER} }}", "sister-vocabulary", "legal-outcome/"),
    (f"SELECT * {{ ?p op:legalOutcome ?o FILTER(?o = {SISTER}) }}", "sister-vocabulary", ""),
    (f"SELECT * {{ VALUES ?o {{ {SISTER} }} ?p op:legalOutcome ?o }}", "sister-vocabulary", ""),
    (f"SELECT * {{ ?p op:legalOutcome ?o FILTER(?o IN ({SISTER})) }}", "sister-vocabulary", ""),
    ('SELECT * { ?c a op:City ; rdfs:label "Brussels" }', "no-language", '"Brussels"@en'),
    ('SELECT * { ?c a op:City ; rdfs:label ?l FILTER(?l = "Brussels") }', "no-language", "STR( )"),
    ('SELECT * { ?c skos:prefLabel ?l FILTER("Brussels" = ?l) }', "no-language", '"Brussels"@en'),
    ('SELECT * { ?c dcterms:identifier "brussels"@en }', "no-language", "Leave out @en"),
    (f"SELECT * {{ ?e op:date ?d FILTER(?d >= {DAY}) }}", "partial-date", "op:earliest"),
    (f"SELECT * {{ ?e op:date ?d FILTER({DAY} < ?d) }}", "partial-date", "op:earliest"),
    ('SELECT * { ?e op:date ?d FILTER(?d = xsd:date("2019-01-01")) }', "partial-date", "op:earliest"),
    ("SELECT * { ?p op:startYear ?y FILTER(?y >= 2019) }", "number-for-date", "op:earliestYear"),
    ('SELECT * { ?p op:country "FR" }', "text-for-thing", "dcterms:identifier"),
    ('SELECT * { ?p op:status "stopped" }', "text-for-thing", "skos:notation"),
    (f"SELECT * {{ ?p op:country <{BASE}id/country/FR> }}", "unknown-thing", f"<{BASE}id/countries/FR>"),
    ('SELECT * { ?t a op:Technology ; rdfs:label "Facial Recognition"@en }', "other-spelling", "Facial recognition"),
    ("SELECT * { ?p a op:practice }", "unused-class", "op:Practice"),
    ("SELECT * { ?o a org:Organization ; foaf:name ?n }", "unused-property", "rdfs:label"),
    ("SELECT * { ?a op:amends ?b }", "unknown-term", "eli:amends"),
    ("SELECT DISTINCT ?p { ?p op:country ?x }", "inferred-too", "/graph/rule/"),
    ("SELECT * { ?i a op:Interval ; op:from ?d }", "not-of-class", "it is op:firstDay there"),
    ("SELECT * { ?i a op:Interval OPTIONAL { ?i op:to ?d } }", "not-of-class", "it is op:lastDay there"),
    ("SELECT * { ?a op:interval ?i . ?i op:from ?d }", "not-of-class", "op:Interval never have op:from"),
    ("SELECT * { ?a op:interval ?i OPTIONAL { ?i op:to ?d } }", "not-of-class", "op:Interval never have op:to"),
    ("SELECT * { ?a op:interval [ op:to ?d ] }", "not-of-class", "op:lastDay"),
    ("SELECT * { ?a op:interval/op:from ?d }", "not-of-class", "op:firstDay"),
    ("SELECT * { ?i op:state ?s ; op:from ?f ; op:firstDay ?d }", "not-of-class", "op:firstDay"),
    ("SELECT * { ?i op:state ?s FILTER NOT EXISTS { ?i op:to ?d } }", "not-of-class", "op:lastDay"),
    (f"SELECT * {{ ?i op:from ?d FILTER(?d <= {DAY}) }}", "not-of-class", "op:firstDay"),
    (f"SELECT * {{ ?i op:to ?d FILTER({DAY} <= ?d) }}", "not-of-class", "op:lastDay"),
    ('SELECT * { ?p rdfs:label ?n FILTER(CONTAINS(?n, "noise")) }', "letters", 'CONTAINS(LCASE(?n), "noise")'),
    ('SELECT * { ?p rdfs:label ?n FILTER(STRSTARTS(STR(?n), "noise")) }', "letters", "LCASE(STR(?n))"),
    ('SELECT * { ?p rdfs:label ?n FILTER(regex($n, "noise")) }', "letters", 'REGEX($n, "noise", "i")'),
    ("SELECT * { ?p a op:Practice ; op:city ?c }", "not-of-class", "op:City by op:inCity"),
    ("SELECT * { ?p a op:Practice ; skos:prefLabel ?n }", "not-of-class", "rdfs:label"),
    ("SELECT * { ?o a op:Organisation }", "unknown-term", "org:Organization"),
    (f"SELECT * {{ ?p op:country <{BASE}id/countries/FRA> }}", "unknown-thing", f"look like <{BASE}id/countries/"),
    ('SELECT * { ?p op:start ?d FILTER(?d >= "2019"^^xsd:gYear) }', "partial-date", "op:earliestYear"),
    ('SELECT * { ?p op:start ?d FILTER("2019"^^xsd:gYear < ?d) }', "partial-date", "op:earliestYear"),
    ("SELECT * { ?p op:startYear 2019 . ?p op:status ?s }", "other-type", '"2019"^^xsd:gYear'),
    ('SELECT * { ?p op:startYear ?y FILTER(?y = "2019") }', "other-type", '"2019"^^xsd:gYear'),
    ('SELECT * { ?p op:start "soon" }', "other-type", "xsd:date"),
    ('SELECT * { ?c op:population ?n FILTER("5" < ?n) }', "other-type", "5 without quotes"),
    ('SELECT * { VALUES ?n { "6" } ?c op:population ?n }', "other-type", "6 without quotes"),
    ('SELECT * { ?p op:undated "true" }', "other-type", "true without quotes"),
    ("SELECT * { ?p dcterms:identifier 5 }", "other-type", 'Write "5"'),
]  # fmt: skip


@pytest.mark.parametrize(("query", "code", "says"), TRAPS)
def test_who_walks_into_a_trap_is_told_of_it_and_of_the_way_out(
    table: CompletionTable, known: frozenset[str], query: str, code: str, says: str
) -> None:
    text = DECLARED + query.replace("<C/", f"<{CONCEPT}")
    [hint] = hints_of(read(text), table, known)
    assert hint.code == code and says in hint.message
    assert len(DECLARED) < hint.start < hint.end < len(text)


def test_a_word_that_was_renamed_says_so_in_the_ontology_too() -> None:
    words = Graph().parse(ROOT / "ontology" / "openplaza.ttl")
    assert RENAMED
    for old, (kind, new) in RENAMED.items():
        assert (URIRef(new), URIRef(RDFS + "domain"), URIRef(kind)) in words
        assert (URIRef(old), URIRef(RDFS + "domain"), URIRef(kind)) not in words
        told = " ".join(map(str, words.objects(URIRef(old), URIRef(SKOS + "historyNote"))))
        assert f"op:{new.removeprefix(OP)}." in told
        assert f"op:{old.removeprefix(OP)}." in str(words.value(URIRef(new), URIRef(SKOS + "historyNote")))


NO_TRAPS = [
    "SELECT * { ?r op:from ?a ; op:to ?b }",
    "SELECT * { ?r a op:Relation ; op:from ?a ; op:to ?b }",
    "SELECT * { ?r op:relationKind ?k ; op:from ?a . ?a op:interval ?i . ?i op:firstDay ?d }",
    f"SELECT * {{ ?r op:from ?a ; op:to ?b ; op:earliest ?d FILTER(?d >= {DAY} && ?a != ?b) }}",
    "SELECT * { ?r op:from/op:interval/op:lastDay ?d }",
    "SELECT * { ?a ^op:from/op:to ?b ; op:interval ?i }",
    "SELECT * { { ?a op:interval ?i } UNION { ?i a op:Relation } ?i op:from ?d }",
    "SELECT * { { ?p a op:City } UNION { ?p a op:Practice ; op:status ?s } }",
    "SELECT * { { SELECT ?x { ?p a op:City ; op:country ?x } } ?p op:status ?x }",
    "SELECT * { ?p a op:City ; op:status* ?s }",
    "SELECT * { ?p a op:City ; (op:status|op:country) ?s }",
    "SELECT * { ?p a op:City ; ^op:inCity ?s }",
    "SELECT * { OPTIONAL { ?p a op:City } ?p op:status ?s }",
    "CONSTRUCT { ?p foaf:topic ?s } WHERE { ?p op:status ?s }",
    'SELECT * { ?c rdfs:label ?l FILTER(STR(?l) = "Brussels") }',
    'SELECT * { ?c rdfs:label "Brussels"@en }',
    'SELECT * { ?c rdfs:label ?l FILTER(LANG(?l) = "en" && CONTAINS(?l, "Brussels")) }',
    "SELECT * { ?p op:legalOutcome <C/legal-outcome/found-unlawful> }",
    "SELECT * { { ?p op:legalOutcome ?o } UNION { ?p op:outcome ?o } VALUES ?o { <C/legal-event-outcome/fined> } }",
    f"SELECT * {{ ?e op:date ?x ; op:earliest ?d FILTER(?d >= {DAY}) }}",
    "SELECT * { ?e op:date ?d FILTER(YEAR(?d) >= 2019) }",
    'SELECT * { ?e op:date ?d FILTER(STR(?d) > "2019") }',
    "SELECT * { ?e op:date ?d FILTER(DATATYPE(?d) = xsd:date) }",
    f"SELECT * {{ ?r a op:Rule ; op:applicableFrom ?d FILTER(?d <= {DAY}) }}",
    "SELECT * { ?p op:earliestYear ?y FILTER(?y >= 2019) }",
    "SELECT DISTINCT ?p { GRAPH ?g { ?p op:country ?x } }",
    "SELECT * { ?c op:population ?n FILTER(?n > 500000 && 5.5 < ?n && ?n != 'x') }",
    "SELECT * { ?c op:population 500000.0 }",
    "SELECT * { ?c op:population ?n FILTER(STR(?n) > '5') }",
    'SELECT * { ?p op:startYear ?y FILTER(?y >= "2019"^^xsd:gYear) }',
    "SELECT * { ?p op:undated ?b FILTER(?b = true) }",
    'SELECT * { ?p rdfs:label ?n FILTER(CONTAINS(LCASE(?n), "noise") && REGEX(?n, "noise", "i")) }',
    'SELECT * { ?p rdfs:label ?n FILTER(CONTAINS(?n, "112") || CONTAINS(?n, "Noise")) }',
    'SELECT * { ?p dcterms:identifier ?i FILTER(CONTAINS(?i, "noise")) }',
    'SELECT * { ?p dcterms:identifier ?i FILTER(?i < "b") }',
    "SELECT * { SERVICE <https://example.org/> { ?x foaf:topic ?y } }",
]


@pytest.mark.parametrize("query", NO_TRAPS)
def test_who_walks_past_a_trap_is_told_nothing(table: CompletionTable, known: frozenset[str], query: str) -> None:
    assert hints_of(read(DECLARED + query.replace("<C/", f"<{CONCEPT}")), table, known) == ()


@pytest.mark.parametrize(
    ("query", "rows", "told"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 10", 10, True),
        ("SELECT * { ?s ?p ?o } LIMIT 10", None, True),
        ("SELECT * { ?s ?p ?o } LIMIT 10", 9, False),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 10", 10, False),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 1", 1, False),
        ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p LIMIT 1", 1, True),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 10 } }", 10, False),
        ("SELECT * { ?s ?p ?o } LIMIT 0", 0, False),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 10", 10, False),
    ],
)
def test_a_limit_that_may_have_cut_rows_without_an_order_is_told(query: str, rows: int | None, told: bool) -> None:
    assert codes([*limit_hints(read(query), rows)]) == (["unordered-limit"] if told else [])


def test_every_ready_question_gets_true_hints_soon(
    store: EmbeddedStore, catalogue: Catalogue, table: CompletionTable, known: frozenset[str]
) -> None:
    assert len(catalogue) > 50
    for question in catalogue:
        found = hints_of(read(bind(question, question.examples)), table, known)
        assert not {"unknown-term", "having", "sister-vocabulary", "no-language", "text-for-thing"} & set(
            codes(found)
        ), question.name
        for each in found:
            borne_out(store, read(bind(question, question.examples)).text, each)


def borne_out(store: EmbeddedStore, text: str, hint: Hint) -> None:
    """The statement of a hint, held against the store itself."""
    query = read(text)
    token = next((each for each in query.tokens if each.start == hint.start), None)
    iri = query.prologue.resolved(token) if token is not None and token.kind in ("iri", "name") else None
    if hint.code == "unused-property":
        assert not store.ask(f"ASK {{ ?s <{iri}> ?o }}"), hint
    if hint.code == "unused-class":
        assert not store.ask(f"ASK {{ ?s a <{iri}> }}"), hint
    if hint.code == "not-of-class":
        kind = hint.message.split("class ", 1)[1].split(" ", 1)[0]
        [prefix] = [each for each in query.tokens if each.text == kind][:1]
        assert not store.ask(f"ASK {{ ?s a <{query.prologue.resolved(prefix)}> ; <{iri}> ?o }}"), hint


def written(iri: str) -> str:
    """A term as a query has it."""
    parts = short(iri)
    return ":".join(parts) if parts else f"<{iri}>"


@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_what_the_data_do_have_never_gets_a_hint(
    store: EmbeddedStore, table: CompletionTable, known: frozenset[str], data: st.DataObject
) -> None:
    """A class, properties that some of its things have, and values that these properties have, in any arrangement."""
    kind = data.draw(st.sampled_from(sorted(table.properties)))
    props = data.draw(st.lists(st.sampled_from(sorted(table.properties[kind])), min_size=1, max_size=4))
    patterns = [f"?x a {written(kind)} ."]
    for number, prop in enumerate(props):
        values = sorted(table.values.get(prop, {}))
        value = written(data.draw(st.sampled_from(values))) if values and data.draw(st.booleans()) else f"?v{number}"
        pattern = f"?x {written(prop)} {value} ."
        around = data.draw(st.sampled_from(["{}", "OPTIONAL {{ {} }}", "MINUS {{ {} }}", "FILTER EXISTS {{ {} }}"]))
        patterns.append(around.format(pattern))
    query = f"{DECLARED}SELECT * {{ {' '.join(data.draw(st.permutations(patterns)))} }}"
    assert hints_of(read(query), table, known) == ()


@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_whatever_is_asked_a_hint_is_borne_out_by_the_data(
    store: EmbeddedStore, table: CompletionTable, known: frozenset[str], data: st.DataObject
) -> None:
    """Classes, properties and values thrown together; then each hint is put to the store as a question of its own."""
    kind = data.draw(st.sampled_from(sorted(table.properties)))
    prop = data.draw(st.sampled_from(sorted({*table.statements, RDFS + "seeAlso", SKOS + "related", OP + "served"})))
    assume(prop != TYPE and written(kind) != f"<{kind}>")
    concept = data.draw(
        st.sampled_from(sorted(each for each in known if each.startswith(CONCEPT) and each.count("/") > 5))
    )
    text = data.draw(st.sampled_from(["Brussels", "CCTV", "FR", "x"]))
    things = [f"<{BASE}id/{each}>" for each in ("countries/FR", "technologies/anpr", "country/FR", "cities/none")]
    literals = [f'"{text}"', f'"{text}"@en', "5", "2020", "true", '"2020"', '"2020"^^xsd:gYear', f"{DAY}"]
    value = data.draw(st.sampled_from(["?v", f"<{concept}>", *things, *literals]))
    query = f"{DECLARED}SELECT * {{ ?x a {written(kind)} ; {written(prop)} {value} }}"
    assert len(table.statements) > 100
    for hint in hints_of(read(query), table, known):
        borne_out(store, query, hint)
        if hint.code == "sister-vocabulary":
            alike = f"?s <{prop}> ?o . {value} <{SKOS}inScheme> ?scheme . ?o <{SKOS}inScheme> ?scheme"
            assert not store.ask(f"ASK {{ {alike} }}"), hint
        if hint.code == "unknown-thing":
            assert not store.ask(f"ASK {{ ?s <{prop}> {value} }}"), hint
        if hint.code == "other-type":
            assert not store.ask(f"{DECLARED}ASK {{ ?s <{prop}> {value} }}"), hint
        if hint.code == "text-for-thing":
            assert not store.ask(f"ASK {{ ?s <{prop}> ?o FILTER(ISLITERAL(?o)) }}"), hint
        if hint.code == "no-language" and hint.message.startswith("Texts "):
            other = XSD + "string" if value.endswith('"') else RDF + "langString"
            assert not store.ask(f"ASK {{ ?s <{prop}> ?o FILTER(DATATYPE(?o) = <{other}>) }}"), hint
    # A hint never stands on a query that has an answer to what the hint denies.
    if store.ask(query.replace("SELECT *", "ASK")):
        denied = {
            "unused-property",
            "unused-class",
            "not-of-class",
            "sister-vocabulary",
            "text-for-thing",
            "unknown-thing",
            "other-type",
        }
        assert not denied & set(codes(hints_of(read(query), table, known)))


@settings(max_examples=examples(300), deadline=None)
@given(
    st.text(max_size=200)
    | st.from_regex(r"SELECT [*] \{( ?[?$a-z:;.,^|/()\[\]{}\"'=<>+*-]{1,4}){0,40}", fullmatch=True)
)
def test_any_text_gets_at_most_a_few_hints_and_breaks_nothing(
    table: CompletionTable, known: frozenset[str], text: str
) -> None:
    found = hints_of(read(text), table, known)
    assert len(found) <= 8 and all(0 <= each.start < each.end <= len(text) or each.start == -1 for each in found)
    assert len([*limit_hints(read(text), None)]) <= 1
