"""Filters and the map in a real browser: by mouse, by keyboard, on a phone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import NO_FAULTS, read, too_wide, violations, visited
from tests.reading import matched
from tests.views.facts import rows_of

OpenPage = Callable[..., Page]

LIST = "/practices?country=FR&theme=gender&theme=video-sensing-and-analytics"
NOTHING = "/practices?country=MT&status=stopped&theme=gender"
MAP = "/practices/map?status=operational"


def counted(**cells: str) -> int:
    """How many practices of the tables have these cells."""
    return sum(all(value in row[name].split(";") for name, value in cells.items()) for row in rows_of("practices.csv"))


def total(page: Page) -> int:
    words = page.locator("#results h2 [role=status]").inner_text()
    return int(matched(r"^[\d,]+", words).replace(",", ""))


@pytest.mark.parametrize("path", [LIST, NOTHING, MAP, "/cities"])
def test_filters_and_map_can_be_used_by_everyone_on_any_screen(read_page: OpenPage, path: str) -> None:
    page = read_page()
    assert visited(page, path) == NO_FAULTS


@pytest.mark.parametrize("path", [LIST, NOTHING, MAP])
def test_opened_filters_can_be_used_by_everyone_on_a_phone(read_page: OpenPage, path: str) -> None:
    page = read_page(390, scheme="dark")
    read(page, path)
    page.locator("#filters > summary").click()
    page.locator("#facet-theme > summary").click()
    assert [*too_wide(page), *violations(page)] == []


@pytest.mark.parametrize("path", ["/practices", "/practices/map"])
def test_the_keyboard_can_go_past_the_filters_to_what_they_find(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Search practices").focus()
    skip = page.get_by_role("link", name="Skip the filters")
    for _ in range(3):
        page.keyboard.press("Tab")
        if skip.evaluate("link => link === document.activeElement"):
            break
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#results').contains(document.activeElement)")


def test_choosing_changes_list_counts_and_address_at_once_and_focus_stays(page: Page) -> None:
    page.goto("/practices")
    page.locator("#country-FR").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**country=FR**")
    french = counted(country="FR")
    expect(page.locator("#results h2 [role=status]")).to_contain_text(f"{french} practices")
    expect(page.locator("#country-FR")).to_be_focused()
    expect(page.locator("#country-FR")).to_be_checked()
    assert str(french) in page.locator("label[for=country-FR]").inner_text()
    technology = page.locator("label[for=core_area-technology]").inner_text()
    page.locator("#core_area-technology").check()
    page.wait_for_url("**core_area=technology**")
    expect(page.locator("#results h2 [role=status]")).not_to_contain_text(f"{french} practices")
    assert str(total(page)) in technology
    page.go_back()
    expect(page.locator("#country-FR")).to_be_checked()


@pytest.mark.parametrize(
    ("path", "chosen", "other"), [("/organisations", "kind-city", "role"), ("/laws", "type-judgment", "jurisdiction")]
)
def test_the_other_filters_of_a_list_follow_a_choice_at_once_and_focus_stays(
    page: Page, path: str, chosen: str, other: str
) -> None:
    page.goto(path)
    offered = page.locator(f"#facet-{other} .facet-option")
    before = offered.count()
    page.locator(f"#{chosen}").focus()
    page.keyboard.press("Space")
    page.wait_for_url(f"**{chosen.replace('-', '=')}**")
    expect(offered).not_to_have_count(before)
    expect(page.locator(f"#{chosen}")).to_be_focused()
    expect(page.locator(f"#{chosen}")).to_be_checked()


def test_what_was_opened_stays_open_when_counts_change(page: Page) -> None:
    page.goto("/practices")
    page.locator("#facet-status > summary").click()
    more = page.locator("#theme-events-and-night-life-more")
    more.locator("summary").click()
    page.locator("#status-operational").check()
    page.wait_for_url("**status=operational**")
    expect(page.locator("#theme-night-time-economy")).to_be_visible()
    expect(page.locator("#facet-status")).to_have_attribute("open", "")


def test_filters_combine_and_are_taken_away_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/practices")
    page.locator("#facet-country > summary").click()
    page.locator("#country-IT").check()
    page.locator("#facet-theme > summary").click()
    page.locator("#theme-people-and-perception-more > summary").click()
    page.locator("#theme-gender").check()
    page.get_by_role("button", name="Apply filters").click()
    found = total(page)
    assert 0 < found < counted(country="IT")
    assert page.locator("#facet-theme label[for=theme-gender] .count").inner_text().strip("()\n ") == str(found)
    page.get_by_role("link", name=re.compile("Theme: Gender")).click()
    assert total(page) == counted(country="IT")
    page.locator("#sort").select_option("newest")
    page.get_by_role("button", name="Sort").click()
    assert "sort=newest" in page.url and "country=IT" in page.url


def test_the_way_out_of_nothing_leads_to_something(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto(NOTHING)
    assert total(page) == 0
    page.locator(".empty a").first.click()
    assert total(page) > 0


def test_the_drawn_map_has_outlines_and_every_point_is_a_link_without_javascript(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/practices/map")
    assert page.locator(".map-land path").count() > 30
    points = page.locator(".map-points a")
    cities = {city for row in rows_of("practices.csv") for city in row["cities"].split(";") if city}
    assert points.count() == len(cities)
    nice = page.locator('.map-points a[aria-label^="Nice,"]')
    nice.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**city=nice**")
    assert total(page) == counted(cities="nice")
    page.locator('.map-land a[data-code="IT"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**country=IT**")


def test_the_live_map_is_reached_by_keyboard_and_its_markers_choose_cities(page: Page) -> None:
    page.goto("/practices/map")
    page.wait_for_selector(".leaflet-marker-icon")
    markers = page.locator(".leaflet-marker-icon")
    named = [marker.get_attribute("aria-label") for marker in markers.all()]
    assert all(name and re.search(r"\d practice", name) for name in named), named
    single = page.locator('.leaflet-marker-icon[role="link"]').first
    city = (single.get_attribute("aria-label") or "").split(",")[0]
    single.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**city=**")
    expect(page.locator(".chips")).to_contain_text(f"City: {city}")


def test_a_cluster_says_what_it_holds_and_opens_by_keyboard(page: Page) -> None:
    page.goto("/practices/map")
    cluster = page.locator('.map-cluster[role="button"]').first
    cluster.wait_for()
    assert re.fullmatch(r"\d+ cities, \d+ practices: look closer", cluster.get_attribute("aria-label") or "")
    before = page.locator(".leaflet-marker-icon").count()
    shapes = page.locator("path.map-shape").count()
    assert shapes > 60
    cluster.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-marker-icon")).not_to_have_count(before)
    expect(page.locator(".leaflet-marker-icon:not([aria-label])")).to_have_count(0)


def test_the_map_follows_the_filters_without_loading_the_page_again(page: Page) -> None:
    page.goto("/practices/map")
    page.wait_for_selector(".leaflet-marker-icon")
    page.evaluate("window.here = true")
    page.locator("#country-FI").check()
    page.wait_for_url("**country=FI**")
    page.wait_for_selector(".leaflet-marker-icon")
    expect(page.locator("#results h2 [role=status]")).to_contain_text(f"{counted(country='FI')} practices")
    assert page.evaluate("window.here") is True
    assert page.locator("[data-map] .leaflet-marker-icon").count() < 8


def test_on_a_phone_the_filters_are_a_sheet_that_counts_and_leads_to_what_they_find(open_page: OpenPage) -> None:
    page = open_page(390)
    read(page, "/practices?country=FR")
    sheet, show = page.locator("#facets"), page.locator(".facets-show")
    expect(sheet).to_be_hidden()
    page.locator("#filters > summary").click()
    expect(show).to_be_in_viewport()
    before = show.inner_text()
    page.locator("#facet-status > summary").click()
    page.locator("#status-operational").check()
    page.wait_for_url("**status=operational**")
    expect(show).not_to_have_text(before)
    expect(page.locator("#filters > summary")).to_have_text("Filters (2 chosen)")
    expect(sheet).to_be_visible()
    assert show.inner_text() == f"Show {total(page)} practices"
    show.click()
    expect(sheet).to_be_hidden()
    expect(page.locator("#results h2")).to_be_in_viewport()


def test_the_sheet_is_left_with_escape_and_by_a_press_beside_it_which_does_nothing_else(open_page: OpenPage) -> None:
    page = open_page(390)
    read(page, "/practices?country=FR")
    summary, sheet = page.locator("#filters > summary"), page.locator("#facets")
    summary.press("Enter")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(summary).to_be_focused()
    summary.press("Enter")
    page.locator(".brand").click()
    expect(sheet).to_be_hidden()
    assert page.url.endswith("/practices?country=FR")


@pytest.mark.parametrize("path", ["/practices", "/laws", "/organisations", "/cities", "/search?q=camera"])
def test_without_javascript_filters_are_behind_a_line_on_a_phone_and_a_column_elsewhere(
    read_page: OpenPage, path: str
) -> None:
    page = read_page(390, javascript=False)
    page.goto(path)
    apply = page.get_by_role("button", name="Apply filters")
    expect(apply).to_be_hidden()
    expect(page.locator("#results h2").first).to_be_in_viewport()
    page.locator("#filters > summary").click()
    expect(apply).to_be_visible()
    page = read_page(1440, javascript=False)
    page.goto(path)
    expect(apply).to_be_visible()
    expect(page.locator("#filters > summary")).to_be_hidden()


def test_the_map_goes_to_the_city_that_is_chosen(page: Page) -> None:
    read(page, "/practices/map?city=nice")
    around, nice = page.locator("[data-map]").bounding_box(), page.locator(".map-chosen").bounding_box()
    assert around and nice
    for begin, size in (("x", "width"), ("y", "height")):
        place = (nice[begin] + nice[size] / 2 - around[begin]) / around[size]
        assert 0.4 < place < 0.6
