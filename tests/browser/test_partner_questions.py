"""What a city officer asks, asked in a real browser with the keyboard alone: the expected practices stand on top.

The questions and their answers are in partner_questions.csv, written from the tables. The officer types words, opens
filters and chooses, or follows a link; then follows a result, whose page must say certain words. Desktop with
JavaScript, phone without.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

OpenPage = Callable[..., Page]
Row = dict[str, str]

with Path(__file__).with_name("partner_questions.csv").open(encoding="utf-8", newline="") as file:
    QUESTIONS = list(csv.DictReader(file))
MODES = {"desktop": (1440, True), "phone-without-javascript": (390, False)}
MOST_STEPS = 600
PLACES = re.compile(r"^/(?:practices|cities)/([\w-]+)(?:\?.*)?$")


def listed(row: Row, column: str) -> list[str]:
    return [each for each in row[column].split(";") if each]


def reach(page: Page, wanted: Locator) -> None:
    """Go to an element as a keyboard goes: from one to the next."""
    element = wanted.element_handle()  # looking it up anew after each key costs more than all the rest
    for _ in range(MOST_STEPS):
        if element.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No way by keyboard to {wanted}")


def press(page: Page, wanted: Locator, key: str) -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def choose(page: Page, facet: str, value: str, *, at_once: bool) -> None:
    """Open what hides the box, the outermost first, and tick it; `at_once` waits for the list that follows."""
    box = page.locator(f"input[name='{facet}'][value='{value}']")
    hiding = box.locator("xpath=ancestor::details")
    for place in range(hiding.count()):
        if hiding.nth(place).get_attribute("open") is None:
            press(page, hiding.nth(place).locator("> summary"), "Enter")
    press(page, box, "Space")
    if at_once:
        page.wait_for_url(re.compile(re.escape(f"{facet}={value}")))
        page.wait_for_load_state("networkidle")


def asked(page: Page, row: Row, *, javascript: bool) -> None:
    """Do what the officer does on the page where the question starts."""
    page.goto(row["start"])
    page.wait_for_load_state("networkidle")
    if row["words"]:
        reach(page, page.locator("main input[type=search]"))
        page.keyboard.type(row["words"])
        page.keyboard.press("Enter")
        page.wait_for_url("**q=**")
    choices = listed(row, "choices")
    for choice in choices:
        choose(page, *choice.split("="), at_once=javascript)
    if choices and not javascript:
        press(page, page.locator(".facets-apply"), "Enter")
        page.wait_for_url("**=**")
    if row["follow"] == "peers":
        press(page, page.locator("main a[href*='/peers']").first, "Enter")
        page.wait_for_url("**/peers**")


def results(page: Page) -> list[str]:
    """The practices and cities that the main part leads to, in order, each once."""
    links = page.locator("main article a[href], main .peer a[href], main li a[href]")
    paths = [PLACES.match(each or "") for each in links.evaluate_all("all => all.map(a => a.getAttribute('href'))")]
    return list(dict.fromkeys(match[1] for match in paths if match))


def whole_list(page: Page, follow: str) -> list[str]:
    """What every page of the list leads to; the page with `follow` is the one that stays open."""
    found, at = results(page), page.url
    place = at if follow in found else ""
    while (further := page.locator("a[rel=next]")).count():
        page.goto(further.first.get_attribute("href") or "")
        here = results(page)
        found += here
        place = place or (page.url if follow in here else "")
    if page.url != (place or at):
        page.goto(place or at)
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", QUESTIONS, ids=[row["id"] for row in QUESTIONS])
def test_an_officer_gets_the_expected_practices(read_page: OpenPage, row: Row, mode: str) -> None:
    width, javascript = MODES[mode]
    page = read_page(width, javascript=javascript)
    asked(page, row, javascript=javascript)
    expected = listed(row, "expected")
    if row["follow"] == "peers":
        first = [each for each in results(page) if not each.startswith("mechelen")]
        assert set(expected) <= set(first[: 3 * len(expected)]), first
    else:
        assert set(expected) <= set(whole_list(page, row["follow"])), row["question"]
        press(page, page.locator(f"main a[href*='/{row['follow']}']:not([href*='thing=']):visible").first, "Enter")
        page.wait_for_url(f"**/{row['follow']}**")
    words = page.locator("main").inner_text().casefold()
    assert [each for each in listed(row, "says") if each.casefold() not in words] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width
