"""Traces that keep to the law of some countries, and what is told beside a law whose dates or text changed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from graph.errors import BadParameter
from graph.links.kinds import KINDS
from graph.links.network import Network
from graph.revision import Revision
from graph.settings import ROOT, Settings
from graph.trace import TraceBounds, trace
from graph.trace.history import older_than
from graph.trace.words import place
from server import create_app, main

ON = "2026-11-22"
WIDE = TraceBounds(paths=1000, budget=200_000)
HTML = {"Accept": "text/html"}


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


ACTS = {row["id"]: row for row in table("acts")}
PROVISIONS = {row["id"]: row for row in table("provisions")}
COUNTRIES = {row["jurisdiction"]: row["name"] for row in table("countries")}


def country_of(law: str) -> str:
    """The country whose law an act or a provision is; empty for EU and international law."""
    act = PROVISIONS[law]["act"] if law in PROVISIONS else law
    code = ACTS[act]["jurisdiction"].partition("-")[0]
    return code if code in COUNTRIES else ""


def with_wholes(provisions: set[str]) -> set[str]:
    """Some provisions and every larger part that holds one of them."""
    found = set(provisions)
    while new := {PROVISIONS[each]["part_of"] for each in found} - found - {""}:
        found |= new
    return found


@pytest.fixture(scope="module")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.mark.parametrize("countries", [["FR"], ["Italy"], ["de", "France"], ["MT"]])
@pytest.mark.parametrize("source", ["technologies/rbi-realtime", "practices/nice-school-vsa", "laws/32016R0679"])
def test_no_path_passes_through_the_law_of_another_country(source: str, countries: list[str], network: Network) -> None:
    names = {label.casefold(): code for code, label in COUNTRIES.items()}
    chosen = {names.get(each.casefold(), each.upper()) for each in countries}
    every = trace(network, source, "acts", ON, countries=["all"], bounds=WIDE)
    kept = trace(network, source, "acts", ON, countries=countries, bounds=WIDE)
    passed = {place.id for path in kept.paths for hop in path.hops for place in (hop.source, hop.target)}
    laws = passed & (set(ACTS) | set(PROVISIONS))
    assert {country_of(law) for law in laws} <= {"", *chosen}
    own = {path.hops[-1].target.id for path in every.paths if len(path.hops) <= 2}
    assert {law for law in own if not country_of(law) or country_of(law) in chosen} <= {
        path.hops[-1].target.id for path in kept.paths
    }


@pytest.mark.parametrize("country", ["FR", "IT", "BE", "PL"])
def test_a_technology_is_bound_by_the_rules_of_the_union_and_of_the_country_alone(
    country: str, network: Network
) -> None:
    wide = {"facial-recognition"}
    found = trace(
        network, "technologies/facial-recognition", "provisions", "2022-06-01",
        families=["rules"], countries=[country], bounds=WIDE,
    )  # fmt: skip
    expected = {
        rule["provision"]
        for rule in table("technology_rules")
        if rule["concept"] in wide and rule["jurisdiction"] in ("EU", country)
        and country_of(rule["provision"]) in ("", country)
        and all(
            start <= "2022-06-01"
            for start in (rule["from_date"], PROVISIONS[rule["provision"]]["application_date"],
                          ACTS[PROVISIONS[rule["provision"]]["act"]]["date_document"])
        )
        and all(not end or end >= "2022-06-01" for end in (rule["to_date"], PROVISIONS[rule["provision"]]["end_date"]))
    }  # fmt: skip
    ends, wholes = {path.hops[-1].target.id for path in found.paths}, with_wholes(expected)
    # Some acts also stand among the provisions, as a whole.
    assert expected and wholes <= ends <= wholes | {f"{PROVISIONS[each]['act']}/act" for each in wholes}


def test_a_country_that_is_none_is_refused_with_the_nearest(network: Network) -> None:
    with pytest.raises(BadParameter, match="Did you mean 'France'"):
        trace(network, "cities/nice", "acts", ON, countries=["Frence"])


def test_the_command_the_page_and_the_graph_file_keep_to_the_country(
    client: FlaskClient, settings: Settings, revision: Revision
) -> None:
    run: Callable[..., Result] = CliRunner().invoke
    words = ["trace", "technologies/facial-recognition", "national-law", "--country", "FR", "--on", ON]
    told = run(main, [*words, "--format", "json"], env={"OPENPLAZA_REVISIONS_DIR": str(settings.revisions_dir)})
    paths = json.loads(told.output)["paths"]
    ends = {path["hops"][-1]["target"]["id"] for path in paths}
    assert ends and {country_of(law) for law in ends} == {"FR"}
    asked = f"from=technologies/facial-recognition&to=national-law&country=FR&on={ON}"
    page = client.get(f"/trace?{asked}", headers=HTML).text
    assert "National law of France only" in page and "IT Decree-Law" not in page
    nodes = json.loads(client.get(f"/trace/graph.json?{asked}").data)["nodes"]
    assert nodes and not any(node["label"].startswith("IT ") for node in nodes)
    assert {node["label"] for node in nodes} >= {ACTS[law]["short_name"] for law in ends}
    rows = list(csv.DictReader(client.get(f"/trace.csv?{asked}").text.splitlines()))
    assert rows and not any("it-" in row["to_id"] for row in rows)
    assert client.get("/trace?from=cities/nice&country=Narnia", headers=HTML).status_code == 400


def test_every_moved_date_is_told_with_its_old_day_its_new_day_and_the_act(network: Network) -> None:
    moved = [row for row in PROVISIONS.values() if row["act"] == "32024R1689" and row["original_application_date"]]
    assert len(moved) > 20
    for row in moved:
        here = place(network, network.find(row["id"]) or 0, ON)
        told = [each for each in here.dated if each.kind == "moved" and not each.about]
        assert [(each.old, each.new) for each in told] == [(row["original_application_date"], row["application_date"])]
        assert "Digital Omnibus on AI" in told[0].by


def test_an_end_is_told_together_with_its_extension(network: Network, client: FlaskClient) -> None:
    extended = [row for row in table("act_relations") if row["predicate"] == "extends_validity"]
    assert len(extended) >= 3
    for row in extended:
        here = place(network, network.find(row["object_provision"] or row["object"]) or 0, ON)
        ends = PROVISIONS.get(row["subject_provision"], {}).get("end_date", "")
        assert (row["subject_provision"] or row["subject"], row["date"], ends) in {
            (each.by_id, each.start, each.end) for each in here.dated if each.kind == "extended"
        }
    page = client.get(f"/trace?from=practices/paris-2024-vsa&to=fr-law-2023-380&on={ON}", headers=HTML).text
    assert (
        "ended 31 March 2025; validity extended by FR 2030 Games Act, art. 47 from 21 March 2026 "
        "until 31 December 2027" in page
    )


def test_a_reader_is_older_than_an_amendment_when_the_tables_date_it_so(network: Network) -> None:
    relations = table("act_relations")
    amendments = [
        (row["object"], row["object_provision"], row["date"] or ACTS[row["subject"]]["date_in_force"])
        for row in relations
        if row["predicate"] == "amends"
    ]

    def meet(one: str, other: str) -> bool:
        nested = one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
        return not one or not other or nested

    marked = 0
    for row in relations:
        if row["predicate"] not in ("interprets", "comments_on") or not ACTS[row["subject"]]["date_document"]:
            continue
        read = ACTS[row["subject"]]["date_document"]
        days = [
            day for act, part, day in amendments
            if act == row["object"] and meet(row["object_provision"], part) and read < day <= ON and len(day) == 10
        ]  # fmt: skip
        reader, text = network.find(row["subject"]), network.find(row["object_provision"] or row["object"])
        assert reader is not None and text is not None
        assert older_than(network, reader, text, ON) == max(days, default=""), row["id"]
        marked += bool(days)
    assert marked > 5


def test_guidance_older_than_an_amendment_is_marked_and_drawn_weaker_on_a_trace(client: FlaskClient) -> None:
    address = "/trace?from=laws/32024R1689/art_5/par_1/pnt_h&to=guidance&on="
    after = client.get(address + ON, headers=HTML).text
    assert "Older than the amendment of 27 July 2026" in after and "trace-weak" in after
    assert "Older than the amendment" not in client.get(address + "2026-07-01", headers=HTML).text


@pytest.mark.parametrize("target", ["acts", "national-law", "provisions"])
def test_a_practice_and_a_city_keep_to_the_law_of_their_own_country_unless_told_otherwise(
    target: str, network: Network
) -> None:
    codes = {row["id"]: row["jurisdiction"] for row in table("countries")}
    for row in [*table("practices")[::12], *table("cities")[::20]]:
        kind = "practices" if "title" in row else "cities"
        own = {codes[each.strip()] for each in row["country"].split(";")}
        kept = trace(network, f"{kind}/{row['id']}", target, ON)
        passed = {place.id for path in kept.paths for hop in path.hops for place in (hop.source, hop.target)}
        laws = passed & (set(ACTS) | set(PROVISIONS))
        assert {country_of(law) for law in laws} <= {"", *own}, row["id"]
        assert set(kept.countries) == own & set(COUNTRIES)
    wide = trace(network, "practices/frankfurt-realtime-biometric", target, ON, countries=["all"], bounds=WIDE)
    assert wide.countries == ()


def test_no_path_goes_from_a_provision_over_its_act_to_what_the_act_does_elsewhere(network: Network) -> None:
    acting = {kind.name for kind in KINDS if kind.family in ("changes", "proposals")}
    for source in (
        "practices/frankfurt-realtime-biometric",
        "technologies/drone-camera",
        "laws/32024R1689/art_2/par_3",
    ):
        found = trace(network, source, "acts", ON, countries=["all"], bounds=WIDE)
        assert found.paths, source
        for path in found.paths:
            steps = [(hop.kind, hop.forward) for hop in path.hops]
            assert not any(
                first == ("part-of", True) and kind in acting and forward for first, (kind, forward) in pairwise(steps)
            )


def test_the_dates_of_some_parts_of_an_act_are_not_told_with_every_path_to_it(
    network: Network, client: FlaskClient
) -> None:
    found = trace(network, "practices/frankfurt-realtime-biometric", "acts", ON)
    assert any(hop.target.id == "32024R1689" for path in found.paths for hop in path.hops)
    assert not any(each.about for path in found.paths for hop in path.hops for each in hop.target.dated)
    page = client.get(f"/trace?from=practices/frankfurt-realtime-biometric&on={ON}", headers=HTML).text
    assert "Arts 102 to 110 apply" not in page
    assert any(each.about for each in trace(network, "32024R1689", "acts", ON).source.dated)


@pytest.mark.parametrize(
    ("asked", "helps"),
    [("from=practices/frankfurt-realtime-biometric&to=laws/it-dlgs-160-2026&kinds=rules,bases", {"country"}),
     ("from=rbi-realtime&to=32024R1689/art_5/par_1/pnt_h&on=2025-02-01&actor=police", {"on"}),
     ("from=practices/nice-school-vsa&to=laws/32016R0679&kinds=partnership", {"kinds"})],
)  # fmt: skip
def test_the_advice_for_an_empty_answer_names_only_what_leads_to_a_path(
    asked: str, helps: set[str], client: FlaskClient
) -> None:
    page = client.get(f"/trace?{asked}" + ("" if "on=" in asked else f"&on={ON}"), headers=HTML).text
    assert "No path leads there" in page and "Try another day" not in page
    part = page.partition('id="advice"')[2].partition("</ul>")[0]
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="(/trace[^"]+)"', part)]
    assert addresses
    named = {name for each in addresses for name in parse_qs(urlsplit(each).query)
             if parse_qs(urlsplit(each).query)[name] != parse_qs(asked).get(name)}  # fmt: skip
    assert helps <= named
    for each in addresses:
        assert 'id="drawing"' in client.get(each, headers=HTML).text, each


def test_a_change_of_a_date_is_told_before_it_was_made_only_as_a_later_one(network: Network) -> None:
    moved = network.find("32024R1689/art_26/par_10")
    assert moved is not None
    before, after = ([each for each in place(network, moved, on).dated if not each.about] for on in ("2025-03-01", ON))
    assert len(before) == len(after) == 1
    assert before[0].words().startswith("later moved from 2026-08-02") and "known since" in before[0].words()
    assert after[0].words().startswith("first set for 2026-08-02")
