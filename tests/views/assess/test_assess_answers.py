"""What an assessment promises to whoever has to rely on it: one law for the same answers, and no false certainty."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.governing import HOLDS, OUTSIDE, Library, decide, reaches
from graph.governing.case import Case
from graph.governing.index import library_of
from graph.law.effects import BY_SLUG, group_of
from graph.revision import Revision
from graph.settings import Settings
from graph.store.embedded import EmbeddedStore
from graph.terms import OP
from server import create_app

ON = "2026-12-03"
RUNNING = ("municipality", "municipal-police", "state-police", "national-authority", "private-operator")
FORMS = ("", ".json", ".csv", ".ttl", ".jsonld")
PLANS = (
    "technology=rbi-realtime&actor=state-police&country=IT&aim=law-enforcement",
    "technology=cctv-fixed&also=footage-retention&country=DE&region=DE-NW",
    "technology=drone-camera&actor=emergency-service&country=NO",
)


@pytest.fixture(scope="module")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


@pytest.fixture(scope="module")
def other_client(settings: Settings, revision: Revision) -> FlaskClient:
    """Another process would answer as this does: nothing is remembered from the first."""
    return create_app(settings).test_client()


def page(client: FlaskClient, query: str) -> str:
    response = client.get(f"/assess?{query}&on={ON}")
    assert response.status_code == 200, query
    return response.get_data(as_text=True)


def rows(client: FlaskClient, query: str, name: str = "decision") -> list[dict[str, str]]:
    found = client.get(f"/assess.json?{query}&on={ON}").get_json()["answers"][name]["rows"]
    return [{key: value or "" for key, value in row.items()} for row in found]


def words(part: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part)))


def section(shown: str, name: str) -> str:
    """A section of a page, by its id, up to the next heading of the second level."""
    start = shown.index(f'id="{name}"')
    after = re.compile("<h2").search(shown, shown.index("</h", start))
    return shown[start : after.start() if after else None]


def forbidden(library: Library) -> list[str]:
    """Technologies for which a rule forbids something."""
    return sorted({rule.technology for rule in library.rules if group_of(rule.effect).slug == "prohibited"})


def test_while_nobody_says_who_runs_it_nothing_is_headed_prohibited_or_summed_up(
    client: FlaskClient, library: Library
) -> None:
    named = forbidden(library)
    assert named
    for technology in named:
        shown = page(client, f"technology={technology}&country=FR")
        main = shown[shown.index("<main") : shown.index("</main>")]
        headings = [words(each) for each in re.findall(r"<h\d[^>]*>.*?</h\d>", main, re.DOTALL)]
        assert "If the municipality runs it" in " ".join(headings)
        assert "If the police run it" in " ".join(headings)
        assert not [each for each in headings if re.search("prohibited|permitted|exempt", each, re.IGNORECASE)]
        assert '<ul class="stats">' not in main


@pytest.mark.parametrize("query", PLANS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_answers_give_the_same_bytes(
    client: FlaskClient, other_client: FlaskClient, query: str, form: str
) -> None:
    address = f"/assess{form}?{query}&on={ON}"
    first, again = client.get(address), other_client.get(address)
    assert first.status_code == 200 and first.data == again.data


@pytest.mark.parametrize("query", PLANS)
def test_the_decision_is_the_same_in_every_form(client: FlaskClient, query: str) -> None:
    decided = rows(client, query)
    table = list(csv.DictReader(io.StringIO(client.get(f"/assess.csv?{query}&on={ON}").get_data(as_text=True))))
    assert decided and table == decided
    triples = list(ox.parse(client.get(f"/assess.ttl?{query}&on={ON}").data, format=ox.RdfFormat.TURTLE))
    rules = {each.subject for each in triples if each.object == ox.NamedNode(f"{OP}AssessedRule")}
    assert len(rules) == len(decided)
    for name in ("standing", "byProvision", "met", "plan", "actor"):
        assert {each.subject for each in triples if each.predicate.value == f"{OP}{name}"} >= rules, name
    steps = [each.object for each in triples if each.predicate.value == f"{OP}step"]
    assert len(steps) == sum(1 for row in decided for name in row if name.endswith("_met") and row[name])


@pytest.mark.parametrize("query", PLANS)
def test_the_answers_the_revision_and_the_day_stand_in_the_data(client: FlaskClient, query: str) -> None:
    told = {(row["question"], row["answer"]) for row in rows(client, query, "plan")}
    assert ("on", ON) in told and any(name == "revision" for name, _ in told)
    for name, value in (pair.split("=") for pair in query.split("&")):
        assert (name.replace("also", "technology"), value) in told
    assert ("actor", "not known") in told or "actor=" in query


def left_out(library: Library) -> Iterator[tuple[str, Case, str]]:
    """For each country with a rule of scope of its own, a case that this rule leaves out, and the rule."""
    for country in sorted(library.lands):
        own = {scope.id for scope in library.scopes if country in scope.places and scope.effect == "veto"}
        for technology in sorted({rule.technology for rule in library.rules}):
            for actor in RUNNING:
                case = Case((technology,), actor, country)
                found = [each for each in decide(library, case) if each.scope and each.scope.id in own]
                now = [each for each in found if each.start <= ON and (not each.end or each.end >= ON)]
                if now and now[0].scope:
                    yield country, case, now[0].scope.id
                    break
            else:
                continue
            break


def test_a_country_that_is_not_bound_is_told_so_with_the_reason_and_the_provision(
    client: FlaskClient, library: Library
) -> None:
    cases = list(left_out(library))
    assert {"DK", "CH", "RS"} <= {country for country, _, _ in cases}
    for country, case, name in cases:
        query = f"technology={case.technologies[0]}&actor={case.actor}&country={country}"
        by_it = [row for row in rows(client, query) if row["scope_rule"] == name and row["day"] == "law"]
        assert by_it and {row["standing"] for row in by_it} == {OUTSIDE}
        scope = next(each for each in library.scopes if each.id == name)
        shown = words(section(page(client, query), "outside"))
        assert scope.condition.casefold() in shown.casefold(), (query, name)
        for row in by_it:
            assert row["scope_provision"] == scope.provision and row["met"] == "not met"


def test_a_state_outside_the_union_gets_the_eu_law_that_an_agreement_brings_it_from_its_day(
    client: FlaskClient, library: Library
) -> None:
    brought = [
        (country, actor, each.act, each.start)
        for country, land in sorted(library.lands.items())
        if not land.joined
        for actor in RUNNING
        for each in reaches(library, Case(("cctv-fixed",), actor, country))
        if each.standing == HOLDS and each.start and not each.end and library.jurisdictions[each.act] == "EU"
    ]
    assert {("NO", "32016R0679", "2018-07-20"), ("CH", "32016L0680", "2019-03-01")} <= {
        (country, act, start) for country, _, act, start in brought
    }
    first = {(country, act): (actor, start) for country, actor, act, start in reversed(brought)}
    for (country, act), (actor, start) in first.items():
        query = f"technology=cctv-fixed&actor={actor}&country={country}"
        now = {row["act"] for row in rows(client, query) if (row["standing"], row["day"]) == (HOLDS, "law")}
        before = client.get(f"/assess.json?{query}&on={int(start[:4]) - 1}-12-31").get_json()["answers"]["decision"]
        assert act in now or not any(rule.act == act for rule in library.rules_of["cctv-fixed"])
        assert not [
            row for row in before["rows"] if row["act"] == act and row["day"] == "law" and row["standing"] == HOLDS
        ]


def test_an_act_that_leaves_the_plan_out_binds_exempts_and_permits_nothing(
    client: FlaskClient, library: Library
) -> None:
    seen = 0
    for technology in ("drone-camera", "facial-recognition"):
        for actor in RUNNING:
            query = f"technology={technology}&actor={actor}&country=BE"
            out = {row["act"]: row for row in rows(client, query, "acts") if row["standing"] == OUTSIDE}
            named = {act for act, row in out.items() if row["scope_rule"]}
            holding = {row["act"] for row in rows(client, query) if row["day"] == "law" and row["standing"] == HOLDS}
            assert not named & holding, query
            if not named:
                continue
            seen += len(named)
            shown = section(page(client, query), "outside")
            told = words(shown)
            assert not re.search(r"\bexempt|\bpermitted\b|\ballowed\b", told, re.IGNORECASE)
            for act in named:
                assert html.unescape(words(out[act]["scope_reason"])).casefold() in told.casefold(), (query, act)
    assert seen


def test_a_drone_of_the_police_is_outside_the_rules_on_civil_drones_and_is_told_by_which_provision(
    client: FlaskClient,
) -> None:
    query = "technology=drone-camera&actor=police&country=BE"
    acts = {row["act"]: row for row in rows(client, query, "acts")}
    assert acts["32019R0947"]["standing"] == OUTSIDE and acts["32019R0947"]["scope_provision"].startswith(
        "32018R1139/art_2"
    )
    assert "32019R0947" not in {row["act"] for row in rows(client, query) if row["standing"] == HOLDS}


def test_the_prohibition_of_live_recognition_stands_with_its_exceptions_and_the_national_law_that_uses_them(
    client: FlaskClient,
) -> None:
    shown = page(client, "technology=rbi-realtime&actor=state-police&country=IT&aim=law-enforcement")
    head = words(section(shown, "prohibited").split('id="restricted"')[0])
    for paragraph in range(2, 8):
        assert f"AI Act, art. 5({paragraph}):" in head
    assert "National law: uses AI Act, art. 5(5)" in head


def test_a_question_of_the_form_that_would_settle_rules_is_asked_next(client: FlaskClient) -> None:
    query = "technology=facial-recognition&actor=municipality&country=FR"
    asked = section(page(client, query), "next")
    links = [html.unescape(each) for each in re.findall(r'href="/assess\?([^"]*aim=other[^"]*)"', asked)]
    assert len(links) == 1 and "What is it for?" in words(asked)
    open_before = {row["rule"] for row in rows(client, query) if row["settled_by"]}
    still_open = {row["rule"] for row in rows(client, links[0].replace(f"&on={ON}", "")) if row["settled_by"]}
    assert open_before and not still_open & open_before


def test_what_is_a_question_or_guidance_is_never_among_what_binds(client: FlaskClient, library: Library) -> None:
    seen = set()
    for technology in ("cctv-fixed", "facial-recognition"):
        for actor in ("municipality", "state-police"):
            query = f"technology={technology}&actor={actor}&country=DE"
            shown = page(client, query)
            for row in rows(client, query):
                if row["day"] == "law" and row["effect"] in ("question", "guidance"):
                    seen.add(row["effect"])
                    assert row["standing"] != HOLDS or row["effect"] == "guidance"
            summed = shown[shown.index('<ul class="stats">') : shown.index("</ul>", shown.index('<ul class="stats">'))]
            assert set(re.findall(r'href="#([\w-]+)"', summed)) <= set(BY_SLUG)
    assert seen == {"question", "guidance"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("police", "state-police"), ("any", "not-known"), ("", "not-known"), ("municipality", "municipality")],
)
def test_an_old_address_is_read_as_the_actor_it_meant(client: FlaskClient, old: str, new: str) -> None:
    query = "technology=cctv-fixed&country=FR&actor="
    assert rows(client, query + old) == rows(client, query + new)
    assert client.get(f"/assess?technology=cctv-fixed&actor=public-authority&on={ON}").status_code == 200


def test_a_city_says_in_which_part_of_its_country_it_lies(client: FlaskClient) -> None:
    by_city = rows(client, "technology=cctv-fixed&actor=state-police&city=cologne")
    assert by_city == rows(client, "technology=cctv-fixed&actor=state-police&region=DE-NW")
    assert by_city != rows(client, "technology=cctv-fixed&actor=state-police&country=DE")


@pytest.mark.parametrize("query", ["technology=rbi-realtime&country=DK", *PLANS])
def test_no_two_places_of_an_assessment_have_the_same_name(client: FlaskClient, query: str) -> None:
    names = re.findall(r'\sid="([^"]+)"', page(client, query))
    assert names and sorted(names) == sorted(set(names))
