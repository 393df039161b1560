"""What a reader of another language is told by name: concepts, practices and countries in that language, and marked."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from graph.ask.answer import Answer
from graph.ask.catalogue import Question
from graph.derived.names import NamesInLanguage
from graph.settings import ROOT
from graph.store import Cell
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import name_words
from tests.reading import words
from views.languages.naming import with_names

HTML = {"Accept": "text/html"}
NICE = "nice-school-vsa"
MARKED = {"fr": "Traduction automatique, non relue", "pl": "Tłumaczenie maszynowe, niesprawdzone"}
FILTERS = ("core_area", "theme", "technology", "problem", "status", "outcome", "evidence")
PAGES = (
    "/practices", f"/practices/{NICE}", f"/practices/{NICE}/peers", "/practices/map", "/technologies/cctv-fixed",
    "/laws/32016L0680", "/search?q=noise", f"/compare?thing=practices/{NICE}", "/timeline", "/cities", "/gaps",
)  # fmt: skip
Read = Callable[[str], BeautifulSoup]


def table(name: str) -> Iterator[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)


def concepts(code: str) -> dict[str, str]:
    """SCHEME/NOTATION to what the table of a language calls it."""
    return {row["concept"]: row["pref_label"] for row in table(f"concept_names_{code}")}


def practice_texts(code: str) -> dict[str, dict[str, str]]:
    return {row["practice"]: row for row in table("practice_texts") if row["language"] == code}


@pytest.fixture(scope="module")
def read(client: FlaskClient) -> Read:
    """Each page is made once."""
    kept: dict[str, BeautifulSoup] = {}

    def page(address: str) -> BeautifulSoup:
        if address not in kept:
            reply = client.get(address, headers=HTML)
            assert reply.status_code == 200, address
            kept[address] = BeautifulSoup(reply.text, "html.parser")
        return kept[address]

    return page


def part(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def fact(page: BeautifulSoup, place: int) -> str:
    return words(page.select(".side dl.facts dd")[place])


@pytest.mark.parametrize("code", MARKED)
def test_the_list_of_practices_has_its_filters_and_cards_in_the_language(read: Read, code: str) -> None:
    page, english, names = read(f"/{code}/practices"), read("/practices"), concepts(code)
    for name in FILTERS:
        values = {str(each["value"]): words(part(page, f'label[for="{each["id"]}"] > span'))
                  for each in page.select(f'#facet-{name} input[name="{name}"]')}  # fmt: skip
        scheme = {"outcome": "legal-outcome", "evidence": "evidence-level"}.get(name, name.replace("_", "-"))
        known = {slug: names[f"{scheme}/{slug}"] for slug in values if f"{scheme}/{slug}" in names}
        assert known and {slug: values[slug] for slug in known} == known
    titles = {str(each["href"]).rsplit("/", 1)[-1]: words(each) for each in page.select("article.result h3 a")}
    texts = practice_texts(code)
    assert titles and titles == {name: texts[name]["title"] for name in titles}
    shown = [words(each) for each in page.select("article.result > p:not(.meta)")]
    assert shown == [texts[name]["description"] for name in titles]
    # A badge that stands alone says itself what is unknown: `Status unknown`.
    badges = [words(each) for each in page.select("article.result .tag:not(.tag-status-unknown)")]
    assert badges and set(badges) <= set(names.values())
    assert len(page.select("article.result .tag")) == len(english.select("article.result .tag"))


@pytest.mark.parametrize("code", MARKED)
def test_the_page_of_a_practice_is_told_in_the_language_and_says_that_a_machine_did_it(read: Read, code: str) -> None:
    page, texts, names = read(f"/{code}/practices/{NICE}"), practice_texts(code)[NICE], concepts(code)
    assert words(part(page, "h1")) == texts["title"] and not part(page, "h1").get("lang")
    assert words(part(page, ".lede")) == texts["description"]
    assert part(page, 'meta[name="description"]')["content"] == texts["description"]
    assert words(part(page, '.crumbs [aria-current="page"]')) == texts["title"]
    assert [words(each) for each in page.select(".page-head .tag")] == [
        names["status/stopped"], names["legal-outcome/found-unlawful"], names["evidence-level/activity-count"]
    ]  # fmt: skip
    mark = part(page, "#machine-translated")
    assert words(part(mark, ".mark-note")) == MARKED[code] and len(page.select("#machine-translated")) == 1
    original = part(mark, "a")
    assert original["href"] == f"/practices/{NICE}" and original["hreflang"] == ENGLISH
    told = {words(each) for each in page.select(".side dl.facts dd")}
    assert {names["lead-level/municipal"], names["core-area/technology"]} <= told
    assert {"fr": "France", "pl": "Francja"}[code] in told


@pytest.mark.parametrize("code", MARKED)
def test_pages_of_law_and_technologies_name_concepts_in_the_language(read: Read, code: str) -> None:
    names = concepts(code)
    act = read(f"/{code}/laws/32016L0680")
    assert names["act-type/directive"] in words(part(act, ".page-head"))
    assert names["interval-state/in-force"] in [words(each) for each in act.select(".page-head .tag")]
    technology = read(f"/{code}/technologies/cctv-fixed")
    called = names.get("technology/cctv-fixed") or names["technologies/cctv-fixed"]
    assert words(part(technology, "h1")) == called
    outcomes = [words(each) for each in technology.select("#practices .tag")]
    assert outcomes and set(outcomes) <= set(names.values())


@pytest.mark.parametrize("code", MARKED)
def test_every_page_that_shows_a_machine_translation_says_so_once(read: Read, code: str) -> None:
    silent = []
    for address in PAGES:
        page, english = read(f"/{code}{address}"), read(address)
        assert english.select("#machine-translated") == [] == english.select("#english-left")
        texts = {each["title"] for each in practice_texts(code).values()} | set(concepts(code).values())
        shows = any(words(each) in texts for each in part(page, "main").select("a, label, .tag, option, h1, h3"))
        if shows and len(page.select("#machine-translated")) != 1:
            silent.append(address)
    assert silent == []


@pytest.mark.parametrize("code", [each for each in LANGUAGES if each != ENGLISH])
@pytest.mark.parametrize("address", ["/practices.json?country=FR", f"/practices/{NICE}.csv", f"/practices/{NICE}.ttl"])
def test_data_says_the_same_to_readers_of_every_language(client: FlaskClient, code: str, address: str) -> None:
    english, other = client.get(address), client.get(f"/{code}{address}")
    assert english.status_code == 200 and english.data == other.data


def test_a_name_that_the_tables_lack_is_marked_as_english(client: FlaskClient) -> None:
    known, lacking = (
        "https://w3id.org/openplaza/concept/status/stopped",
        "https://w3id.org/openplaza/concept/status/new",
    )
    rows = tuple({"status": Cell(iri, "iri"), "status_label": Cell(name, "literal", ENGLISH)}
                 for iri, name in ((known, "Stopped"), (lacking, "Brand new")))  # fmt: skip
    answer = Answer(Question("a", "", "", "view", ""), "", ("status", "status_label"), rows, True, 1, 0.0)
    app = client.application
    badges = '{% for row in rows %}{{ ui.badge("plain", row.status_label.value) }}{% endfor %}'
    template = app.jinja_env.from_string('{% import "web/ui.html" as ui %}' + badges)
    for code, shown in (("fr", concepts("fr")["status/stopped"]), (ENGLISH, "Stopped")):
        with app.test_request_context("/", environ_overrides={"openplaza.language": code}):
            page = BeautifulSoup(template.render(rows=with_names(answer).rows), "html.parser")
        told = [(words(each), each.get("lang")) for each in page.select(".tag")]
        assert told == [(shown, None), ("Brand new", None if code == ENGLISH else ENGLISH)]


def test_a_name_of_two_things_is_told_only_when_both_are_called_the_same() -> None:
    things: Mapping[str, Mapping[str, str]] = {
        "x/means/rule": {"name": "Réglementation", "made_by": "machine"},
        "x/act-type/rule": {"name": "Règlement", "made_by": "reviewed"},
        "x/theme/noise": {"name": "Bruit", "made_by": "machine"},
        "x/problem/noise": {"name": "Bruit", "made_by": "machine"},
    }
    names = NamesInLanguage(things, {"Rule": ["x/means/rule", "x/act-type/rule"],
                                     "Noise": ["x/theme/noise", "x/problem/noise"]})  # fmt: skip
    assert names.find(name_words("Rule")) is None and names.find(name_words("Unknown")) is None
    found = names.find(name_words("Rule", kind="act_type"))
    assert found is not None and found.text == "Règlement" and not found.is_by_machine
    noise = names.find(name_words("Noise"))
    assert noise is not None and noise.text == "Bruit" and noise.is_by_machine
