"""The law date goes with the reader: every page of law shows it, can change it, and hands it to the next page."""

from __future__ import annotations

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from views.web.negotiation import SUFFIXES

HTML = {"Accept": "text/html"}
DAY = "2025-02-02"
PAGES = [
    "/",
    "/actions", "/actions/action-3", "/partnership", "/partnership/events/ev-m4", "/partnership/events/ev-m8",
    "/organisations", "/organisations/org-nice", "/organisations/org-edpb", "/cities/nice",
    "/practices/nice-school-vsa", "/technologies", "/technologies/cctv-fixed?actor=police", "/laws?q=camera",
    "/laws/32016R0679", "/laws/32016R0679/art_9", "/calendar?scope=laws/32024R1689",
    "/trace?from=practices/nice-school-vsa&kinds=rules",
]  # fmt: skip
LISTS = ["/practices", "/practices?country=FR&theme=gender", "/practices?q=camera", "/practices/map?status=operational",
         "/cities", "/cities?country=FR"]  # fmt: skip
LISTED = re.compile(r"/(?:practices|cities|practices/map)$")
LAWFUL = re.compile(
    r"/(?:laws|practices|cities|technologies|organisations|actions|partnership/events)/(?!compare)[^?#]+$|/trace$"
)

MENU = re.compile(r"^/(?:practices|cities|partnership|laws|technologies|assess|trace|impact|timeline|gaps|actions)?$")
FORMS = re.compile(rf"({'|'.join(map(re.escape, [*SUFFIXES, '.atom', '.ics']))})$")


def dated(path: str, day: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}on={day}"


def main_of(client: FlaskClient, path: str) -> str:
    text = client.get(path, headers=HTML).text
    return text[text.index('class="container crumbs-row"') : text.index("</main>")]


def day_of(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def of_law(href: str) -> bool:
    """Whether a link leads to a page of law as it is now; its other forms keep what was asked, a history has no day."""
    path = urlsplit(href).path
    is_told_by_day = not FORMS.search(path) and not path.endswith("/history")
    return bool(LAWFUL.search(path)) and is_told_by_day and "revision" not in day_of(href)


def hrefs(page: str) -> list[str]:
    """Where links lead, but not those to the same page in another language."""
    return [unescape(each) for each in re.findall(r'<a (?![^>]*hreflang=)[^>]*href="(/[^"]*)"', page)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_law_shows_the_day_and_its_form_keeps_all_other_parameters(client: FlaskClient, path: str) -> None:
    page = main_of(client, dated(path, DAY))
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'type="date" id="on"' in each)
    assert re.search(rf'name="on" value="{DAY}"', form) and "Back to today" in form
    for name, values in parse_qs(urlsplit(path).query).items():
        # A choice of the page itself, such as the actor, is a field of the same form.
        assert f'name="{name}"' in form and all(f'value="{unescape(value)}"' in form for value in values)
    assert re.search(rf'name="on" value="{datetime.date.today()}"', main_of(client, path))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_to_a_page_of_law_carries_a_day_that_is_not_today(client: FlaskClient, path: str) -> None:
    page = main_of(client, dated(path, DAY))
    own = urlsplit(path).path  # where "Back to today" leads
    assert [each for each in hrefs(page) if of_law(each) and urlsplit(each).path != own
            and day_of(each).get("on") != [DAY]] == []  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_link_carries_a_day_when_it_is_today(client: FlaskClient, path: str) -> None:
    for asked in (path, dated(path, str(datetime.date.today()))):
        assert [each for each in hrefs(main_of(client, asked)) if of_law(each) and "on" in day_of(each)] == []


def test_the_day_goes_from_practice_to_provision_to_act_to_technology_to_trace(client: FlaskClient) -> None:
    here = f"/practices/nice-school-vsa?on={DAY}"
    for wanted in (r"^/laws/[^?]+/art_", r"^/laws/[^/?]+\?", r"^/laws/[^?]+/art_", r"^/technologies/",
                   r"^/laws/[^?]+/art_", r"^/trace\?"):  # fmt: skip
        here = next(each for each in hrefs(main_of(client, here)) if re.search(wanted, each))
        assert parse_qs(urlsplit(here).query)["on"] == [DAY], here
        assert client.get(here, headers=HTML).status_code == 200


def test_a_day_that_is_none_is_told_once_and_carried_nowhere(client: FlaskClient) -> None:
    answer = client.get("/actions?on=soon", headers=HTML)
    assert answer.status_code == 400 and "on=soon" not in "".join(hrefs(answer.text))


def test_a_feed_says_the_same_on_whichever_day_it_is_fetched(client: FlaskClient) -> None:
    feed = client.get(f"/feeds/practices/nice-school-vsa.atom?on={DAY}").text
    head, *entries = feed.split("<entry>")
    # Only the address of the feed itself is the one that was asked.
    assert re.findall(r"[?;]on=[^\"]*", head) == [f"?on={DAY}"]
    assert entries and not any(re.search(r"[?;]on=", each) for each in entries)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_shows_no_law_hands_the_day_on_once_and_says_so(client: FlaskClient, path: str) -> None:
    page = main_of(client, dated(path, DAY))
    links = [each for each in hrefs(page) if of_law(each) or LISTED.search(urlsplit(each).path)]
    back = [each for each in links if "on" not in day_of(each)]
    assert len(links) > 3 and len(back) == page.count('class="back-to-today"') == 1
    assert all(each.count("?") == 1 and day_of(each).get("on", [DAY]) == [DAY] for each in links if each not in back)
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'class="finder"' in each)
    assert form.count(f'name="on" value="{DAY}"') == 1 and "?on=" not in form[: form.index(">")]
    assert "show the law as on 2 February 2025" in page
    assert not any("on" in day_of(each) for each in hrefs(main_of(client, path)))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_refuses_a_day_that_is_none(client: FlaskClient, path: str) -> None:
    assert client.get(dated(path, "soon"), headers=HTML).status_code == 400


