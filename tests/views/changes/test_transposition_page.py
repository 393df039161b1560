"""What policy staff can rely on when they look for national law that is missing."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of

DAY = "/transposition?on=2026-11-22"


def page_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.unescape(response.get_data(as_text=True))


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def entry(page: str, name: str) -> str:
    """The words of one act or clause in the list."""
    start = page.index(f'id="line-{re.sub(r"[^0-9A-Za-z]", "-", name)}"')
    return words(page[start : page.index("</article>", start)])


def known() -> dict[str, set[str]]:
    """EU act or provision to the jurisdictions with a known measure, read off the tables."""
    home = {row["id"]: row["jurisdiction"] for row in rows_of("acts.csv")}
    found: dict[str, set[str]] = {}
    over = {row["id"] for row in rows_of("acts.csv") if "" < row["date_end_of_validity"] < "2026-11-22"}
    for row in rows_of("act_relations.csv"):
        national = home[row["subject"]] != "EU" and home[row["object"]] == "EU" and row["subject"] not in over
        if row["predicate"] in ("transposes", "implements") and national:
            found.setdefault(row["object_provision"] or row["object"], set()).add(home[row["subject"]].split("-")[0])
    return found


def test_each_known_measure_is_shown_for_its_country_and_no_other_country_is_said_to_have_one(
    client: FlaskClient,
) -> None:
    page = page_of(client, DAY)
    names = {row["jurisdiction"]: row["name"] for row in rows_of("countries.csv")}
    assert known()
    for target, places in known().items():
        shown = entry(page, target)
        told, _, missing = shown.partition("Not recorded:")
        for jurisdiction, name in names.items():
            assert (jurisdiction in places) == (re.search(rf"\b{name}\b", told) is not None), (target, name)
            assert not (jurisdiction in places and re.search(rf"\b{name}\b", missing)), (target, name)


def test_the_matrix_has_one_cell_an_act_and_country_and_every_cell_leads_somewhere(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    rows = page[page.index("<tbody>") : page.index("</tbody>")].split("<tr>")[1:]
    countries = len(rows_of("countries.csv"))
    assert len(rows) > 30
    for row in rows:
        assert row.count("<td") == countries == row.count('<td class="matrix-') == row.count("aria-label=")
        assert row.count('href="/transposition?act=') == countries + 1


def test_an_empty_cell_is_never_called_none(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    assert "not recorded" in page and not re.search(r"\b(none known|no measure)\b", words(page), re.IGNORECASE)


def test_the_number_of_cells_with_a_measure_is_that_of_the_tables(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    assert page.count('<td class="matrix-known">') == sum(len(places) for places in known().values())


def test_one_cell_tells_the_measure_or_that_it_is_not_recorded(client: FlaskClient) -> None:
    italy = words(page_of(client, f"{DAY}&act=32024R1689/art_5/par_5&country=IT"))
    assert "IT Legislative Decree 160/2026" in italy and "art. 8" in italy
    spain = words(page_of(client, f"{DAY}&act=32024R1689/art_5/par_5&country=ES"))
    assert "Not recorded: Spain" in spain


@pytest.mark.parametrize("clause", ["32016R0679/art_6/par_3", "32024R1689/art_5/par_5", "32016R0679/art_9/par_4"])
def test_the_opening_clauses_of_regulations_are_there(client: FlaskClient, clause: str) -> None:
    assert "leaves something to national law" in entry(page_of(client, DAY), clause)


def test_an_act_is_there_only_between_its_day_and_its_end(client: FlaskClient) -> None:
    assert "Data Protection Directive" in words(page_of(client, "/transposition?on=2018-05-24"))
    assert "Data Protection Directive" not in words(page_of(client, "/transposition?on=2018-05-25"))
    assert 'id="line-32022L2557"' not in page_of(client, "/transposition?on=2019-10-09")


def test_a_measure_made_later_is_not_known_yet(client: FlaskClient) -> None:
    assert "IT Legislative Decree 160/2026" not in words(page_of(client, "/transposition?on=2025-03-01"))


def test_a_deadline_is_told_as_passed_or_to_come(client: FlaskClient) -> None:
    assert "Due by 17 October 2024" in entry(page_of(client, "/transposition?on=2024-10-16"), "32022L2557")
    assert "Deadline passed on 17 October 2024" in entry(page_of(client, "/transposition?on=2024-10-18"), "32022L2557")


def test_a_country_that_is_not_bound_is_not_said_to_lack_anything(client: FlaskClient) -> None:
    page = entry(page_of(client, f"{DAY}&country=CH"), "32017L0541")
    assert "Not recorded" not in page and "Not bound: Switzerland: no member state on this day" in page


def excluded() -> list[tuple[str, str, str]]:
    """Directives that leave a state out for everybody: act, name of the state, provision that says so."""
    names = {row["id"]: row["name"] for row in rows_of("countries.csv")}
    acts = {row["id"] for row in rows_of("acts.csv") if row["type"] == "directive" and not row["date_end_of_validity"]}
    return [
        (row["act"], names[place], row["provision"])
        for row in rows_of("act_scope.csv")
        for place in row["place"].split(";")
        if row["effect_on_rules"] == "veto" and (row["actor"], row["purpose"]) == ("any", "any") and row["act"] in acts
        and place in names and not row["part"] and not row["to"]
    ]  # fmt: skip


def test_a_state_that_a_protocol_leaves_out_is_named_with_the_provision_and_lacks_nothing(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    assert {name for _, name, _ in excluded()} >= {"Denmark", "Ireland"}
    for act, name, provision in excluded():
        told = entry(page, act)
        missing = re.search(r"Not recorded:([^.]*)\.", told)
        assert not missing or not re.search(rf"\b{name}\b", missing[1]), (act, name)
        assert re.search(rf"Not bound: [^:]*{name}", told), (act, name)
        assert not provision or f'href="/laws/{provision}' in page


def test_the_states_of_the_economic_area_are_bound_by_the_gdpr_from_their_own_day(client: FlaskClient) -> None:
    clause = "32016R0679/art_6/par_3"
    after = entry(page_of(client, "/transposition?on=2018-07-20"), clause)
    assert re.search(r"Bound in a way of their own: [^:]*Norway[^:]*: Through the EEA Agreement", after)
    before = entry(page_of(client, "/transposition?on=2018-07-19"), clause)
    assert "EEA Agreement" not in before and re.search(r"Not bound: [^:]*Norway", before)


def test_the_united_kingdom_is_bound_until_the_end_of_the_transition(client: FlaskClient) -> None:
    clause = "32016R0679/art_6/par_3"
    assert "Not bound: United Kingdom" not in entry(page_of(client, "/transposition?on=2020-12-31"), clause)
    assert "law of the Union held there until 31 December 2020" in entry(
        page_of(client, "/transposition?on=2021-01-01"), clause
    )


def test_a_regulation_applies_from_its_date_of_application_never_from_its_entry_into_force(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    shown = [row for row in rows_of("acts.csv") if row["type"] == "regulation" and f'id="line-{row["id"]}"' in page]
    assert shown
    for row in shown:
        told = entry(page, row["id"])
        assert ("Applies" in told) == bool(row["date_applicable"]), row["id"]
    assert "Applies since 25 May 2018" in entry(page, "32016R0679")
    assert "Applies since 2 August 2026" in entry(page, "32024R1689")


def test_a_measure_is_in_national_law_since_a_day_only_where_the_relation_has_one(client: FlaskClient) -> None:
    page = page_of(client, DAY)
    acts = {row["id"]: row for row in rows_of("acts.csv")}
    undated = [
        row for row in rows_of("act_relations.csv")
        if row["predicate"] in ("transposes", "implements") and not row["date"]
        and acts[row["subject"]]["jurisdiction"] != "EU" and acts[row["object"]]["jurisdiction"] == "EU"
    ]  # fmt: skip
    assert undated
    for row in undated:
        told = entry(page, row["object_provision"] or row["object"])
        after = told.partition(acts[row["subject"]]["short_name"])[2]
        assert "since when is not recorded" in after[:300], row["id"]


def test_the_other_forms_answer_and_the_filters_keep_to_what_they_say(client: FlaskClient) -> None:
    assert client.get("/transposition.csv").get_data(as_text=True).startswith("eu_id,eu_provision_id,measure")
    assert client.get("/transposition.ttl").status_code == 200
    clauses = page_of(client, f"{DAY}&show=clauses")
    assert "line-32016R0679-art-6-par-3" in clauses and 'id="line-32016L0680"' not in clauses
    assert 'id="line-32014L0024"' not in page_of(client, f"{DAY}&show=known")
    assert client.get("/transposition?show=nonsense").status_code == 400
    assert client.get("/transposition?country=XX").status_code == 400
