"""The pages on peers: what a city officer sees, in every form, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from tests.views.facts import rows_of
from views.peers.show import FIRST

LILLE = "/practices/lille-stop-on-demand/peers"
SECTION = re.compile(r'<ol class="peers.*?</ol>\s*(?:<p><a class="btn|</section>)', re.DOTALL)


def text(client: FlaskClient, address: str) -> str:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True))))


def test_every_practice_has_a_page_of_those_like_it(client: FlaskClient) -> None:
    assert rows_of("practices.csv")
    for row in rows_of("practices.csv")[::6]:
        assert 'class="peer"' in text(client, f"/practices/{row['id']}/peers")


def test_the_page_names_peers_reasons_shares_and_differences(client: FlaskClient) -> None:
    page = text(client, LILLE)
    assert "Leave the night bus between two stops" in page
    practices = rows_of("practices.csv")
    assert re.search(rf"rare: only \d+ of {len(practices)} practices have Public transport", page)
    assert "Differs in" in page and "Add to comparison" in page
    for block in re.findall(r'<ul class="reasons".*?</ul>', page, re.DOTALL):
        assert sum(map(int, re.findall(r'<span class="share">(\d+) %', block))) == 100


def test_the_practice_page_leads_to_it_with_the_first_three(client: FlaskClient) -> None:
    page = text(client, "/practices/lille-stop-on-demand")
    panel = page[page.index('id="like-this"') :].split("</details>")[0]
    assert panel.count("<li>") == 3 and f'href="{LILLE}"' in panel
    first = table(client, f"{LILLE}.csv")[:3]
    assert all(f'/practices/{row["practice_id"]}"' in panel for row in first)


def test_the_same_is_json_csv_and_rdf(client: FlaskClient) -> None:
    rows = table(client, f"{LILLE}.csv")
    told = json.loads(client.get(f"{LILLE}.json").get_data())
    assert [row["practice_id"] for row in rows] == [row["practice_id"] for row in told["answers"]["peers"]["rows"]]
    assert told["answers"]["differences"]["rows"] and told["meta"]["complete"] is True
    shares: dict[str, int] = {}
    for row in rows:
        shares[row["rank"]] = shares.get(row["rank"], 0) + int(row["share"])
    assert len(shares) == FIRST and set(shares.values()) == {100}
    graph = Graph().parse(data=client.get(f"{LILLE}.ttl").get_data(), format="turtle")
    assert {URIRef(row["practice"]) for row in rows} <= set(graph.subjects())


def test_weights_in_the_address_change_the_answer_and_stay_in_the_form(client: FlaskClient) -> None:
    usual, size = table(client, f"{LILLE}.csv"), table(client, f"{LILLE}.csv?w_size=10&w_theme=0&w_problem=0")
    assert [row["practice_id"] for row in usual] != [row["practice_id"] for row in size]
    assert not {"theme", "problem"} & {row["contribution"] for row in size}
    page = text(client, f"{LILLE}?w_size=10&w_theme=0&elsewhere=1")
    assert re.search(r'name="w_size" value="10"', page) and re.search(r'name="w_theme" value="0"', page)
    assert "changed: Theme off, City size 10, only other cities" in page
    assert table(client, f"{LILLE}.csv?w_size=10") == table(client, f"{LILLE}.csv?w_size=10.0")


def test_the_words_that_two_practices_share_are_shown_and_told_in_every_form(client: FlaskClient) -> None:
    assert re.search(r"Both speak of [^<]*\bnight\b|Both speak of [^<]*\bdriver", text(client, LILLE))
    rows = table(client, f"{LILLE}.csv")
    assert any(row["contribution"] == "words" and row["reason"].startswith("Both speak of ") for row in rows)
    told = json.loads(client.get(f"{LILLE}.json").get_data())["answers"]["peers"]["rows"]
    assert [row["reason"] for row in rows] == [row["reason"] for row in told]
    assert "words" not in {row["contribution"] for row in table(client, f"{LILLE}.csv?w_words=0")}


def test_what_gave_way_to_others_than_one_register_is_said_and_told(client: FlaskClient) -> None:
    address = "/practices/nl-crowd-counting/peers"
    assert re.search(r"\d more of the same register", text(client, address))
    first = {row["rank"]: row["register"] for row in table(client, f"{address}.csv")}
    held = [first[rank] for rank in "12345" if first[rank]]
    assert held and all(held.count(each) <= 2 for each in held)
    assert "of the same register" not in text(client, LILLE)


def test_every_ready_way_to_look_gives_an_answer(client: FlaskClient) -> None:
    page = text(client, "/practices/madrid-cctv/peers")
    presets = page[page.index('class="presets"') :].split("</nav>")[0]
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', presets)]
    assert len(addresses) == 4
    for each in addresses:
        assert 'class="peer"' in text(client, each)


def test_the_law_date_goes_with_every_link(client: FlaskClient) -> None:
    page = text(client, "/practices/kortrijk-briefcam/peers?on=2020-01-01")
    found = page[page.index('<ol class="peers"') :].split("</ol>")[0]
    links = re.findall(r'href="(/practices/[^"]+|/compare[^"]+)"', found)
    assert links and all("on=2020-01-01" in each for each in links)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/practices/nowhere/peers", 404, "no practice named"),
        ("/cities/nowhere/peers", 404, "No city has the id"),
        ("/peers/city?city=1", 404, "GeoNames id"),
        (f"{LILLE}?w_theme=lots", 400, "no number from 0 to 10"),
        (f"{LILLE}?w_colour=2", 400, "no such parameter"),
        (f"{LILLE}?most=51", 400, "no number from 1 to 50"),
        (f"{LILLE}?on=yesterday", 400, "is not a day"),
        ("/cities/mechelen/peers?by=colour", 400, "problem or technology"),
        ("/cities/mechelen/peers?problem=boredom", 400, "No practice tackles"),
    ],
)
def test_what_cannot_be_answered_is_said_as_a_problem(
    client: FlaskClient, address: str, status: int, says: str
) -> None:
    response = client.get(address, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert says in response.get_data(as_text=True)


def test_a_city_is_chosen_by_name_with_a_list_when_several_have_it(client: FlaskClient) -> None:
    assert 'name="q"' in text(client, "/peers/city")
    page = text(client, "/peers/city?q=newport")
    choices = page[page.index('class="choices"') :].split("</ul>")[0]
    assert choices.count("<li>") >= 2 and "United Kingdom" in choices
    assert "near Cardiff" in choices or "near Bristol" in choices, "cities of one name and country are told apart"
    assert "a name that begins so" in text(client, "/peers/city?q=Villa")
    one = client.get("/peers/city?q=Kuopio")
    assert one.status_code == 302 and one.headers["Location"].endswith("/peers/city?city=650224")
    assert "No city has a name like" in text(client, "/peers/city?q=qqqqq")
    assert "GeoNames" in page and "CC BY 4.0" in page


def test_a_city_without_practices_is_told_so_plainly(client: FlaskClient) -> None:
    page = text(client, "/peers/city?city=650224")
    assert "Nothing is recorded of Kuopio here." in page
    assert "What they do" in page and "125,462 inhabitants (GeoNames)" in page
    with_noise = table(client, "/peers/city.csv?city=650224&problem=noise")
    assert any("Noise" in row["reason"] for row in with_noise)


def test_a_city_of_the_graph_has_the_same_page_by_its_name_and_by_its_number(client: FlaskClient) -> None:
    by_name, by_number = table(client, "/cities/mechelen/peers.csv"), table(client, "/peers/city.csv?city=2791537")
    assert by_name == by_number
    assert {"leiria", "kortrijk", "leuven"} <= {row["city_id"] for row in by_name}


@pytest.mark.parametrize("by", ["problem", "technology"])
def test_what_we_lack_holds_nothing_of_ours_and_puts_what_is_new_first(client: FlaskClient, by: str) -> None:
    told = json.loads(client.get(f"/cities/mechelen/peers.json?by={by}").get_data())["answers"]["lacking"]["rows"]
    ours = {row["id"] for row in rows_of("practices.csv") if "mechelen" in row["cities"].split(";")}
    assert told and not ours & {row["practice_id"] for row in told}
    flags = [row["new_to_us"] for row in told]
    named = [flag for flag, row in zip(flags, told, strict=True) if not row["group"].startswith(("No ", "Without"))]
    assert named == sorted(named, reverse=True)


def test_pages_ask_the_store_once_however_much_is_shown(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.store.embedded import EmbeddedStore

    asked: list[str] = []
    select: Callable[..., Any] = EmbeddedStore.select

    def counting(store: EmbeddedStore, query: str) -> Any:
        asked.append(query)
        return select(store, query)

    for address in (LILLE, f"{LILLE}?most=50", "/cities/mechelen/peers", "/cities/mechelen/peers?most=50"):
        text(client, address)
        monkeypatch.setattr(EmbeddedStore, "select", counting)
        asked.clear()
        text(client, f"{address}{'&' if '?' in address else '?'}w_size=3")
        assert len(asked) <= 1, address
        monkeypatch.undo()
