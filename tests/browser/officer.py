"""A city officer at her screen: she moves with the Tab key, presses keys, and reads every page that she meets."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page

from tests.browser.accessibility import too_wide, violations
from tests.english_left import CLOSE, OPEN, Data, outside

MOST_STEPS = 6
MOST_TABS = 400
LEAVES = "each => each.matches('a[href], button:not([type=button])') && !each.matches('[data-collect]')"
COLLECTS_BY_SCRIPT = "each => each.matches('[data-collect]')"


class Officer:
    """Reaches each place with the Tab key and presses a key there, which is a step; a task begins on the front page.

    What is wrong on her way (English that is no name, what axe finds, a page wider than the screen) is in `faults`.
    What was `seen` as it is, on another way, is not looked at again. Axe is a script: without JavaScript it looks at
    the same addresses in another window, `scripted`.
    """

    def __init__(self, page: Page, language: str, data: Data, seen: set[str], scripted: Page | None = None) -> None:
        self.page, self.language, self.data = page, language, data
        self.scripted, self.javascript = scripted, scripted is None
        self.steps = 0
        self.faults: list[str] = []
        self.seen = seen

    def begin(self) -> None:
        """The front page, from which the steps of a task are counted."""
        self.steps = 0
        self.page.goto(f"/{self.language}/")
        self._reads()

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        """Reach the first of these, and press it."""
        element = self._reach(wanted.first)
        with_script = self.javascript and (key == "Space" or element.evaluate(COLLECTS_BY_SCRIPT))
        if element.evaluate(LEAVES) or (not with_script and element.evaluate(COLLECTS_BY_SCRIPT)):
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)
        if with_script:
            self.page.wait_for_load_state("networkidle")
        self._stepped()

    def choose(self, wanted: Locator, words: str, value: str) -> None:
        """Write the beginning of an answer into a list, as a keyboard chooses from it."""
        self._reach(wanted)
        self.page.keyboard.type(words)
        assert wanted.input_value() == value
        self._stepped()

    def goes_back(self) -> None:
        """One page back, as every browser can."""
        self.page.go_back()
        self.page.wait_for_load_state("networkidle")
        self._stepped()

    def _reach(self, wanted: Locator) -> Callable[..., object]:
        element = wanted.element_handle()
        for _ in range(MOST_TABS):
            if element.evaluate("each => each === document.activeElement"):
                return element
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by keyboard on {self.page.url}")

    def _stepped(self) -> None:
        self.steps += 1
        assert self.steps <= MOST_STEPS, self.page.url
        self._reads()

    def _reads(self) -> None:
        assert re.search(rf"//[^/]+/{self.language}(/|\?|$)", self.page.url), self.page.url
        content = self.page.content()
        if content in self.seen:
            return
        self.seen.add(content)
        page = BeautifulSoup(content, "html.parser")
        assert OPEN in page.get_text()
        english = [words for words in outside(page) if self.data.left(words)]
        found = [*english, *too_wide(self.page), *violations(self._for_axe())]
        self.faults += [f"{self.page.url}: {each}" for each in found]

    def _for_axe(self) -> Page:
        if self.scripted is None:
            return self.page
        self.scripted.context.add_cookies(self.page.context.cookies())  # type: ignore[arg-type]
        self.scripted.goto(self.page.url)
        return self.scripted


def plain(text: str) -> str:
    """Without the brackets around messages."""
    return text.replace(OPEN, "").replace(CLOSE, "")
