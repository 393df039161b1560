"""The pages on what is not known: every list is worked out again from the tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import cache

import pytest
from flask.testing import FlaskClient

from graph.settings import ROOT
from tests.law_tables import names_a_provision
from views.gaps.kinds import KINDS

TODAY = "2026-11-22"
HTML = {"Accept": "text/html"}
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def listed(client: FlaskClient, query: str) -> list[Row]:
    reply = client.get(f"/gaps.csv?on={TODAY}&{query}")
    assert reply.status_code == 200
    return list(csv.DictReader(io.StringIO(reply.get_data(as_text=True))))


def html(client: FlaskClient, query: str) -> str:
    reply = client.get(f"/gaps?on={TODAY}&{query}", headers=HTML)
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def where(name: str, holds: Callable[[Row], bool]) -> set[str]:
    return {row["id"] for row in table(name) if holds(row)}


def values(name: str, column: str) -> set[str]:
    return {part.strip() for row in table(name) for part in row[column].split(";") if part.strip()}


def doubted() -> set[str]:
    files = {"practices.csv": "practices", "cities.csv": "cities", "acts.csv": "acts", "provisions.csv": "provisions"}
    checks = [*table("checks_practices"), *table("checks_legal")]
    known = {file: {row["id"] for row in table(name)} for file, name in files.items()}
    return {
        row["row_id"] for row in checks if row["verdict"] == "doubtful" and row["row_id"] in known.get(row["file"], ())
    }


def changed_since() -> set[str]:
    """Practices with a dated judgement under an act that another act changed later."""
    changes = {"amends", "corrects", "extends_validity", "repeals", "invalidates", "supersedes", "withdraws"}
    found = set()
    for event in table("legal_events"):
        for relation in table("act_relations"):
            if relation["object"] not in event["act"].split(";") or relation["predicate"] not in changes:
                continue
            day = relation["date"]
            if event["date"] and event["date"] <= TODAY and event["date"] < day[: len(event["date"])] and day <= TODAY:
                found.add(event["practice"])
    return found


def with_lessons(*kinds: str) -> set[str]:
    """Practices of which a lesson of one of the kinds is known."""
    return {row["practice"] for row in table("practice_lessons") if row["kind"] in kinds}


BINDING = {"regulation", "directive", "decision", "framework decision", "national law", "treaty", "convention"}
EXPECTED: dict[str, Callable[[], set[str]]] = {
    "no-evaluation": lambda: where("practices", lambda row: row["evidence_level"] == "none-found"),
    "evaluation-not-read": lambda: where("practices", lambda row: row["evidence_result"] == "not-read"),
    "single-source": lambda: where("practices", lambda row: len(set(row["source_ids"].split(";"))) == 1),
    "not-rechecked": changed_since,
    "undated-judgement": lambda: {
        row["practice"] for row in table("practice_notes") if not (row["date"] and row["authority_named"])
    },
    "no-provision": lambda: {row["practice"] for row in table("legal_events") if not names_a_provision(row)},
    "no-year": lambda: where("practices", lambda row: not row["start_year"]),
    "no-end": lambda: where("practices", lambda row: row["status"] in ("completed", "stopped") and not row["end_year"]),
    "no-fine": lambda: {
        row["practice"] for row in table("legal_events") if row["outcome"] == "fined" and not row["fine"]
    },
    "no-supplier": lambda: where(
        "practices", lambda row: bool(row["technologies_concepts"]) and row["id"] not in supplied()
    ),
    "no-financing": lambda: where(
        "practices", lambda row: bool(row["funding"]) and row["id"] not in values("practice_funding", "practice")
    ),
    "partner-no-city": lambda: where(
        "organisations",
        lambda row: row["partner_role"] not in ("", "none") and row["kind"] in LOCAL and not row["city"],
    ),
    "action-no-practice": lambda: where("actions", lambda row: not row["practices"]),
    "no-status": lambda: where("practices", lambda row: row["status"] == "unknown"),
    "no-lead": lambda: where("practices", lambda row: not row["lead_level"]),
    "no-funding": lambda: where("practices", lambda row: not row["funding"]),
    "no-contact": lambda: where("practices", lambda row: row["id"] not in values("practice_contacts", "practice")),
    "no-cost": lambda: where("practices", lambda row: row["id"] not in with_lessons("cost")),
    "no-lesson": lambda: where(
        "practices", lambda row: row["id"] not in with_lessons("staff", "set-up-time", "done", "failed", "advice")
    ),
    "no-partner": lambda: where("cities", lambda row: row["id"] not in values("organisations", "city")),
    "no-population": lambda: where("cities", lambda row: not row["population_approx"]),
    "no-practice": lambda: where("countries", lambda row: row["id"] not in values("practices", "country")),
    "no-rule": lambda: where("provisions", lambda row: row["id"] not in values("technology_rules", "provision")),
    "no-application-date": lambda: where("provisions", lambda row: not row["application_date"]),
    "no-entry-into-force": lambda: where("acts", lambda row: row["type"] in BINDING and not row["date_in_force"]),
    "from-memory": lambda: where("acts", from_memory) | where("provisions", from_memory),
    "dates-from-memory": lambda: where("acts", lambda row: row["dates_basis"] == "general-knowledge"),
    "technology-no-rule": lambda: where("concepts", lambda row: row["id"] not in values("technology_rules", "concept")),
    "technology-no-practice": lambda: where(
        "concepts", lambda row: row["id"] not in values("practices", "technologies_concepts")
    ),
    "doubtful": doubted,
}


LOCAL = {"city", "region", "metropolitan", "union of municipalities"}


def supplied() -> set[str]:
    """Practices of which somebody is named who supplied or built what they use."""
    return {row["practice"] for row in table("practice_actors") if row["role"] == "supplies" and row["organisation"]}


def from_memory(row: Row) -> bool:
    return row["basis"] == "general-knowledge"


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_a_list_of_gaps_is_the_one_that_the_tables_give(client: FlaskClient, kind: str) -> None:
    found = {row["id"] for row in listed(client, f"kind={kind}")}
    assert found == EXPECTED[kind]()
    text = client.get(f"/gaps?kind={kind}", headers={"Accept": "text/html"}).text
    assert found or "No gap of this kind is known here." in text


def test_a_practice_without_legal_basis_has_neither_a_rule_nor_a_linked_act(client: FlaskClient) -> None:
    found = {row["id"] for row in listed(client, "kind=no-legal-basis")}
    linked = {row["practice_id"] for row in table("practice_legislation_join") if row["act"]}
    assert found and not found & linked
    # Without a technology no rule can fit, so every practice that has neither is among them.
    bare = {row["id"] for row in table("practices") if not row["technologies_concepts"]} - linked
    assert bare <= found


def test_every_kind_is_tested_and_told_in_plain_words() -> None:
    assert set(EXPECTED) | {"no-legal-basis"} == set(KINDS)
    for kind in KINDS.values():
        assert kind.meaning.endswith(".") and kind.column


def test_a_gap_names_the_file_and_the_line_where_it_would_be_mended(client: FlaskClient) -> None:
    for kind in ("no-year", "undated-judgement", "no-rule"):
        rows = listed(client, f"kind={kind}")
        assert rows, kind
        for row in rows:
            lines = (ROOT / "data" / row["file"]).read_text(encoding="utf-8").splitlines()
            assert row["id"] in lines[int(row["line"]) - 1]


def test_the_link_to_mend_a_gap_leads_to_the_row(client: FlaskClient) -> None:
    text = html(client, "kind=single-source")
    address = re.search(r'<a href="(/data\?iri=[^"]+)">practices\.csv, line \d+</a>', text)
    assert address and client.get(address[1].replace("&amp;", "&"), headers=HTML).status_code == 200


def test_filters_combine_and_counts_are_true_after_the_other_choices(client: FlaskClient) -> None:
    everything = listed(client, "")
    nice, chosen = listed(client, "city=nice"), listed(client, "city=nice&kind=no-lead")
    in_nice = {row["id"] for row in table("practices") if "nice" in row["cities"].split(";")} | {"nice"}
    assert [row for row in everything if row["id"] in in_nice and row["about"] in ("practice", "city")] == nice
    assert [row for row in nice if row["kind"] == "no-lead"] == chosen
    assert f"Who runs it is not recorded ({len(chosen)})" in html(client, "city=nice")


def offered(client: FlaskClient, query: str, name: str) -> list[str]:
    """The choices of a menu after the first, which takes the filter away, without their numbers."""
    menu = html(client, query).split(f'name="{name}"', 1)[1].split("</select>", 1)[0]
    return [re.sub(r" \([\d,]+\)$", "", label) for label in re.findall(r"<option[^>]*>([^<]+)</option>", menu)][1:]


def test_menus_offer_kinds_in_their_fixed_order_and_places_by_name(client: FlaskClient) -> None:
    kinds = [kind.label for kind in KINDS.values() if listed(client, f"kind={kind.slug}")]
    assert kinds and offered(client, "", "kind") == kinds
    for name in ("city", "theme", "act"):
        names = offered(client, "kind=single-source", name)
        assert len(names) > 1 and names == sorted(names, key=str.casefold)


def test_a_gap_says_what_is_known_around_it(client: FlaskClient) -> None:
    titles = {f"The source: {row['title']}" for row in table("sources")}
    sources = {row["detail"] for row in listed(client, "kind=single-source")}
    assert sources and sources <= titles
    changed = {row["detail"] for row in listed(client, "kind=not-rechecked")}
    assert changed and all(re.fullmatch(r"Changed (once|\d+ times) since, last on [^.]+\.", each) for each in changed)
    provisions = {row["id"]: row["name"] for row in listed(client, "kind=no-rule&act=32016L0680")}
    assert provisions["32016L0680/art_1"].startswith("LED, art. 1")


def test_a_theme_holds_the_gaps_of_its_practices(client: FlaskClient) -> None:
    found = {row["id"] for row in listed(client, "theme=facial-recognition&kind=no-evaluation")}
    assert found == where(
        "practices",
        lambda row: row["evidence_level"] == "none-found" and "facial-recognition" in row["themes"].split(";"),
    )


def test_an_act_holds_the_gaps_of_itself_its_provisions_and_the_practices_under_it(client: FlaskClient) -> None:
    found = listed(client, "act=32016L0680")
    assert {row["about"] for row in found} == {"act", "provision", "practice"} - (
        {"act"} if not any(row["about"] == "act" for row in found) else set()
    )
    provisions = {row["id"] for row in found if row["kind"] == "no-rule"}
    assert provisions == {name for name in EXPECTED["no-rule"]() if name.startswith("32016L0680/")}


def test_the_overview_counts_things_and_says_of_how_many(client: FlaskClient) -> None:
    text = html(client, "")
    shown = re.findall(r"<strong>([\d,]+)</strong> <span>of ([\d,]+) practices", text)
    assert shown and {int(of.replace(",", "")) for _, of in shown} == {len(table("practices"))}
    told = {len(EXPECTED[kind]()) for kind in EXPECTED if KINDS[kind].about == ("Practice",)}
    assert told <= {int(count.replace(",", "")) for count, _ in shown}
    assert "it does not mean that there is nothing" in text and 'id="where"' in text


def test_a_choice_without_gaps_says_so(client: FlaskClient) -> None:
    text = html(client, "city=mechelen&kind=no-partner")
    assert "No gap of this kind is known here" in text


@pytest.mark.parametrize("query", ["kind=no-evaluatoin", "city=atlantis", "act=1", "theme=x", "on=never", "page=0"])
def test_a_filter_that_is_not_known_is_a_named_problem(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/gaps?{query}", headers={"Accept": "application/json"})
    assert reply.status_code == 400 and reply.mimetype == "application/problem+json"


def test_long_lists_have_pages_and_the_table_for_machines_has_all(client: FlaskClient) -> None:
    text = html(client, "kind=no-rule")
    assert 'rel="next"' in text
    assert len(listed(client, "kind=no-rule")) == len(EXPECTED["no-rule"]())


def test_three_questions_are_asked_however_much_is_missing(client: FlaskClient) -> None:
    for query in ("", "kind=no-year&city=nice"):
        answers = client.get(f"/gaps.json?{query}").get_json()["answers"]
        assert set(answers) == {"gaps", "practices", "law", "scopes"}


def test_what_the_law_did_after_a_day_is_not_counted_on_it(client: FlaskClient) -> None:
    early = client.get("/gaps.json?kind=not-rechecked&on=2012-01-01").get_json()["answers"]["gaps"]["rows"]
    assert early == []
