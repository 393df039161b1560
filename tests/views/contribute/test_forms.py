"""Forms as a person uses them without a script: nothing that was typed is lost, and whatever is typed stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.contribute.changes import ChangeSet
from graph.forms.kinds import KINDS
from graph.people import Person, transaction
from graph.review.records import Status
from graph.review.submissions import mine
from graph.revision import Revision
from graph.settings import Settings
from tests.people.signing import browser_of, contributing, somebody
from tests.security.test_hostile_texts import TEXTS, TYPED, harmless
from views.people.signed_in import EXTENSION

PRACTICE = {
    "f.title": "Iluminação do centro histórico",
    "f.language_of_text": "pt",
    "t.cities": "Guimarães",
    "f.start_year": "2023",
    "f.status": "operational",
    "f.core_area": "urban planning and design",
    "t.themes": "iluminação pública",
    "f.problems": "feeling unsafe",
    "f.description": "A câmara municipal instalou iluminação em doze ruas do centro, a pedido dos moradores.",
    "s.0.url": "https://www.cm-guimaraes.pt/pt/iluminacao",
    "s.0.title": "Iluminação do centro histórico",
    "s.0.publisher": "Câmara Municipal de Guimarães",
    "s.0.language": "pt",
    "f.practice_actors.actor": "municipality",
    "f.basis": "reported-by-city",
}


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("people"))
    for limiter in made.extensions.get("limiter", ()):
        limiter.enabled = False
    yield made
    made.extensions["openplaza"].close()


@pytest.fixture
def ana(app: Flask, request: pytest.FixtureRequest) -> Person:
    return somebody(app, name=f"Ana {abs(hash(request.node.name))}")


@pytest.fixture
def browser(app: Flask, ana: Person) -> FlaskClient:
    return browser_of(app, ana)


def page(response: TestResponse) -> BeautifulSoup:
    assert response.status_code == 200, response.text[:600]
    assert "no-store" in response.headers["Cache-Control"]
    return BeautifulSoup(response.text, "html.parser")


def values(read: BeautifulSoup) -> dict[str, list[str]]:
    """What a browser would send of the form on a page."""
    found: dict[str, list[str]] = {}
    form = read.select_one("form.contribute")
    assert form is not None
    for each in form.select("input[name], textarea[name], select[name]"):
        kind, name = each.get("type"), str(each["name"])
        if each.name == "textarea":
            found.setdefault(name, []).append(each.get_text().removeprefix("\n"))
        elif each.name == "select":
            chosen = each.select("option[selected]") or each.select("option")[:1]
            found.setdefault(name, []).append(str(chosen[0]["value"]))
        elif kind not in ("checkbox", "radio") or each.has_attr("checked"):
            found.setdefault(name, []).append(str(each.get("value", "")))
    return found


def action(read: BeautifulSoup) -> str:
    form = read.select_one("form.contribute")
    assert isinstance(form, Tag)
    return str(form["action"])


def kept(app: Flask, author: Person) -> list[tuple[Status, ChangeSet]]:
    with transaction(app.extensions[EXTENSION].engine) as session:
        return [(each.status, each.changes) for each in mine(session, author)]


def test_a_practice_in_portuguese_is_added_by_eight_answers_and_sent(
    app: Flask, ana: Person, browser: FlaskClient
) -> None:
    empty = page(browser.get("/pt/contribute/new/practice"))
    assert values(empty)["f.language_of_text"] == ["pt"]
    checked = page(browser.post(action(empty), data={**PRACTICE, "do": "check"}, follow_redirects=True))
    told = checked.get_text()
    assert PRACTICE["f.title"] in told and "Guimarães" in told and PRACTICE["f.description"] in told
    ((status, changes),) = kept(app, ana)
    assert status == Status.DRAFT
    (practice,) = changes.of("practices")
    assert practice.key == "guimaraes-iluminacao-do-centro-historico"
    now = {cell.column: cell.now for cell in practice.cells}
    assert (now["cities"], now["country"], now["language_of_text"]) == ("guimaraes", "PT", "pt")
    assert (now["basis"], now["evidence_level"]) == ("reported-by-city", "none-found")
    (source,) = changes.of("sources")
    assert now["source_ids"] == source.key and source.now("title_language") == "pt"
    (actor,) = changes.of("practice_actors")
    assert (actor.now("practice"), actor.now("role"), actor.now("actor")) == (practice.key, "runs", "municipality")
    (city,) = changes.of("cities")
    assert (city.key, city.now("geonames")) == ("guimaraes", "2738752")
    send = checked.select_one("form.form-actions")
    assert isinstance(send, Tag)
    page(browser.post(str(send["action"]), follow_redirects=True))
    assert [each for each, _ in kept(app, ana)] == [Status.SUBMITTED]


def test_a_form_with_faults_comes_back_with_everything_typed_and_each_fault_beside_its_field(
    browser: FlaskClient,
) -> None:
    typed = {
        "f.title": "  Câmaras “no” centro & <outras>  ",
        "t.cities": "Valencia",
        "f.start_year": "dezanove",
        "f.description": "Uma frase.\r\nE outra.",
        "s.0.url": "www.cm.pt",
        "s.0.publisher": "Câmara",
        "why": "É nosso.",
    }
    read = page(browser.post("/contribute/new/practice", data={**typed, "do": "check"}, follow_redirects=True))
    found = values(read)
    for name, text in typed.items():
        assert found[name] == [text.strip().replace("\r\n", "\n")], name
    faults = {str(each["id"]).removesuffix("-fault") for each in read.select(".field-fault[id]")}
    assert {"f-cities", "f-start_year", "f-status", "f-core_area", "f-themes", "s-0-url", "s-0-title"} <= faults
    listed = [str(each["href"]).removeprefix("#") for each in read.select(".fault-list a")]
    assert set(listed) == faults and all(read.find(id=each) for each in listed)
    focused = read.select("[autofocus]")
    assert [each["id"] for each in focused] == [listed[0]]
    assert focused[0]["aria-invalid"] == "true" and f"{listed[0]}-fault" in str(focused[0]["aria-describedby"])
    meant = [each.get_text(" ", strip=True) for each in read.select(".field-meant label")]
    assert any("Spain" in each for each in meant) and any("France" in each for each in meant)


def test_what_was_chosen_among_several_is_taken(app: Flask, ana: Person, browser: FlaskClient) -> None:
    read = page(browser.post("/contribute/new/practice", data={**PRACTICE, "t.cities": "Valencia", "do": "check"},
                             follow_redirects=True))  # fmt: skip
    spanish = next(each for each in read.select(".field-meant label") if "Spain" in each.get_text())
    box = spanish.select_one("input")
    assert isinstance(box, Tag)
    answers = {**values(read), str(box["name"]): [str(box["value"])]}
    page(browser.post(action(read), data={**answers, "do": "check"}, follow_redirects=True))
    ((_, changes),) = kept(app, ana)
    assert [city.now("country") for city in changes.of("cities")] == ["ES"]


def test_a_draft_that_is_opened_and_kept_again_stays_as_it_is(app: Flask, ana: Person, browser: FlaskClient) -> None:
    browser.post("/contribute/new/practice", data={**PRACTICE, "do": "check"})
    (before,) = kept(app, ana)
    with transaction(app.extensions[EXTENSION].engine) as session:
        (draft,) = mine(session, ana)
    read = page(browser.get(f"/contribute/drafts/{draft.id}"))
    assert page(browser.post(action(read), data={**values(read), "do": "save"}, follow_redirects=True))
    assert kept(app, ana) == [before]


def test_a_button_that_is_pressed_twice_makes_one_draft(app: Flask, ana: Person, browser: FlaskClient) -> None:
    sent = [browser.post("/contribute/new/practice", data={**PRACTICE, "do": "check"}) for _ in range(2)]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert len(kept(app, ana)) == 1


def test_a_practice_like_one_that_is_there_is_shown_before_it_is_sent(browser: FlaskClient) -> None:
    alike = {**PRACTICE, "f.title": "Facial recognition test at the Carnival", "t.cities": "Nice"}
    read = page(browser.post("/contribute/new/practice", data={**alike, "do": "check"}, follow_redirects=True))
    assert any("nice-frt-carnival-2019" in str(each["href"]) for each in read.select(".similar a"))
    piece = browser.get("/contribute/similar", query_string={"f.title": alike["f.title"], "t.cities": "nizza"})
    assert "nice-frt-carnival-2019" in piece.text and "<html" not in piece.text


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_form_takes_any_text_in_every_field_and_shows_it_as_text(
    app: Flask, ana: Person, browser: FlaskClient, kind: str
) -> None:
    names = [*values(page(browser.get(f"/contribute/new/{kind}"))), "f.unheard-of", "s.x.url"]
    assert len(names) > 5
    hostile = [*TYPED, *TEXTS, "=HYPERLINK(1)", "'; DROP TABLE people; --", "a\x00b", "x" * 20_000]
    for place in range(0, len(hostile), 4):
        texts = hostile[place:] + hostile[:place]
        sent = {name: texts[number % len(texts)] for number, name in enumerate(names)}
        response = browser.post(f"/contribute/new/{kind}", data={**sent, "do": "check"}, follow_redirects=True)
        refused = any("\x00" in text for text in sent.values())
        assert response.status_code == (400 if refused else 200), BeautifulSoup(response.text, "html.parser").main
        assert harmless(response.text) == []
        assert all("\n" not in value and "\r" not in value for _, value in response.headers)
    assert harmless(browser.get("/contribute").text) == []


def test_a_statement_is_corrected_at_its_field_with_source_and_reason(
    app: Flask, ana: Person, browser: FlaskClient
) -> None:
    shown = BeautifulSoup(browser.get("/practices/nice-school-vsa").text, "html.parser")
    pencil = next(each for each in shown.select("a.correct") if str(each["href"]).endswith("column=target_problem"))
    read = page(browser.get(str(pencil["href"])))
    assert [each["id"] for each in read.select("[autofocus]")] == ["f-target_problem"]
    answers = {**values(read), "f.target_problem": ["vans at school gates"]}
    again = page(browser.post(action(read), data={**answers, "do": "check"}, follow_redirects=True))
    assert "why" in [str(each["href"]).removeprefix("#") for each in again.select(".fault-list a")]
    whole = {**values(again), "why": "The budget says so.", "s.0.url": "https://www.nice.fr/budget",
             "s.0.title": "Budget 2020", "s.0.publisher": "City of Nice", "do": "check"}  # fmt: skip
    checked = page(browser.post(action(again), data=whole, follow_redirects=True))
    assert "vans at school gates" in [each.get_text() for each in checked.select("ins")]
    ((_, changes),) = kept(app, ana)
    own, source = changes.rows
    assert (own.table, own.key, source.table) == ("practices", "nice-school-vsa", "sources")
    changed = {cell.column: cell for cell in own.cells}
    assert set(changed) == {"target_problem", "source_ids", "source"}
    assert changed["target_problem"].sources == (source.key,) and changed["source_ids"].now.endswith(source.key)


def test_a_page_is_the_same_bytes_for_everybody(app: Flask, browser: FlaskClient) -> None:
    nobody = browser_of(app, None)
    assert browser.get("/practices/nice-school-vsa").data == nobody.get("/practices/nice-school-vsa").data


def test_a_draft_is_kept_while_one_writes(app: Flask, ana: Person, browser: FlaskClient) -> None:
    first = browser.post("/contribute/new/practice", data={"f.title": "Câ", "do": "keep"}).get_json()
    then = browser.post(first["action"], data={"f.title": "Câmaras", "do": "keep"}).get_json()
    assert first["id"] == then["id"]
    ((status, changes),) = kept(app, ana)
    assert (status, changes.rows[0].now("title")) == (Status.DRAFT, "Câmaras")
    assert re.search("Câmaras", browser.get("/contribute").text)
