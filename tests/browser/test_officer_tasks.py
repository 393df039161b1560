"""A city officer does five things in her own language, by keyboard, without JavaScript, on a phone too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.accessibility import too_wide, violations
from tests.browser.conftest import watch
from tests.english_left import CLOSE, OPEN, Data, outside

READ_IN = ("fr", "pl")
MOST_STEPS = 6
MOST_TABS = 400
Colleague = Callable[..., Page]


class Officer:
    """Goes from one place to the next with the Tab key and presses Enter: each press is a step.

    No page on her way shows English but names; `read` are their addresses.
    """

    def __init__(self, page: Page, language: str, data: Data) -> None:
        self.page, self.language, self.data, self.steps = page, language, data, 0
        self.read: set[str] = set()

    def begin(self) -> None:
        """The front page, from which a task is counted."""
        self.steps = 0
        self.page.goto(f"/{self.language}/")
        self.reads()

    def press(self, wanted: Locator) -> None:
        """Reach the first of these by keyboard, and press it."""
        self._reach(wanted.first)
        if wanted.first.evaluate("each => each.tagName") == "SUMMARY":
            self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        self._steps()
        self.reads()

    def goes_back(self) -> None:
        """One page back, as every browser can."""
        self.page.go_back()
        self._steps()

    def reads(self) -> None:
        """Look at the page that is open."""
        place = f"/{self.language}/"
        assert place in f"{self.page.url}/", self.page.url
        page = BeautifulSoup(self.page.content(), "html.parser")
        assert OPEN in page.get_text()
        assert [words for words in outside(page) if self.data.left(words)] == [], self.page.url
        assert too_wide(self.page) == []
        self.read.add(self.page.url)

    def _reach(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by keyboard on {self.page.url}")

    def _steps(self) -> None:
        self.steps += 1
        assert self.steps <= MOST_STEPS, self.page.url


@pytest.fixture
def open_plain(browser: Browser, bracketed_site: str, request: pytest.FixtureRequest) -> Iterator[Colleague]:
    """Opens browsers which share nothing; without JavaScript, unless it is asked for."""
    complaints: list[str] = []
    contexts = []

    def opened(javascript: bool = False) -> Page:
        size = {"width": request.getfixturevalue("width"), "height": 844}
        contexts.append(browser.new_context(base_url=bracketed_site, viewport=size, java_script_enabled=javascript))  # type: ignore[arg-type]
        return watch(contexts[-1].new_page(), bracketed_site, complaints)

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


def plain(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", READ_IN)
def test_five_tasks_are_done_in_six_steps_each(
    open_plain: Colleague, data_in: Callable[[str], Data], language: str, width: int
) -> None:
    page = open_plain()
    officer = Officer(page, language, data_in(language))
    cards = page.locator(".results article.result")
    noise = page.locator("#your-problem ~ ul a[href*='problem=noise']")

    # Three practices against night noise, and what is known of their effect.
    officer.begin()
    officer.press(noise)
    assert cards.count() >= 3
    expect(cards.filter(has=page.locator("[class*=tag-evidence-]"))).not_to_have_count(0)
    found = page.url
    names = [each.inner_text() for each in cards.locator("h3 a").all()][:2]

    # What it costs, whom to call, and what law governs it.
    officer.press(cards.locator("h3 a"))
    expect(page.locator("#whom")).to_be_visible()
    expect(page.locator("#lessons")).to_be_visible()
    officer.press(page.locator("#governing > summary"))
    expect(page.locator("#governing a[href*='/laws/']").first).to_be_visible()

    # Side by side.
    officer.begin()
    officer.press(noise)
    assert page.url == found
    for card in (0, 1):
        officer.press(cards.nth(card).locator("button.collect"))
        if card == 0:
            officer.goes_back()
    officer.press(page.locator("main a.btn-primary[href*='/compare?']"))
    for name in names:
        expect(page.locator("main").get_by_text(plain(name)).first).to_be_visible()

    # Whoever gets the address sees the same.
    address = page.locator(".permanent a").first.get_attribute("href")
    assert address is not None
    colleague = open_plain()
    colleague.goto(address)
    for name in names:
        expect(colleague.locator("main").get_by_text(plain(name)).first).to_be_visible()

    # Axe itself is a script.
    checked = open_plain(javascript=True)
    checked.context.add_cookies(page.context.cookies())
    assert len(officer.read) > 4
    for each in officer.read:
        checked.goto(each)
        assert violations(checked) == [], each
