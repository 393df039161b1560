"""A city officer does five things in her own language, by keyboard, without JavaScript, on a phone too."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
MOST_STEPS = 6
# The same word in English and in the other language.
SHARED = {"Sources", "Menu"}


class Officer:
    """Presses what has the focus, counts her steps, and finds no English in headings and buttons on the way."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.steps = page, language, 0

    def begin(self) -> None:
        self.steps = 0
        self.page.goto(f"/{self.language}/")
        self._reads()

    def press(self, wanted: Locator) -> None:
        first = wanted.first
        first.focus()
        if first.evaluate("each => each.tagName") == "SUMMARY":
            self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        self.steps += 1
        assert self.steps <= MOST_STEPS
        self._reads()

    def goes_back(self) -> None:
        self.page.go_back()
        self.steps += 1

    def _reads(self) -> None:
        assert re.search(rf"//[^/]+/{self.language}(/|$)", self.page.url), self.page.url
        path = re.sub(rf"(//[^/]+)/{self.language}(/|$)", r"\1/", self.page.url)
        english = self.page.request.get(path, headers={"Accept": "text/html"}).text()
        mine, theirs = words(self.page.content()), words(english)
        assert mine and mine & theirs <= SHARED, mine & theirs


def words(html: str) -> set[str]:
    """What headings and buttons say; names are links, and legends of filters have no catalogue yet."""
    found = BeautifulSoup(html, "html.parser").select("main h2, main button")
    texts = {" ".join(each.get_text(" ").split()) for each in found if not each.find("a")}
    return {text for text in texts if len(text) > 3 and not text.isdigit()}


def names_law(html: str) -> bool:
    """Whether the page of a practice names law that holds for it, or may."""
    return bool(BeautifulSoup(html, "html.parser").select("#governing a[href*='/laws/']"))


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["fr", "pl"])
def test_five_tasks_are_done_in_six_steps_each(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(width, javascript=False)
    officer = Officer(page, language)
    cards = page.locator(".results article.result")

    officer.begin()
    officer.press(page.locator("#your-problem ~ ul a[href*='problem=noise']"))
    expect(cards).not_to_have_count(0)
    expect(cards.filter(has=page.locator("[class*=tag-evidence-]"))).not_to_have_count(0)
    noise = page.url
    names = [each.inner_text() for each in cards.locator("h3 a").all()][:2]

    officer.press(cards.locator("h3 a"))
    expect(page.locator("#whom")).to_be_visible()
    expect(page.locator("#lessons")).to_be_visible()
    if not names_law(page.content()):
        officer.goes_back()
        links = [each.get_attribute("href") or "" for each in cards.locator("h3 a").all()]
        lawful = next(each for each in links if names_law(page.request.get(each).text()))
        officer.press(cards.locator(f"h3 a[href='{lawful}']"))
    officer.press(page.locator("#governing > summary"))
    expect(page.locator("#governing a[href*='/laws/']").first).to_be_visible()

    officer.begin()
    officer.press(page.locator("#your-problem ~ ul a[href*='problem=noise']"))
    assert page.url == noise
    for card in (0, 1):
        officer.press(cards.nth(card).locator("button.collect"))
        if card == 0:
            officer.goes_back()
    officer.press(page.locator("main a.btn-primary[href*='/compare?']"))
    for name in names:
        expect(page.locator("main").get_by_text(name).first).to_be_visible()

    address = page.locator(".permanent a").first.get_attribute("href")
    colleague = open_page(width, javascript=False)
    assert address is not None
    colleague.goto(address)
    for name in names:
        expect(colleague.locator("main").get_by_text(name).first).to_be_visible()
