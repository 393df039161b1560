"""Every page can be read by everyone, on any screen; the main journeys need no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.browser import test_compare_pages, test_peers_pages
from tests.browser.accessibility import NO_FAULTS, headings_in_order, read, unsteady, visited
from tests.browser.kinds import missing

OpenPage = Callable[..., Page]

PAGES = [
    "/",
    "/practices",
    "/practices/nice-frt-carnival-2019",
    "/practices/nice-school-vsa/history",
    "/contributions",
    "/contributions/T11",
    "/contribute",
    "/contribute/report?row=practices.csv/nice-school-vsa&column=funding",
    "/cities",
    "/cities/nice",
    "/organisations",
    "/organisations/org-mechelen",
    "/partnership",
    "/partnership/seed",
    "/partnership/events/ev-public-session",
    "/actions",
    "/actions/action-1",
    "/laws",
    "/laws/32016R0679",
    "/laws/32024R1689/art_5",
    "/laws/32024R1689/art_5/par_1/pnt_h",
    "/laws/compare?from=2019-10-09&to=2026-11-22",
    "/laws/compare?from=2019-10-09&to=2026-11-22&scope=technologies/cctv-fixed",
    "/calendar",
    "/technologies",
    "/technologies/cctv-fixed",
    "/assess",
    "/assess?technology=cctv-fixed&also=footage-retention&actor=municipality&country=FR&city=nice&on=2026-12-03",
    "/transposition",
    "/trace",
    "/trace?from=practices/nice-school-vsa",
    "/trace/network",
    "/impact",
    "/impact?of=GDPR",
    "/impact?of=52025PC0837",
    "/gaps",
    "/gaps?city=nice",
    "/search?q=camera",
    "/queries",
    "/queries/actions-by-pillar",
    "/ontology",
    "/ontology/theme",
    "/ontology/terms/Practice",
    "/ontology/legal-outcome/contested",
    "/ontology/shapes/Practice-status",
    "/ontology/rules/legal-outcome",
    "/ontology/classes",
    "/ontology/classes?about=Practice",
    "/ontology/changes",
    "/data/partnership",
    "/data?iri=https://w3id.org/openplaza/id/practices/nice-school-vsa",
    "/sparql",
    "/revisions",
    "/revisions/1",
    "/revisions/1/diff/1",
    "/about",
]


def test_every_kind_of_page_is_looked_at_on_screens(client: FlaskClient) -> None:
    others = ["/practices/map", *test_compare_pages.PAGES, *test_peers_pages.PAGES]
    assert missing(client.application, [*PAGES, *others]) == set()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_steady_not_too_long_fits_each_screen_and_has_its_headings_in_order(
    read_page: OpenPage, path: str
) -> None:
    page = read_page()
    assert visited(page, path) == NO_FAULTS
    assert headings_in_order(page)


def test_a_page_is_drawn_with_its_own_styles_and_typeface(page: Page) -> None:
    read(page, "/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert page.evaluate("document.fonts.check('17px \"Source Sans 3 Variable\"')")


def test_a_dark_setting_gives_a_dark_page_and_the_page_can_overrule_it(open_page: OpenPage) -> None:
    page = open_page(scheme="dark")
    read(page, "/")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(15, 24, 27)"
    page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
    assert page.evaluate(background) == "rgb(255, 255, 255)"


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    read(page, "/practices")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_menu_opens_on_a_phone_without_javascript(open_page: OpenPage) -> None:
    page = open_page(390, javascript=False)
    page.goto("/")
    page.locator(".site-menu summary").click()
    page.get_by_role("link", name="Laws", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/laws$"))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("width", "menu"), [(390, ".site-menu"), (1440, ".more-menu")])
def test_peers_compare_and_timeline_are_in_the_menu_without_javascript(
    open_page: OpenPage, width: int, menu: str
) -> None:
    page = open_page(width, javascript=False)
    for name, path in (("Peers of my city", "/peers/city"), ("Compare", "/compare/tray"), ("Timeline", "/timeline")):
        page.goto("/about")
        page.locator(f"{menu} > summary").click()
        page.locator(menu).get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"{path}$"))


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_on_a_first_visit_when_the_typeface_comes(open_page: OpenPage, width: int) -> None:
    for path in ("/", "/practices", "/practices/map", "/practices/nice-school-vsa", "/trace", "/laws/32016R0679"):
        page = open_page(width)
        read(page, path)
        assert unsteady(page) == []
        page.context.close()


def test_a_practice_is_found_filtered_and_read_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/practices")
    facet = page.locator("details.facet").first
    facet.locator("summary").click()
    facet.locator("input[type=checkbox]").first.check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("details.facet[open] input:checked")).to_have_count(1)
    first = page.locator(".results .result").first.locator("h3 a, h2 a").first
    title = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(title)


def test_filters_answer_at_once_and_the_address_follows(page: Page) -> None:
    read(page, "/practices")
    before = page.locator("#results [role=status]").inner_text()
    page.locator("details.facet input[type=checkbox]").first.check()
    expect(page.locator("#results [role=status]")).not_to_have_text(before)
    assert "?" in page.url


def test_search_finds_a_technology_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/")
    page.locator("#site-q").fill("camera")
    page.locator("#site-q").press("Enter")
    expect(page.locator("main a").filter(has_text="amera").first).to_be_visible()


def test_the_law_of_another_day_is_shown_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/laws/32024R1689/art_5/par_1/pnt_h?on=2024-01-01")
    page.locator("#on").fill("2026-08-02")
    page.locator(".date-form button").click()
    assert "on=2026-08-02" in page.url
    expect(page.locator("#on")).to_have_value("2026-08-02")


def test_a_query_is_written_run_and_answered_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/sparql")
    page.locator("textarea[name=query]").fill("SELECT (1 + 1 AS ?two) WHERE {}")
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#answer table td")).to_have_text("2")


def test_the_query_editor_completes_a_class_adds_its_prefix_and_runs_by_keyboard(page: Page) -> None:
    read(page, "/sparql?query=" + "SELECT * WHERE {}")
    page.locator("#query").focus()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type("SELECT (COUNT(*) AS ?n) WHERE { ?x a op:Practi")
    expect(page.locator(".cm-tooltip-autocomplete [aria-selected]")).to_contain_text("op:Practice")
    page.wait_for_timeout(200)  # the editor ignores keys just after its list appears, so that nobody picks by accident
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("PREFIX op:")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer table td").first).to_be_visible()


def test_tab_leaves_the_query_editor(page: Page) -> None:
    read(page, "/sparql")
    page.locator("#query").focus()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
