"""What somebody who asks through an assistant can rely on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client

from graph.revision import Revision
from graph.settings import ROOT, Settings
from tests.views.assistants.conftest import Call, awaited, told
from views.assistants.server import assistants
from views.assistants.telling import with_condition

# One call of each tool that answers with facts.
ANSWERED = [
    ("search", {"words": "facial recognition"}),
    ("describe", {"thing": "practices/nice-school-vsa"}),
    ("describe", {"thing": "32024R1689/art_5/par_1/pnt_h"}),
    ("describe", {"thing": "technologies/facial-recognition"}),
    ("trace", {"source": "practices/nice-school-vsa"}),
    ("impact", {"of": "GDPR"}),
    ("assess", {"technology": "facial-recognition", "actor": "municipality", "country": "FR"}),
    ("ask_question", {"name": "technology-rules-on-date", "parameters": {
        "technology": "https://w3id.org/openplaza/id/technologies/cctv-fixed", "on": "2026-08-02",
        "actor": "https://w3id.org/openplaza/id/actors/municipality"}}),
    ("sparql", {"query": "PREFIX op: <https://w3id.org/openplaza/ontology#> SELECT * { ?rule op:effect ?effect }"}),
]  # fmt: skip


def rows(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for section in answer["sections"].values():
        yield from section["rows"]


@pytest.mark.parametrize(("tool", "given_"), ANSWERED, ids=[f"{name} {given}"[:60] for name, given in ANSWERED])
def test_every_answer_names_its_revision_and_page_and_no_effect_stands_without_its_condition(
    call: Call, revision: Revision, tool: str, given_: dict[str, Any]
) -> None:
    answer = told(call(tool, **given_))
    assert answer["revision"] == revision.number
    assert answer["page"].startswith("http")
    assert any(rows(answer))
    for row in rows(answer):
        assert "effect_label" not in row
        if "effect" in row:
            bare = "/concept/effect/" in row["effect"] and any("op:condition" in each for each in answer["caveats"])
            assert "condition" in row["effect"] or bare, row


def test_a_practice_is_told_with_its_sources_doubts_and_what_is_not_settled(call: Call) -> None:
    answer = told(call("describe", thing="practices/nice-school-vsa", max_rows=500))
    with (ROOT / "data" / "practices.csv").open(encoding="utf-8", newline="") as table:
        ids = next(row for row in csv.DictReader(table) if row["id"] == "nice-school-vsa")["source_ids"]
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as table:
        addresses = {row["id"]: row["url"] for row in csv.DictReader(table)}
    assert {addresses[each] for each in ids.split(";")} <= set(answer["sources"])
    governing = answer["sections"]["governing"]["rows"]
    open_ = [row for row in governing if row["standing"] == "question"]
    assert open_ and all(row["effect"].startswith("Not settled") for row in open_)
    assert any("depend on a fact" in each for each in answer["caveats"])


def test_what_is_cut_is_counted_and_said(call: Call) -> None:
    answer = told(call("impact", of="GDPR", max_rows=1))
    assert all(len(section["rows"]) == 1 for section in answer["sections"].values())
    left_out = sum(section["rows_left_out"] for section in answer["sections"].values())
    assert left_out and any(f": {left_out}." in each for each in answer["caveats"])


def test_law_of_another_day_is_another_answer(call: Call) -> None:
    def held(on: str) -> set[str]:
        answer = told(call("describe", thing="practices/nice-school-vsa", on=on, sections=["governing"], max_rows=500))
        return {row["provision_id"] for row in rows(answer)}

    before, after = held("2024-06-01"), held("2026-11-30")
    assert not any(each.startswith("32024R1689") for each in before)
    assert any(each.startswith("32024R1689") for each in after)


@pytest.mark.parametrize("thing", [
    "http://data.europa.eu/eli/reg/2016/679/oj", "32016R0679", "laws/32016R0679"])  # fmt: skip
def test_an_act_is_found_by_its_european_identifier_its_number_and_its_place(call: Call, thing: str) -> None:
    answer = told(call("describe", thing=thing, max_rows=3))
    assert answer["page"].endswith("/laws/32016R0679")


@pytest.mark.parametrize(("tool", "given_", "words"), [
    ("describe", {"thing": "practices/no-such"}, "There is no practice named 'no-such'"),
    ("ask_question", {"name": "practices-by-country"}, "country"),
    ("ask_question", {"name": "practices-by-contry"}, "practices-by-country"),
    ("sparql", {"query": "SELEC *"}, "Line 1"),
    ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, ""),
    ("trace", {"source": "practices/nice-school-vsa", "on": "yesterday"}, "yesterday"),
])  # fmt: skip
def test_what_cannot_be_answered_is_an_error_that_says_how_to_mend_it(
    call: Call, tool: str, given_: dict[str, Any], words: str
) -> None:
    result = call(tool, **given_)
    assert result.is_error
    assert words in " ".join(getattr(part, "text", "") for part in result.content)


def test_ready_questions_are_listed_with_what_each_needs(call: Call) -> None:
    listed = told(call("questions", words="country"))["result"]
    (by_country,) = [each for each in listed if each["name"] == "practices-by-country"]
    assert [param["name"] for param in by_country["params"]] == ["country"]


def test_every_tool_says_that_it_only_reads(client: FlaskClient, settings: Settings) -> None:
    async def listed() -> list[bool | None]:
        async with Client(assistants(client.application, settings)) as asking:
            return [tool.annotations and tool.annotations.read_only_hint for tool in (await asking.list_tools()).tools]

    told_ = awaited(listed())
    assert told_ and all(told_)


@given(
    st.fixed_dictionaries(
        {"effect": st.sampled_from(["Prohibited", "https://w3id.org/openplaza/concept/effect/prohibited"])},
        optional={
            "effect_label": st.just("Prohibited"),
            "condition": st.text(min_size=1),
            "standing": st.sampled_from(["holds", "question"]),
            "open_question": st.text(min_size=1),
        },
    )
)
def test_whatever_a_row_holds_its_effect_is_told_with_its_condition(row: dict[str, str]) -> None:
    told_ = str(with_condition(dict(row))["effect"])
    assert row.get("condition", "no condition is recorded") in told_
    assert told_.startswith("Not settled") == (row.get("standing") == "question")
