"""The trace page and its other forms."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import networkx as nx
import pytest
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}
NICE = "/trace?from=practices/nice-school-vsa&on=2026-11-22"


def test_without_a_start_there_is_a_form_and_good_first_questions_that_have_answers(client: FlaskClient) -> None:
    page = client.get("/trace", headers=HTML).text
    assert 'name="from"' in page and 'name="on"' in page
    examples = [href.replace("&amp;", "&") for href in re.findall(r'<li><a href="(/trace\?[^"]+)"', page)]
    assert len(examples) >= 5
    for href in examples:
        assert 'id="drawing"' in client.get(href, headers=HTML).text, href


def test_the_drawing_and_the_table_hold_the_same_ends(client: FlaskClient) -> None:
    page = client.get(NICE.replace("2026-11-22", "2026-10-01") + "&kinds=findings", headers=HTML).text
    drawn = set(re.findall(r'class="trace-box[^"]*" href="([^"]+)"', page))
    listed = set(re.findall(r'<strong><a href="(/[^"]+)"', page))
    assert listed and drawn == listed | {"/practices/nice-school-vsa?on=2026-10-01"}


def test_every_hop_says_its_reason_its_date_and_its_source(client: FlaskClient) -> None:
    page = client.get(NICE, headers=HTML).text
    assert "is governed by" in page and "Inferred from a rule" in page and "Stated by a source" in page
    assert "Since 25 May 2018" in page and "Source: " in page
    assert "Restricted" in page and "Permitted with conditions" in page and "Start not recorded" in page


def test_what_is_from_memory_is_marked_and_drawn_dashed(client: FlaskClient) -> None:
    page = client.get("/trace?from=technologies/drone-camera&to=acts&kinds=rules&on=2026-11-22", headers=HTML).text
    assert "From memory, unverified" in page and "trace-weak" in page


def test_a_day_without_a_path_says_so_and_what_comes_later(client: FlaskClient) -> None:
    address = "/trace?from=rbi-realtime&to=32024R1689/art_5/par_1/pnt_h&actor=police&on="
    before = client.get(address + "2025-02-01", headers=HTML).text
    assert "No path leads there on 1 February 2025" in before
    assert "Not yet on 1 February 2025" in before and "From 2 February 2025" in before
    assert "is bound by" in client.get(address + "2025-02-02", headers=HTML).text


def test_a_bounded_answer_is_not_complete_in_any_form(client: FlaskClient) -> None:
    address = "?from=actions/action-3&to=acts&on=2026-11-22"
    page = client.get("/trace" + address, headers=HTML)
    assert page.headers["Complete"] == "?0" and "This answer is bounded" in page.text
    assert client.get("/trace.json" + address).json["meta"]["complete"] is False
    assert client.get("/trace/graph.graphml" + address).headers["Complete"] == "?0"
    assert client.get(f"{NICE}&kinds=findings", headers=HTML).headers["Complete"] == "?1"


def test_json_and_csv_hold_one_row_a_hop(client: FlaskClient) -> None:
    tail = NICE.partition("?")[2]
    rows = client.get(f"/trace.json?{tail}").json["answers"]["trace"]["rows"]
    table = list(csv.DictReader(io.StringIO(client.get(f"/trace.csv?{tail}").text)))
    assert len(rows) == len(table) > 50
    assert [row["words"] for row in rows] == [row["words"] for row in table]


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_other_programs_can_read_the_network(form: str, read: Callable[..., nx.Graph], client: FlaskClient) -> None:
    response = client.get(f"/trace/graph.{form}?{NICE.partition('?')[2]}")
    graph = read(io.BytesIO(response.data))
    assert graph.number_of_nodes() > 10
    assert response.headers["Content-Disposition"].endswith(f'"trace.{form}"')


def test_the_network_as_json_and_dot(client: FlaskClient) -> None:
    tail = NICE.partition("?")[2]
    document = json.loads(client.get(f"/trace/graph?{tail}").data)
    assert document["directed"] and len(document["nodes"]) > 10
    assert client.get(f"/trace/graph.dot?{tail}").text.startswith("digraph trace {")
    assert client.get(f"/trace/graph.png?{tail}").status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [("/trace?from=nowhere", 404), ("/trace?from=nice&kinds=none", 400), ("/trace?from=nice&on=2026-13-01", 400),
     ("/trace?from=nice&actor=nobody", 400), ("/trace?from=nice&to=nowhere", 404),
     ("/trace?from=" + "x" * 5000, 404), ("/trace/graph.dot", 400), ("/trace?from=%00%ff%3Cscript%3E", 404)],
)  # fmt: skip
def test_a_wrong_question_is_told_what_is_wrong(address: str, status: int, client: FlaskClient) -> None:
    response = client.get(address, headers=HTML)
    assert response.status_code == status
    assert b"<script>" not in response.data.replace(b"</script>", b"")


def test_practices_acts_and_provisions_lead_to_their_trace(client: FlaskClient) -> None:
    for path in ("/practices/nice-school-vsa", "/laws/32016R0679", "/laws/32016R0679/art_9"):
        page = client.get(path, headers=HTML).text
        (href,) = re.findall(r'href="(/trace\?[^"]+)"', page)
        assert client.get(href.replace("&amp;", "&"), headers=HTML).status_code == 200


def test_the_page_about_the_network_names_its_methods(client: FlaskClient) -> None:
    page = client.get("/trace/network", headers=HTML).text
    assert "PageRank" in page and "betweenness" in page.lower() and "Louvain" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/trace/network.csv").text)))
    assert {row["measure"] for row in rows} == {"relied", "bridges", "community"}
    assert rows[0]["label"] == "TFEU, art. 16"


def test_a_trace_says_whether_its_practice_runs_on_the_day(client: FlaskClient) -> None:
    address = "/trace?from=practices/nice-frt-carnival-2019&on="
    assert "Not begun yet: from 16 February 2019" in client.get(address + "2012-01-01", headers=HTML).text
    assert "Ended 20 February 2019" in client.get(address + "2026-11-22", headers=HTML).text
    back = "/trace.csv?from=laws/32016R0679/art_9&to=practices&on=2026-11-22"
    rows = [row for row in csv.DictReader(io.StringIO(client.get(back).text)) if row["kind"] == "governed-by"]
    assert rows and all(row["dates"] and row["told"] == "inferred" and row["standing"] for row in rows)
