"""What somebody with a plan can rely on when reading its assessment."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from graph.law.effects import BY_SLUG
from graph.settings import ROOT
from tests.reading import matched
from tests.views.facts import rows_of

CCTV = "/assess?technology=cctv-fixed&actor=municipality"
NICE = f"{CCTV}&also=footage-retention&country=FR&city=nice&on=2026-12-03"


def words(client: FlaskClient, address: str, start: str = "<main", end: str = "</main>") -> str:
    """The words of a part of a page."""
    response = client.get(address)
    page = response.get_data(as_text=True)
    assert response.status_code == 200, address
    part = page[page.index(start) : page.index(end, page.index(start))]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part)))


def test_the_empty_form_offers_every_technology_actor_and_country(client: FlaskClient) -> None:
    page = client.get("/assess").get_data(as_text=True)
    for table in ("concepts.csv", "actors.csv", "countries.csv", "cities.csv"):
        assert rows_of(table), table
        for row in rows_of(table):
            known = row["id"] not in ("any", "police") or table != "actors.csv"
            assert (f'value="{row["id"]}"' in page) is known, (table, row["id"])


def test_each_example_of_the_empty_form_gives_rules_things_to_do_and_peers(client: FlaskClient) -> None:
    page = client.get("/assess").get_data(as_text=True)
    examples = re.findall(r'<li><a href="(/assess\?technology=[^"]+)"', page)
    assert len(examples) > 2
    for address in examples:
        shown = words(client, html.unescape(address))
        assert "Information, not legal advice" in shown
        assert "No rule in the tables binds" not in shown
        assert "ask for nothing to be done" not in shown
        assert "No practice with this technology" not in shown


def test_the_page_says_first_that_it_is_no_legal_advice(client: FlaskClient) -> None:
    assert words(client, CCTV).index("Information, not legal advice") < words(client, CCTV).index("What binds it")


def test_the_permanent_address_pins_the_day_and_the_revision_and_answers(client: FlaskClient) -> None:
    page = client.get(NICE).get_data(as_text=True)
    permanent = html.unescape(re.findall(r'<a href="(http[^"]+revision=\d+)"', page)[0])
    assert "on=2026-12-03" in permanent and "technology=cctv-fixed" in permanent and "city=nice" in permanent
    again = client.get(permanent.removeprefix("http://localhost"))
    assert again.status_code == 200
    assert "Fixed CCTV" in again.get_data(as_text=True)
    assert client.get(f"{CCTV}&revision=9999").status_code == 404


def test_a_day_that_is_not_named_is_today_and_stands_in_the_permanent_address(client: FlaskClient) -> None:
    page = client.get(CCTV).get_data(as_text=True)
    assert re.search(r"on=\d{4}-\d{2}-\d{2}&amp;revision=\d+", page)


def test_a_country_without_a_rule_is_said_to_be_unknown_and_not_free(client: FlaskClient) -> None:
    shown = words(client, f"{CCTV}&country=BG&on=2026-12-03")
    assert "No national rule is recorded for Bulgaria" in shown
    assert "that does not mean there is none" in shown
    assert "GDPR, art. 13" in shown


def test_a_country_outside_the_union_is_told_which_eu_law_reaches_it_and_why_not_the_rest(client: FlaskClient) -> None:
    shown = words(client, f"{CCTV}&country=CH&on=2026-12-03")
    assert "Switzerland is not in the European Union: EU law reaches it only as far as" in shown
    bound = words(client, f"{CCTV}&country=CH&on=2026-12-03", 'id="territory"', 'id="national"')
    assert "GDPR : does not apply Not a Member State or EEA state" in bound
    assert 'id="obliged"' not in client.get(f"{CCTV}&country=CH&on=2026-12-03").get_data(as_text=True)


def test_a_country_that_left_keeps_eu_law_until_its_last_day(client: FlaskClient) -> None:
    before = words(client, f"{CCTV}&country=GB&on=2020-12-31")
    assert "GDPR, art. 13" in before and "1 January 2021: binds no more" in before
    after = words(client, f"{CCTV}&country=GB&on=2021-01-01")
    assert "EU law applied in United Kingdom until 31 December 2020" in after


def test_without_a_country_national_law_is_left_out_and_that_is_said(client: FlaskClient) -> None:
    shown = words(client, f"{CCTV}&on=2026-12-03")
    assert "No country was named" in shown and "Law of" not in words(client, CCTV, 'id="binds"', 'id="to-do"')


def test_a_broad_technology_points_to_its_narrower_kinds_that_have_rules(client: FlaskClient) -> None:
    address = "/assess?technology=facial-recognition&actor=police&on=2026-12-03"
    shown = words(client, address, 'id="narrower"', "</section>")
    assert "Real-time remote biometric identification" in shown
    narrower = [row for row in rows_of("concepts.csv") if row["broader"] == "facial-recognition"]
    for row in narrower:
        assert f"technology={row['id']}&amp;actor=police" in client.get(address).get_data(as_text=True)


def test_each_thing_to_do_names_a_provision_that_is_shown_as_binding(client: FlaskClient) -> None:
    page = client.get(NICE).get_data(as_text=True)
    binding = set(re.findall(r'href="(/laws/[^"]+)"', page[page.index('id="binds"') : page.index('id="to-do"')]))
    to_do = page[page.index('id="to-do"') : page.index("</section>", page.index('id="to-do"'))]
    asked = set(re.findall(r'href="(/laws/[^"]+)"', to_do))
    assert asked and asked <= binding
    assert to_do.count("<h3>") == len(re.findall(r"<h3>[^<]+</h3>", to_do))
    for thing in ("Get the authorisation", "Assess the impact", "Consult the data protection authority", "Tell people"):
        assert thing in to_do


def test_a_plan_that_asks_for_retention_names_the_french_month(client: FlaskClient) -> None:
    to_do = words(client, NICE, 'id="to-do"', 'id="national"')
    assert "Limit how long recordings are kept" in to_do and "one month at most" in to_do
    without = words(client, f"{CCTV}&country=FR&on=2026-12-03", 'id="to-do"', 'id="national"')
    assert "one month at most" not in without and "Retention of footage" in without


def test_peers_of_the_country_come_first_with_their_dated_events(client: FlaskClient) -> None:
    shown = words(client, NICE, 'id="peers"', 'id="unknown"')
    assert "same country" in shown and "in Nice" in shown
    assert "15 May 2025 Found unlawful" in shown
    then = words(client, NICE.replace("2026-12-03", "2025-01-01"), 'id="peers"', 'id="unknown"')
    assert "13 November 2024" in then and "15 May 2025" not in then


def test_a_pending_proposal_is_told_only_from_its_own_day(client: FlaskClient) -> None:
    name = "Digital Omnibus proposal (data, privacy, cyber)"
    assert name in words(client, f"{CCTV}&on=2025-11-19", 'id="later"', 'id="peers"')
    assert name not in words(client, f"{CCTV}&on=2025-11-18", 'id="later"', 'id="peers"')


def test_what_a_regulation_leaves_to_national_law_names_the_known_use_or_says_not_recorded(client: FlaskClient) -> None:
    live = "/assess?technology=rbi-realtime&actor=police&on=2026-12-03&country="
    assert "art. 5(5): National law required" in words(client, live + "IT", 'id="national"', 'id="later"')
    assert "In Italy: IT Legislative Decree 160/2026, art. 8" in words(
        client, live + "IT", 'id="national"', 'id="later"'
    )
    assert "For Bulgaria: not recorded" in words(client, live + "BG", 'id="national"', 'id="later"')


def test_the_words_of_the_reader_mark_conditions_and_change_no_rule(client: FlaskClient) -> None:
    json_of = CCTV.replace("/assess", "/assess.json") + "&country=FR&on=2026-12-03"
    plain = client.get(json_of).get_json()
    told = client.get(f"{json_of}&place=views+into+homes").get_json()
    assert plain["answers"]["rules"]["rows"] == told["answers"]["rules"]["rows"]
    assert "your words: views, homes" in words(client, f"{CCTV}&country=FR&on=2026-12-03&place=views+into+homes")


def test_a_city_decides_the_country_and_says_so(client: FlaskClient) -> None:
    shown = words(client, f"{CCTV}&country=IT&city=nice&on=2026-12-03")
    assert "Nice is in France: that law is shown" in shown and "National law of France" in shown


def test_every_form_of_the_page_answers(client: FlaskClient) -> None:
    rows = client.get(NICE.replace("/assess", "/assess.csv")).get_data(as_text=True)
    assert rows.startswith("actor,rule,provision") and ",t018," in rows
    turtle = client.get(NICE.replace("/assess", "/assess.ttl"))
    assert turtle.status_code == 200 and b"rules/t018" in turtle.data
    assert client.get(NICE.replace("/assess", "/assess.jsonld")).status_code == 200
    assert client.get("/assess.csv").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    ["technology=cctv-fxed", "technology=cctv-fixed&actor=martians", "technology=cctv-fixed&country=XX",
     "technology=cctv-fixed&city=atlantis", "technology=cctv-fixed&on=tomorrow",
     "technology=cctv-fixed&purpose=" + "x" * 201],
)  # fmt: skip
def test_what_the_tables_do_not_know_is_a_named_problem(client: FlaskClient, wrong: str) -> None:
    response = client.get(f"/assess.json?{wrong}")
    assert response.status_code == 400
    assert response.get_json()["type"].endswith("bad-parameter")


def test_a_misspelt_technology_gets_the_nearest_one(client: FlaskClient) -> None:
    assert "cctv-fixed" in client.get("/assess.json?technology=cctv-fxed").get_json()["detail"]


def test_every_provision_that_a_duty_names_is_in_the_tables() -> None:
    known = {row["id"] for row in rows_of("provisions.csv")}
    text = (ROOT / "ontology" / "vocabularies" / "duty.ttl").read_text(encoding="utf-8")
    named = [each for line in re.findall(r"op:laidDownIn (.+) ;", text) for each in re.findall(r'"([^"]+)"', line)]
    assert len(named) > 50 and len(named) == len(set(named))
    assert set(named) <= known


@pytest.mark.parametrize("plan", ["technology=cctv-fixed&actor=municipality", "technology=rbi-realtime&actor=police",
                                  "technology=cctv-fixed&actor=municipality&country=FR"])  # fmt: skip
def test_the_number_of_rules_and_the_numbers_of_the_groups_do_not_contradict_each_other(
    client: FlaskClient, plan: str
) -> None:
    page = client.get(f"/assess?{plan}", headers={"Accept": "text/html"}).text
    told = int(matched(r"<p>(\d+) rules?, for this actor", page))
    headings = re.findall(r'<h3 id="([\w-]+)-title">[^<]+<span class="count">(\d+)<', page)
    groups = [int(count) for name, count in headings if name in BY_SLUG]
    assert groups and sum(groups) <= told
    assert (sum(groups) < told) == ("Rules of one provision to the same effect count as one below." in page)
