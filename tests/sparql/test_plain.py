"""What a quick look says of a plain query is what the scan of its tokens says."""

from __future__ import annotations

import re

from budget import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.sparql.plain import openings, plain_form
from graph.sparql.tokens import meaningful, tokens

READS = frozenset("select ask construct describe".split())
WRITES = frozenset("insert delete load clear drop create add move copy with".split())
CHANGING = frozenset("now rand uuid struuid bnode group_concat".split())

WORDS = "SELECT ask Construct DESCRIBE insert WITH from FROM ?from $select now() RAND (uuid()) myservice service: s:now"
SIGNS = "{ } ( ) [ ] . ; , * ? $ : :: a:b a.b select: p:select a-select <urn:from> <a#b> <#> < > <x select> ^ / | ! = #"
ODD = [
    "'", '"', "''", '"a b"', '"a#<"', "'\"x\"'", '"<a>"', "'from'", '"é"', '"a"@select', "'(('",
    "\\", "@en-from", "\u017felect", "as\u212a", "%41", "\u00b7", "\x1c", "\u00a0",
]  # fmt: skip
SPACES = ["", " ", "\n", "\t", "  ", "\x0c"]
PARTS = st.sampled_from([*WORDS.split(), *SIGNS.split(), *ODD]) | st.text(max_size=3)
TEXTS = st.lists(st.tuples(PARTS, st.sampled_from(SPACES)), max_size=14).map(lambda found: "".join(map("".join, found)))
QUERIES = st.tuples(TEXTS, st.sampled_from(["SELECT * ", "ask", "\nDescribe ", ""]), TEXTS).map("".join)


@given(QUERIES)
@settings(max_examples=examples(1500))
@example("PREFIX a: <urn:a#> SELECT ?from WHERE { ?x a:b ?from }")
@example("PREFIX select: <urn:a#> ASK {}")
def test_a_plain_query_has_nothing_that_the_scan_would_look_at_more_closely(query: str) -> None:
    form = plain_form(query)
    if not form:
        return
    found = list(meaningful(query))
    assert all(token.kind not in ("broken", "comment") and "\\" not in token.text for token in tokens(query))
    assert not any(re.search(r"\s", token.text) for token in found)
    words = [token.text.lower() for token in found if token.kind == "word"]
    assert not {*words} & {*WRITES, *CHANGING, "from"}
    assert not any(word.endswith("service") for word in words)
    assert next(word for word in words if word in READS) == form
    spaced = "".join(" " if token.kind == "space" else token.text for token in tokens(query))
    assert " ".join(query.split()) == spaced.strip(" ")
    depth = deepest = 0
    for token in found:
        depth += (token.kind == "other" and token.text in "([{") - (token.kind == "other" and token.text in ")]}")
        deepest = max(deepest, depth)
    assert deepest <= openings(query)


def test_ordinary_queries_are_plain() -> None:
    assert plain_form("PREFIX a: <urn:a#>\nSELECT ?from WHERE { <urn:é#y> a:b ?from }\nLIMIT 3") == "select"
    assert plain_form("ask{?s ?p ?o}") == "ask"


def test_what_stands_in_a_string_or_a_comment_is_left_to_the_scan() -> None:
    assert not any(map(plain_form, ['SELECT * { ?s ?p "a b" }', "# SELECT\nASK {}", "SELECT * { ?s ?p '' }"]))
    assert plain_form('ASK { ?s ?p "#from", \'"service"\', "2026-01-01"^^<urn:date> }') == "ask"
