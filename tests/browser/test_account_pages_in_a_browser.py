"""Accounts in a real browser: on a phone and a wide screen, by keyboard alone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.people import Role, engine_of, transaction
from graph.people.invitations import invite
from graph.revision import Revision
from tests.browser.accessibility import NO_FAULTS, headings_in_order, visited
from tests.serving import Server, serving

WORDS = "four plain words here"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def accounts(home: Path, revision: Revision) -> Iterator[Server]:
    given = {"contributions": "invited", "database": f"sqlite:///{home / 'people.db'}", "workers": "1"}
    with serving(revision.path.parent, home / "temporary", **given) as running:
        yield running


def link(home: Path) -> str:
    engine = engine_of(f"sqlite:///{home / 'people.db'}")
    with transaction(engine) as session:
        secret = invite(session, "Ana Reis", Role.ADMIN, hours=1)
    engine.dispose()
    return f"/invitation?key={secret}"


def filled_in_by_keyboard(page: Page, *texts: str) -> None:
    """Types into the fields of the form as they follow each other, and sends it."""
    page.locator("main form input:not([type=hidden])").first.focus()
    for text in texts:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_comes_in_leaves_and_comes_back_by_keyboard_on_pages_for_everybody(
    browser: Browser, accounts: Server, home: Path, scripts: bool
) -> None:
    context = browser.new_context(base_url=accounts.address, java_script_enabled=scripts)
    page, email = context.new_page(), f"ana{scripts}@porto.example".lower()
    page.goto(link(home))
    if scripts:
        assert visited(page, page.url) == NO_FAULTS and headings_in_order(page)
    filled_in_by_keyboard(page, "Ana Reis", "City of Porto", email, WORDS)
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    if scripts:
        for path in ("/account", "/audit"):
            assert visited(page, path) == NO_FAULTS and headings_in_order(page)
        page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).press("Enter")
    page.goto("/audit")
    if scripts:
        assert visited(page, page.url) == NO_FAULTS
    filled_in_by_keyboard(page, email, "these words are wrong")
    expect(page.get_by_role("alert")).to_contain_text("You are not signed in")
    filled_in_by_keyboard(page, email, WORDS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who did what")
    context.close()
