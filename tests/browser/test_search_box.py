"""The search box in a real browser: by keyboard, by mouse, without scripts, and for everyone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.browser.accessibility import NO_FAULTS, faults

OpenPage = Callable[..., Page]
BOXES = [("/search", "#search-q"), ("/search", "#site-q"), ("/", "#search-q")]


@pytest.mark.parametrize(("path", "box"), BOXES)
def test_suggestions_are_walked_and_opened_by_keyboard_alone(page: Page, path: str, box: str) -> None:
    page.goto(path)
    field = page.locator(box)
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("lissab", delay=10)
    options = page.locator(f"#{field.get_attribute('aria-controls')} [role=option]")
    expect(options.first).to_contain_text("Lisbon")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(field).to_be_focused()
    field.press("Enter")
    page.wait_for_url("**/cities/lisbon")


def test_the_arrows_go_round_and_escape_closes_without_losing_the_words(page: Page) -> None:
    page.goto("/search")
    field = page.locator("#search-q")
    field.press_sequentially("camer", delay=10)
    options = page.locator(f"#{field.get_attribute('aria-controls')} [role=option]")
    expect(options.first).to_be_visible()
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(field).not_to_have_attribute("aria-activedescendant", "x")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("camer")


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("/practices")
    page.locator("#site-q").press_sequentially("art. 35 GDPR", delay=5)
    page.locator("#site-q").press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("article.result h3").first).to_have_text("Data protection impact assessment")


def test_a_suggestion_can_be_clicked(page: Page) -> None:
    page.goto("/search")
    page.locator("#search-q").press_sequentially("mechel", delay=10)
    page.get_by_role("option", name="Mechelen").first.click()  # before it stand suggestions for fewer letters
    page.wait_for_url("**/cities/mechelen")


def test_a_late_answer_never_replaces_a_newer_one(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.url.endswith("q=ni"):
            held.append(route)
        else:
            route.continue_()

    page.route("**/search/suggest*", hold_the_first)
    page.goto("/search")
    field = page.locator("#search-q")
    with page.expect_request("**/search/suggest?q=ni"):
        field.fill("ni")
    field.fill("stockh")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Stockholm")
    assert len(held) == 1
    with contextlib.suppress(Error):
        # The page has given this request up; what comes for it must not be shown.
        held[0].fulfill(
            json={"suggestions": [{"label": "Late", "kind": "City", "address": "/", "why": "", "context": ""}]}
        )
    page.wait_for_timeout(150)
    expect(options.first).to_contain_text("Stockholm")


def test_the_search_needs_no_script(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/practices")
    page.locator("#site-q").fill("Lissabon")
    page.locator("#site-q").press("Enter")
    expect(page.locator("article.result a").first).to_have_text("Lisbon")
    page.locator("details.facet summary").click()
    page.get_by_label("Cities").check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**kind=cities*")
    expect(page.locator("article.result")).to_have_count(1)


@pytest.mark.parametrize("path", ["/search", "/search?q=art.+35+GDPR", "/search?q=drones+Portugal"])
def test_the_search_is_accessible_with_and_without_suggestions(read_page: OpenPage, path: str) -> None:
    page = read_page()
    page.goto(path)
    assert faults(page) == NO_FAULTS
    field = page.locator("#search-q")
    field.fill("")
    field.press_sequentially("facial", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    assert faults(page) == NO_FAULTS
