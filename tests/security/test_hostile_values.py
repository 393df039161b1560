"""Values given to questions: refused by field, or taken exactly; the query around them never changes."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Literal, URIRef
from rdflib.plugins.sparql.algebra import pprintAlgebra
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.processor import prepareQuery

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Param, Question, read_question
from graph.errors import BadParameter
from graph.sparql.reading import read

STRINGS = 5_000
SEED = 20_261_122
PIECES = [
    '"', "'", '"""', "'''", "\\", "\\\\", "\n", "\r", "\r\n", "\t", "\\u0022", "\\u003E", "\\U00000022", "\\n",
    "}", "{", "#", "# ", ">", "<", "<urn:x>", ". ?s ?p ?o", "} UNION {", "} ; DROP ALL", "UNDEF", "?v", "$v",
    "@en", "^^", "^^<urn:t>", "\u202e", "\u202d", "\u200f", "\ufeff", "\u2028", "\x00", "\x01", "\x0b", "\x7f",
    "\x85", "\ud800", "\udfff", "\ufffe", "%22", "%00", "&quot;", "a", "Z", "é", "漢", "🦉", " ", "  ", "0", "-1",
    "/*", "--", "${x}", "{{x}}", "SERVICE <urn:x> {}",
]  # fmt: skip
PROBE = """#+ summary: What stands under this value?
#+ group: researcher
#+ params:
#+   - {name: v, type: %s, example: "urn:x"}
SELECT ?v ?after WHERE { VALUES ?v { ?_v_%s } BIND("after" AS ?after) FILTER(?after != "x") }
"""
WRONG = {
    "iri": ["", "not an iri", "http://a b", "<http://a>", "http://a/\\u003E", "http://a/>", "http://a\n", "relative",
            "http://a/{x}"],
    "lang": ["english language", "en_GB", "e", "", '"', "en-", "1"],
    "date": ["2026-02-30", "yesterday", "2026-13-01", "20260101", "2026-01-01T00:00", "2026-1-1",
             "0000-00-00", "2026-01-01\n"],
    "integer": ["1.5", "x", "1;", "1e3", "٣", "9" * 30, "0x1"],
}  # fmt: skip


def question(kind: str) -> Question:
    return read_question("probe", PROBE % (kind, kind))


def generated() -> Iterator[str]:
    """The same strings in every run: pieces that have broken queries before, in every order."""
    source = random.Random(SEED)
    for _ in range(STRINGS):
        yield "".join(source.choices(PIECES, k=source.randint(1, 9)))


def rows(query: str) -> list[tuple[object, object]]:
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return [(row["v"], row["after"]) for row in found]


def algebra(query: str, capsys: pytest.CaptureFixture[str]) -> str:
    """How rdflib understands the query, as text."""
    pprintAlgebra(prepareQuery(query))
    return capsys.readouterr().out


def test_5000_hostile_texts_are_refused_or_returned_equal() -> None:
    probe, taken = question("text"), 0
    for text in generated():
        try:
            query = bind(probe, {"v": text})
        except BadParameter as error:
            assert error.field == "v"
            continue
        assert rows(query) == [(ox.Literal(text), ox.Literal("after"))], ascii(text)
        taken += 1
    assert STRINGS // 5 < taken < STRINGS, "Some must be taken and some refused, or this shows nothing."


def test_5000_hostile_texts_are_no_iri_or_exactly_that_iri() -> None:
    probe = question("iri")
    assert len(list(generated())) == STRINGS
    for text in generated():
        for candidate in (text, f"urn:{text}", f"https://example.org/{text}"):
            try:
                query = bind(probe, {"v": candidate})
            except BadParameter as error:
                assert error.field == "v"
                continue
            assert rows(query) == [(ox.NamedNode(candidate), ox.Literal("after"))], ascii(candidate)


def test_a_second_engine_sees_the_same_query_around_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    probe, compared = question("text"), 0
    plain = algebra(bind(probe, {"v": "PLACEHOLDER"}), capsys)
    for number, text in enumerate(generated()):
        if number % 12:
            continue
        try:
            query = bind(probe, {"v": text})
        except BadParameter:
            continue
        assert algebra(query, capsys) == plain.replace(repr(Literal("PLACEHOLDER")), repr(Literal(text))), ascii(text)
        compared += 1
    assert compared > 100


def test_a_second_engine_reads_the_same_iri(capsys: pytest.CaptureFixture[str]) -> None:
    probe = question("iri")
    plain = algebra(bind(probe, {"v": "urn:placeholder"}), capsys)
    for candidate in (
        "urn:a",
        "https://example.org/a%20b?c=d&e=(f)'g*;,!$@~",
        "https://example.org/é漢🦉",
        "urn:x:a#b",
    ):
        expected = plain.replace(repr(URIRef("urn:placeholder")), repr(URIRef(candidate)))
        assert algebra(bind(probe, {"v": candidate}), capsys) == expected
    assert parseQuery(bind(probe, {"v": "urn:a"}))


def places(query: Question, param: Param) -> list[int]:
    return [index for index, token in enumerate(read(query.text).tokens) if token.text == param.placeholder]


HOSTILE = {
    "text": ['a" } ?s ?p ?o {"', "a\\", "'''\n}", "a } # b", "\u202e> ."],
    "iri": ["urn:a'b", "https://example.org/?a=}".rstrip("}"), "urn:x:?v#", "https://example.org/a,b;c=(d)"],
    "integer": ["-0007", "+3"],
    "date": ["0001-01-01", "9999-12-31"],
    "lang": ["zh-Hant-TW", "en-x-a"],
}  # fmt: skip
HOSTILE["iris"] = HOSTILE["iri"]


def test_in_every_question_of_the_catalogue_a_value_stays_one_term(catalogue: Catalogue) -> None:
    tried = 0
    for asked in catalogue:
        for param in asked.params:
            for value in HOSTILE[param.type]:
                query = bind(asked, {**asked.examples, param.name: value})
                plain = bind(asked, dict(asked.examples) | {param.name: _plain(param.type)})
                ours, theirs = read(query).tokens, read(plain).tokens
                assert len(ours) == len(theirs), (asked.name, param.name, value)
                changed = [one for one, two in zip(ours, theirs, strict=True) if one.text != two.text]
                assert len(changed) <= len(places(asked, param)), (asked.name, param.name, value)
                assert {token.kind for token in changed} <= {"string", "iri"}, (asked.name, value)
                tried += 1
    assert tried > 300


def _plain(kind: str) -> str:
    return {"text": "plain", "iri": "urn:plain", "iris": "urn:plain", "integer": "1", "date": "2026-01-01",
            "lang": "en"}[kind]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values])
def test_a_value_of_the_wrong_form_is_refused_by_the_name_of_its_field(kind: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        bind(question(kind), {"v": value})
    assert caught.value.field == "v" and str(caught.value).startswith("v: ")


def test_over_the_web_a_wrong_value_is_400_and_names_its_field(client: FlaskClient, catalogue: Catalogue) -> None:
    tried = set()
    for asked in catalogue:
        for param in asked.params:
            if param.type not in WRONG or param.type in tried or asked.group == "view":
                continue
            tried.add(param.type)
            for value in WRONG[param.type]:
                given = {name: value for name, value in asked.examples.items() if isinstance(value, str)}
                response = client.get(
                    f"/queries/{asked.name}",
                    query_string={**given, param.name: value or " x"},
                    headers={"Accept": "application/json"},
                )
                assert (response.status_code, response.get_json(force=True).get("field")) == (400, param.name), value
    assert {"iri", "date"} <= tried
