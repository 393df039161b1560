"""What every page owes to everyone: axe finds nothing, it fits the screen, and its headings are in order."""

from __future__ import annotations

from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = 390
SCREENS = {PHONE: "dark", 1440: "light"}
# Eight, and one for the head of the page and its other forms.
MOST_SCREENS = 9
NO_FAULTS: dict[int, list[str]] = {width: [] for width in SCREENS}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is right is not told node by node.
    "resultTypes": ["violations"],
}
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"


def read(page: Page, path: str) -> None:
    """Open the path and wait for the scripts to settle."""
    answer = page.goto(path)
    assert answer is not None and answer.status == 200, f"{path} answered {answer and answer.status}"
    page.wait_for_load_state("networkidle")


def faults(page: Page) -> dict[int, list[str]]:
    """What is wrong with the open page on each screen, a dark phone and a wide bright one; compare with NO_FAULTS."""
    found = {}
    for width, scheme in SCREENS.items():
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = [*too_wide(page), *(too_long(page) if width == PHONE else []), *violations(page)]
    return found


def too_long(page: Page) -> list[str]:
    """Says so when a page of a phone goes on for more than eight screens before what is folded or on a next page."""
    screens = page.evaluate("document.querySelector('main').offsetHeight / 844")
    return [f"{screens:.1f} screens long"] if screens > MOST_SCREENS else []


def too_wide(page: Page) -> list[str]:
    """Says so when a part of the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["wider than the screen"] if wide else []


def violations(page: Page) -> list[str]:
    """What axe finds, one line a rule, with the first place it was seen."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{rule['id']}: {rule['help']} at {rule['nodes'][0]['target']}" for rule in found]


def headings_in_order(page: Page) -> bool:
    """Whether one heading of the first level comes first, and no level is left out on the way down."""
    levels = page.evaluate(HEADINGS)
    steps = all(after - before <= 1 for before, after in pairwise(levels))
    return bool(levels.count(1) == 1 and levels[0] == 1 and steps)
