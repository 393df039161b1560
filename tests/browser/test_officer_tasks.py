"""A city officer does five things in her own language, by keyboard, with and without JavaScript, on a phone too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watch
from tests.browser.officer import Officer, plain
from tests.english_left import Data

READ_IN = ("fr", "pl")
COUNTRY = {"fr": ("France", "FR"), "pl": ("Polska", "PL")}
NOISE = "#your-problem ~ ul a[href*='problem=noise']"
CARDS = ".results article.result"
EVALUATED = "[class*=tag-evidence-]:not(.tag-evidence-none-found, .tag-evidence-unknown, .tag-evidence-not-read)"
WITH_TECHNOLOGY = "leuven-night-noise"
OpenBrowser = Callable[..., Page]


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=[390, 1440])
def open_browser(
    browser: Browser, bracketed_site: str, javascript: bool, request: pytest.FixtureRequest
) -> Iterator[OpenBrowser]:
    """Opens browsers that share nothing."""
    complaints: list[str] = []
    contexts = []

    def opened(javascript: bool = javascript) -> Page:
        contexts.append(
            browser.new_context(
                base_url=bracketed_site,
                viewport={"width": request.param, "height": 844},
                java_script_enabled=javascript,
                reduced_motion="reduce",
            )
        )
        return watch(contexts[-1].new_page(), bracketed_site, complaints)

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture(scope="module")
def seen() -> dict[object, set[str]]:
    """What was looked at, by who looked at it."""
    return defaultdict(set)


@pytest.fixture(params=READ_IN)
def officer(
    open_browser: OpenBrowser,
    data_in: Callable[[str], Data],
    seen: dict[object, set[str]],
    javascript: bool,
    request: pytest.FixtureRequest,
) -> Iterator[Officer]:
    """Somebody at a keyboard, on the front page in her language."""
    page, language = open_browser(), request.param
    kind = (language, str(page.viewport_size), javascript)
    officer = Officer(page, language, data_in(language), seen[kind], None if javascript else open_browser(True))
    officer.begin()
    yield officer
    assert not officer.faults, "\n".join(dict.fromkeys(officer.faults))


def names_of(page: Page, count: int) -> list[str]:
    return [plain(each.inner_text()) for each in page.locator(f"{CARDS} h3 a").all()[:count]]


def test_three_practices_against_night_noise_with_an_evaluation(officer: Officer) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    if not page.locator("#facets").is_visible():
        officer.press(page.locator("#filters > summary"))
    officer.press(page.locator("#facet-evidence > summary"))
    officer.press(page.locator("#evidence-monitoring-statistics"), "Space")
    shown = page.locator(".facets-show")
    if officer.javascript:
        if shown.is_visible():
            officer.press(shown)
    else:
        officer.press(page.locator(".facets-apply"))
    page.wait_for_url("**evidence=monitoring-statistics**")
    cards = page.locator(CARDS)
    assert cards.count() >= 3
    expect(cards.filter(has=page.locator(EVALUATED))).to_have_count(cards.count())
    officer.press(cards.locator("h3 a"))
    expect(page.locator("#evidence")).to_be_visible()


def test_what_they_cost_and_whom_to_call(officer: Officer) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    for place in range(3):
        officer.press(page.locator(f"{CARDS} h3 a").nth(place))
        expect(page.locator("#whom")).to_be_visible()
        expect(page.locator("#whom .contacts, #whom .contact-none").first).to_be_visible()
        expect(page.locator("#lessons dt, #lessons .lessons-unknown").first).to_be_visible()
        if place < 2:
            officer.goes_back()


def test_they_are_compared_and_the_comparison_is_sent_by_its_address(
    officer: Officer, open_browser: OpenBrowser
) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    names = names_of(page, 3)
    officer.press(page.locator(".compare-first"))
    if (more := page.locator("#features .show-rest > summary")).is_visible():
        officer.press(more)
    for feature in ("contact", "cost"):
        expect(page.locator(f"[data-feature={feature}] td").first).to_be_visible()
        assert page.locator(f"[data-feature={feature}] td").count() >= 3
    address = page.locator(".permanent a").first.get_attribute("href")
    assert address is not None
    colleague = open_browser()
    colleague.goto(address)
    for reader in (page, colleague):
        for name in names:
            expect(reader.locator(".legend").get_by_text(name).first).to_be_visible()


def test_those_that_she_chose_herself_are_compared(officer: Officer) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    names = names_of(page, 2)
    for card in (0, 1):
        officer.press(page.locator(CARDS).nth(card).locator("button.collect"))
        if card == 0 and not officer.javascript:
            officer.goes_back()
    if officer.javascript:
        officer.press(page.locator("#tray-told a"))
    officer.press(page.locator("main a.btn-primary[href*='/compare?']"))
    for name in names:
        expect(page.locator(".legend").get_by_text(name).first).to_be_visible()


def test_what_law_governs_it_where_it_is(officer: Officer) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    officer.press(page.locator(f"{CARDS} h3 a[href$='/{WITH_TECHNOLOGY}']"))
    officer.press(page.locator("#governing > summary"))
    expect(page.locator("#governing a[href*='/laws/']").first).to_be_visible()


def test_what_law_governs_it_in_her_own_country(officer: Officer) -> None:
    page = officer.page
    officer.press(page.locator(NOISE))
    officer.press(page.locator(f"{CARDS} h3 a[href$='/{WITH_TECHNOLOGY}']"))
    officer.press(page.locator(".in-your-country a"))
    officer.press(page.locator("details.assess-change > summary"))
    name, code = COUNTRY[officer.language]
    officer.choose(page.locator("select#country"), name, code)
    officer.press(page.locator(".assess-form button[type=submit]"))
    expect(page.locator("main a[href*='/laws/']").first).to_be_visible()
    assert f"country={code}" in page.url
