"""What a reader's eye would stumble over: things cut off, covered, out of line, or pushed out of place."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import read, too_wide

OpenPage = Callable[..., Page]

SIX = ["nice-school-vsa", "lecce-frt", "leiria-ai-cctv", "zaventem-airport-frt", "enschede-wifi-counting",
       "frankfurt-realtime-biometric"]  # fmt: skip
COMPARISON = "/compare?" + urlencode([("thing", f"practices/{each}") for each in SIX])
# What lies uppermost at the middle of a part.
UPPERMOST = """part => {
  const box = part.getBoundingClientRect();
  return part.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
LEFT_EDGES = """() => [...document.querySelectorAll('.results .result')].map(result =>
  [...result.querySelectorAll('h3 a, .meta span:first-child, h3 ~ p:not(.meta), .tags li:first-child, .collect')]
    .map(each => Math.round(each.getBoundingClientRect().left)))"""
LONGEST = """selector => document.querySelectorAll(selector).forEach(each => { each.textContent = 'Ö'.repeat(80); })"""
SCROLLED = """() => [...document.querySelectorAll('.facet[open] fieldset')]
  .filter(each => each.scrollHeight > each.clientHeight + 1)
  .map(each => [each.querySelector('legend').textContent, each.children.length])"""


@pytest.mark.parametrize("path", ["/practices", "/practices/map"])
def test_on_a_phone_all_of_a_result_begins_at_the_same_edge(read_page: OpenPage, path: str) -> None:
    page = read_page(390)
    read(page, path)
    edges = page.evaluate(LEFT_EDGES)
    assert len(edges) > 5 and all(len(each) >= 4 for each in edges)
    assert {edge for each in edges for edge in each} == {16}


def test_nothing_lies_over_the_way_to_the_comparison_and_its_own_page_does_not_offer_it(page: Page) -> None:
    read(page, "/practices")
    page.locator("button[data-collect]").first.click()
    link = page.locator(".tray-link")
    expect(page.locator("#tray-told a")).to_be_in_viewport()
    for path in ("/practices", "/practices/map", COMPARISON):
        read(page, path)
        expect(link).to_be_in_viewport()
        assert link.evaluate(UPPERMOST), path
    link.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".tray-list li")).to_have_count(1)
    expect(link).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/practices/nice-school-vsa", ".crumbs li:last-child, h1, .lede, .facts dd"),
        ("/practices?country=FR", ".result h3 a, .meta span, .tag, .chips a, .facet-option label > span:first-child"),
        (COMPARISON, ".legend a, .compare-table td li, .compare-table th"),
    ],
)
def test_a_word_of_eighty_letters_is_broken_on_the_narrowest_screen(read_page: OpenPage, path: str, parts: str) -> None:
    page = read_page(320)
    read(page, path)
    page.evaluate(LONGEST, parts)
    assert too_wide(page) == []


@pytest.mark.parametrize("path", ["/practices", "/laws", "/organisations", "/cities"])
def test_no_filter_that_is_open_at_first_is_cut_off(read_page: OpenPage, path: str) -> None:
    page = read_page(1440)
    read(page, path)
    assert page.locator(".facet[open] fieldset").count() > 0
    assert page.evaluate(SCROLLED) == []


def test_six_things_compared_stand_in_one_row_as_their_columns_do(read_page: OpenPage) -> None:
    page = read_page(1440)
    read(page, COMPARISON)
    tops = [box["y"] for each in page.locator(".legend li").all() if (box := each.bounding_box())]
    assert len(tops) == len(SIX) and len(set(tops)) == 1


def test_who_drew_the_outlines_is_said_once_beside_a_map(read_page: OpenPage) -> None:
    page = read_page(1440)
    read(page, "/practices/map")
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    assert page.locator("body").inner_text().count("Natural Earth") == 1


@pytest.mark.parametrize("path", ["/", "/fr/", "/pl/practices"])
def test_name_menu_and_language_are_in_one_line_on_the_narrowest_screen(read_page: OpenPage, path: str) -> None:
    page = read_page(320)
    read(page, path)
    parts = page.locator(".brand, .site-menu summary, .language-menu summary").all()
    middles = [round(box["y"] + box["height"] / 2) for each in parts if (box := each.bounding_box())]
    assert len(middles) == 3 and max(middles) - min(middles) <= 2
