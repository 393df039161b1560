"""Peers in a real browser: wide and narrow, with the keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import NO_FAULTS, PHONE, faults, headings_in_order, read, too_long, unsteady

OpenPage = Callable[..., Page]
PAGES = (
    "/practices/lille-stop-on-demand/peers",
    "/practices/kortrijk-briefcam/peers?w_technology=5&elsewhere=1",
    "/peers/city?q=Newport",
    "/peers/city?city=650224",
    "/cities/mechelen/peers",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_fit(read_page: OpenPage, path: str) -> None:
    page = read_page(PHONE)
    read(page, path)
    assert [*unsteady(page), *too_long(page)] == []
    for details in page.locator("main details").all()[:6]:
        details.evaluate("each => each.open = true")
    assert faults(page) == NO_FAULTS
    assert headings_in_order(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_an_officer_finds_peers_of_the_city_and_a_practice_without_javascript(open_page: OpenPage, width: int) -> None:
    page = open_page(width, javascript=False)
    page.goto("/peers/city")
    page.get_by_label("Your city, in any European language").fill("Malines")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cities like Mechelen")
    page.locator(".peer").first.get_by_role("link").first.click()
    page.go_back()
    page.locator(".peer-practices a").nth(1).click()
    page.get_by_role("link", name="Practices like this", exact=True).click()
    expect(page.locator(".peer").first).to_be_visible()
    page.locator(".weights-panel > summary").click()
    page.get_by_label("Technology", exact=True).fill("0")
    page.get_by_role("button", name="Compare again").click()
    assert "w_technology=0" in page.url
    expect(page.locator(".weights-panel > summary")).to_contain_text("Technology off")


def test_the_weights_are_reached_and_sent_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(PAGES[0])
    page.locator(".weights-panel > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Technology", exact=True)).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_url("**w_technology=7**")
    expect(page.locator(".weights-panel > summary")).to_contain_text("Technology 7")
