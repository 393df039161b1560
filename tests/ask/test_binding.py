"""What a user can rely on when a question takes values."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue, Question, read_question
from graph.errors import BadParameter, BadQuestion, NotFound

HEADER = """#+ summary: What stands under this value?
#+ group: researcher
#+ params:
#+   - {name: v, type: %s, example: "%s", optional: %s}
SELECT ?v WHERE { VALUES ?v { ?_v_%s } }
"""


def question(kind: str, example: str = "x", optional: bool = False) -> Question:
    return read_question("probe", HEADER % (kind, example, str(optional).lower(), kind))


def returned(query: str) -> list[ox.NamedNode | ox.Literal | None]:
    return [row["v"] for row in ox.Store().query(query)]


def shape(query: str, value: str) -> str:
    """The query with the term of `value` put back to a mark: equal shapes mean equal algebra."""
    written = str(ox.Literal(value))
    assert query.count(written) >= 1
    start = query.index("VALUES ?v { ") + len("VALUES ?v { ")
    assert query[start:].startswith(written)
    return query[:start] + "MARK" + query[start + len(written) :]


@given(st.text(max_size=220) | st.text(alphabet="\"'\\u0022<>{}#\n\r\t .}\x00AaEe;", max_size=60))
def test_any_text_is_refused_or_comes_back_equal_and_never_changes_the_query(value: str) -> None:
    probe = question("text")
    try:
        query = bind(probe, {"v": value})
    except BadParameter as error:
        assert error.field == "v"
        return
    assert returned(query) == [ox.Literal(value)]
    assert shape(query, value) == shape(bind(probe, {"v": "plain"}), "plain")


@given(st.text(min_size=1, max_size=80) | st.from_regex(r"[a-z]+:[^\s]{1,40}", fullmatch=True))
def test_any_iri_is_refused_or_comes_back_equal(value: str) -> None:
    try:
        query = bind(question("iri"), {"v": value})
    except BadParameter as error:
        assert error.field == "v"
        return
    assert returned(query) == [ox.NamedNode(value)]


@pytest.mark.parametrize(
    "value",
    [
        "http://a/\\u003E ?p ?o",
        "http://a/> <b",
        "http://a b",
        "http://a/{",
        "relative/path",
        "http://a\n",
        "",
        "<http://a>",
    ],
)
def test_an_iri_with_illegal_characters_is_refused_naming_the_field(value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        bind(question("iri"), {"v": value})
    assert caught.value.field == "v"


@given(st.dates())
def test_every_real_date_is_accepted_as_a_date(day: datetime.date) -> None:
    (term,) = returned(bind(question("date"), {"v": day.isoformat()}))
    assert term == ox.Literal(day.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))


@pytest.mark.parametrize("value", ["2026-02-30", "2026-13-01", "20260101", "2026-W01-1", "today", "2026-01-01T00:00"])
def test_a_date_that_does_not_exist_is_refused(value: str) -> None:
    with pytest.raises(BadParameter, match="not a date"):
        bind(question("date"), {"v": value})


@pytest.mark.parametrize("value", ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "de-CH-1996", "en-x-private"])
def test_a_language_tag_is_accepted(value: str) -> None:
    assert returned(bind(question("lang"), {"v": value})) == [ox.Literal(value)]


@pytest.mark.parametrize("value", ["english language", "e", "en_GB", "en-", '"', "1234", "x-private"])
def test_a_malformed_language_tag_is_refused(value: str) -> None:
    with pytest.raises(BadParameter, match="language tag"):
        bind(question("lang"), {"v": value})


@pytest.mark.parametrize("value", ["1.5", "abc", "1e3", "٣", "1;", "9" * 30])
def test_what_is_no_whole_number_is_refused(value: str) -> None:
    with pytest.raises(BadParameter, match="whole number"):
        bind(question("integer"), {"v": value})


def test_a_whole_number_is_a_number_in_the_query() -> None:
    (term,) = returned(bind(question("integer"), {"v": "007"}))
    assert term == ox.Literal(7)


def test_an_unknown_parameter_is_refused_with_a_suggestion() -> None:
    probe = read_question(
        "probe", HEADER.replace("name: v", "name: theme").replace("?_v_", "?_theme_") % ("text", "x", "false", "text")
    )
    with pytest.raises(BadParameter, match="Did you mean 'theme'") as caught:
        bind(probe, {"theem": "x"})
    assert caught.value.field == "theem"


def test_a_missing_value_is_refused_with_an_example() -> None:
    with pytest.raises(BadParameter, match="Example: urn:a") as caught:
        bind(question("iri", "urn:a"), {})
    assert caught.value.field == "v"


def test_an_absent_optional_value_leaves_the_variable_free() -> None:
    assert returned(bind(question("iri", optional=True), {})) == [None]
    assert returned(bind(question("text", optional=True), {"v": ""})) == [None]


def test_several_iris_are_all_bound() -> None:
    query = bind(question("iris"), {"v": ["urn:a", "urn:b"]})
    assert returned(query) == [ox.NamedNode("urn:a"), ox.NamedNode("urn:b")]


def test_two_values_for_one_term_are_refused() -> None:
    with pytest.raises(BadParameter, match="one value"):
        bind(question("iri"), {"v": ["urn:a", "urn:b"]})


def test_a_placeholder_inside_a_string_or_comment_stays_as_it_is() -> None:
    text = (HEADER % ("text", "x", "false", "text")) + "# ?_v_text stays\n"
    text = text.replace("SELECT ?v WHERE {", 'SELECT ?v WHERE { BIND("?_v_text" AS ?s) BIND(<urn:?_v_text> AS ?i)')
    query = bind(read_question("probe", text), {"v": "new"})
    assert '"?_v_text"' in query and "<urn:?_v_text>" in query and "# ?_v_text stays" in query
    assert returned(query) == [ox.Literal("new")]


def test_a_query_that_uses_an_undeclared_placeholder_is_refused_by_name() -> None:
    with pytest.raises(BadQuestion, match=r"probe.rq.*\?_w_iri"):
        read_question("probe", (HEADER % ("text", "x", "false", "text")).replace("?v {", "?v { ?_w_iri", 1))


def test_the_catalogue_suggests_the_nearest_question(tmp_path: Path) -> None:
    (tmp_path / "peer-practices.rq").write_text(HEADER % ("text", "x", "false", "text"))
    catalogue = Catalogue.load(tmp_path)
    assert [found.name for found in catalogue] == ["peer-practices"]
    assert catalogue["peer-practices"].params[0].placeholder == "?_v_text"
    with pytest.raises(NotFound, match="Did you mean 'peer-practices'"):
        catalogue["peer-practice"]
