"""What sources state about a practice stands on its page, apart from what is inferred."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from graph.law.life import Life
from graph.law.period import long_date
from tests.law_tables import names_a_provision
from tests.reading import Part, page
from tests.views.facts import DAY, rows_of

HTML = {"Accept": "text/html"}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
DECLARED = rows_of("declared_basis.csv")
OWN = ("relied-on", "declared-by-operator")
"""Stances of those who run or answer for a practice themselves."""
NOTES = rows_of("practice_notes.csv")


@pytest.fixture(scope="module")
def pages(practice_page: Callable[[str], Part]) -> Mapping[str, Part]:
    """The pages of practices whose law somebody names, or about which there are remarks."""
    names = {row["practice"] for row in (*DECLARED, *NOTES)}
    return {name: practice_page(name) for name in sorted(names)}


def of(rows: list[dict[str, str]], practice: str) -> list[dict[str, str]]:
    return [row for row in rows if row["practice"] == practice]


def test_everybody_who_acts_is_in_the_table_with_role_and_sources(pages: Mapping[str, Part]) -> None:
    actors = rows_of("practice_actors.csv")
    assert pages
    for name, shown in pages.items():
        table = shown.table("Who does what")
        assert len(table) == len(of(actors, name)), name
        named = " ".join(row["Organisation"].text for row in table)
        assert all(row["organisation"] in named for row in of(actors, name)), name
        assert any(row["Sources"].links for row in table), name


def test_the_day_of_the_last_check_and_what_was_looked_up_are_told(pages: Mapping[str, Part]) -> None:
    checked = {name: row for name, row in PRACTICES.items() if name in pages and row["last_checked"]}
    assert checked
    for name, row in checked.items():
        text = pages[name].all("#last-checked")[0].text
        assert long_date(row["last_checked"]) in text and row["looked_up"].split(",")[0] in text, name


def test_only_law_that_is_relied_on_stands_as_the_law_it_names_itself(pages: Mapping[str, Part]) -> None:
    met = {"relied": 0, "others": 0}
    for name, shown in pages.items():
        rows = of(DECLARED, name)
        if not rows:
            assert not shown.all("#declared"), name
            continue
        lists = shown.all("#declared > ul.law-rules")
        relied = [row for row in rows if row["stance"] in OWN]
        others = [row for row in rows if row["stance"] not in OWN]
        assert [len(each.all("ul.law-rules > li")) for each in lists] == [
            len(each) for each in (relied, others) if each
        ], name
        for row in others:
            assert row["who_says"] in lists[-1].text, name
        met["relied"] += len(relied)
        met["others"] += len(others)
    assert all(met.values())


def test_no_law_that_somebody_names_stands_as_what_our_rules_find(pages: Mapping[str, Part]) -> None:
    assert pages
    assert not any(shown.all("#governing #declared, #declared .law-holds") for shown in pages.values())


def test_remarks_without_a_date_or_an_authority_are_not_in_the_story(pages: Mapping[str, Part]) -> None:
    met = 0
    for name, shown in pages.items():
        for row in of(NOTES, name):
            assert row["summary"] in shown.all("#remarks")[0].text, name
            assert not any(row["summary"] in each.text for each in shown.all("ol.story")), name
            met += 1
    assert met


def test_the_latest_finding_stands_above_what_our_rules_say(pages: Mapping[str, Part]) -> None:
    events = rows_of("legal_events.csv")
    met = 0
    for name, shown in pages.items():
        deciding = [
            row
            for row in of(events, name)
            if row["date"] <= DAY and row["outcome"] != "noted" and not row["left_out_because"]
        ]
        if not deciding:
            assert not shown.all("#finding"), name
            continue
        latest = max(row["date"] for row in deciding)
        finding = shown.all("#finding")[0]
        assert long_date(latest) in finding.text, name
        assert any(row["authority_named"] in finding.text for row in deciding if row["date"] == latest), name
        assert shown.text.index(finding.text) < shown.text.index(shown.all("#governing")[0].text), name
        met += 1
    assert met


def test_every_step_leads_to_who_acted_and_says_where_its_source_names_no_provision(pages: Mapping[str, Part]) -> None:
    met = {True: 0, False: 0}
    for name, shown in pages.items():
        steps = shown.all("ol.story > li")
        for row in of(rows_of("legal_events.csv"), name):
            if row["date"] > DAY:
                continue
            step = next(each for each in steps if row["summary"] in each.text)
            bodies = [link.path for link in step.links if link.path.startswith("/organisations/")]
            assert sorted(bodies) == sorted(f"/organisations/{each}" for each in row["authority"].split(";")), row["id"]
            assert ("The source, as read, names no " in step.text) == (not names_a_provision(row)), row["id"]
            met[names_a_provision(row)] += 1
    assert all(met.values())


@pytest.mark.parametrize(
    ("life", "on", "says"),
    [
        (Life("completed", "2019-02-16", "2019-02-20"), "2019-02-15", "It was not running then: it began on"),
        (Life("completed", "2019-02-16", "2019-02-20"), "2019-02-18", ""),
        (Life("completed", "2019-02-16", "2019-02-20"), "2019-02-21", "It was not running then: it ended on"),
        (Life("stopped", "2019", "2020-02"), "2018-12-31", "It was not running then: it began in 2019."),
        (Life("stopped", "2019", "2020-02"), "2020-02-29", ""),
        (Life("completed", "2019", "", "2026-11-29"), "2026-11-29", "It was not running then: it is over"),
        (Life("never-started", "2019", ""), "2020-01-01", "It never started."),
        (Life("planned", "", ""), "2026-11-30", "It is planned"),
        (Life("operational", "2019", ""), "2026-11-29", ""),
    ],
)
def test_a_practice_outside_its_life_says_so(life: Life, on: str, says: str) -> None:
    assert life.outside(on).startswith(says)
    assert bool(life.outside(on)) is bool(says)


def test_outside_its_life_a_page_tells_what_would_hold(client: FlaskClient) -> None:
    known = [row for row in PRACTICES.values() if len(row["start"]) == 10 and len(row["end"]) == 10]
    ended = [row for row in known if row["status"] in ("completed", "stopped")]
    assert ended
    for row in ended[:4]:
        before = page(client, f"/practices/{row['id']}?on={int(row['start'][:4]) - 1}-06-01").all("#governing")[0]
        during = page(client, f"/practices/{row['id']}?on={row['start']}").all("#governing")[0]
        assert before.all("h2")[0].text.startswith("What would govern it") and "It was not running then" in before.text
        assert during.all("h2")[0].text.startswith("What governs it") and "not running" not in during.text


def test_a_title_in_the_language_of_its_page_says_so_and_a_source_without_an_address_is_named(
    client: FlaskClient, pages: Mapping[str, Part]
) -> None:
    sources = {row["id"]: row for row in rows_of("sources.csv")}
    named = {name: set(row["source_ids"].split(";")) for name, row in PRACTICES.items() if name in pages}
    foreign = without = 0
    for name, shown in pages.items():
        for item in shown.all("ol.sources > li"):
            row = sources.get(str(item.tag["id"]).removeprefix("source-"))
            if row is None or row["id"] not in named[name]:
                continue
            shown_as = item.tag.find(["a", "span"])
            assert shown_as and shown_as.get("lang", "") == (row["title_language"] if row["url"] else ""), row["id"]
            assert row["title"] in item.text
            foreign += bool(row["title_language"])
    for row in sources.values():
        if not row["url"] and row["kind"] != "not-assessed":
            assert "mail tracker" in row["title"], "the title says why nobody can follow it"
            without += 1
    assert foreign and without
    shown = page(client, f"/practices/como-frt?on={DAY}")
    assert "led through a mail tracker; that of the page is not known" in shown.text


@pytest.mark.parametrize(("root", "french"), [("", "French"), ("/fr", "français"), ("/pl", "francuski")])
def test_a_source_names_the_language_that_one_will_read_there(client: FlaskClient, root: str, french: str) -> None:
    languages = {row["url"]: row["language"] for row in rows_of("sources.csv")}
    told = BeautifulSoup(client.get(f"{root}/practices/nice-school-vsa", headers=HTML).text, "html.parser")
    items = [each for each in told.select("#sources .sources > li") if each.a and each.a.get("href") in languages]
    assert items and [each.a["hreflang"] for each in items if each.a] == [
        languages[str(each.a["href"])] for each in items if each.a
    ]
    in_french = [each.get_text() for each in items if each.a and each.a["hreflang"] == "fr"]
    assert in_french and all(f", {french}," in text for text in in_french)