def test_the_day_survives_the_walk_from_a_thing_to_the_list_and_back(client: FlaskClient) -> None:
    here = f"/cities/nice?on={DAY}"
    for wanted in (r"^/cities\?", r"^/cities/nice\?", r"^/practices/nice-school-vsa\?", r"^/practices\?",
                   r"^/practices/[a-z-]+\?"):  # fmt: skip
        here = next(each for each in hrefs(main_of(client, here)) if re.search(wanted, each))
        assert parse_qs(urlsplit(here).query)["on"] == [DAY], here


@pytest.mark.parametrize("path", [*PAGES, *LISTS, "/search?q=camera", "/sparql", "/about", "/nothing-here"])
def test_the_menu_and_the_search_of_every_page_hand_the_day_on(client: FlaskClient, path: str) -> None:
    text = client.get(dated(path, DAY), headers=HTML).text
    header, footer = re.findall(r"<(header|footer) class=\"site-(?:header|footer)\">(.*?)</\1>", text, re.DOTALL)
    links = [each for each in hrefs(header[1] + footer[1]) if MENU.search(urlsplit(each).path)]
    assert len(links) > 12 and all(day_of(each) == {"on": [DAY]} for each in links)
    assert header[1].count(f'<input type="hidden" name="on" value="{DAY}">') == 1
    today = client.get(path, headers=HTML).text
    assert not any("on" in day_of(each) for each in hrefs(today[: today.index("<main")]) if "revision" not in each)


def test_a_search_sends_the_day_once(client: FlaskClient) -> None:
    for path in (dated("/", DAY), dated("/search?q=camera", DAY)):
        main = main_of(client, path)
        for form in re.findall(r'<form[^>]*role="search".*?</form>', main, re.DOTALL):
            assert form.count(f'name="on" value="{DAY}"') == 1
            assert not re.search(r"[?&;]on=", form[: form.index(">")])
    found = client.get(dated("/search?q=camera", DAY), headers=HTML).text
    assert all(day_of(each).get("on") == [DAY] for each in hrefs(found) if urlsplit(each).path == "/search")
