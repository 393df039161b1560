"""Every page of contributing is for everybody: axe finds nothing, light and dark, on a phone and a wide screen; and who
has no account reports a mistake by keyboard alone, without a script, to whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.people import Role, engine_of, transaction
from graph.people.invitations import invite
from graph.revision import Revision
from graph.settings import CODE
from tests.browser.accessibility import NO_FAULTS, headings_in_order, visited
from tests.patience import wait_until
from tests.serving import Server, serving

SHEET = CODE / "tests" / "sheets" / "examples" / "pratiques.csv"
STATUS = "/contribute/correct?row=practices.csv/nice-school-vsa&column=status"
# Looking at a contribution is long work; this catches what hangs.
LONG_WORK_S = 400.0

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contributing")


@pytest.fixture(scope="module")
def house(home: Path, revision: Revision) -> Iterator[Server]:
    database = f"sqlite:///{home / 'people.db'}"
    given = {"contributions": "invited", "database": database, "contributions_dir": str(home / "contributions")}
    with serving(revision.path.parent, home / "temporary", workers="1", **given) as running:
        yield running


@pytest.fixture(scope="module")
def ana(browser: Browser, house: Server, home: Path) -> Iterator[Page]:
    """Who may do everything, signed in by her invitation."""
    engine = engine_of(f"sqlite:///{home / 'people.db'}")
    with transaction(engine) as session:
        secret = invite(session, "Ana Reis", Role.ADMIN, hours=1)
    engine.dispose()
    context = browser.new_context(base_url=house.address)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"/invitation?key={secret}")
    page.get_by_label("Organisation").fill("City of Porto")
    page.get_by_label("E-mail").fill("ana@porto.example")
    page.get_by_label("Passphrase").fill("four plain words here")
    page.get_by_role("button", name="Keep and sign in").click()
    yield page
    context.close()


def is_for_everybody(page: Page, path: str) -> None:
    assert visited(page, path) == NO_FAULTS, path
    assert headings_in_order(page), path


@pytest.mark.parametrize("path", ["/contribute", "/contribute/new/rule", STATUS, "/contribute/upload",
                                  "/contribute/report?row=practices.csv/nice-school-vsa&column=status", "/review",
                                  "/review/live", "/account", "/account/people", "/audit", "/contributions"])  # fmt: skip
def test_a_page_that_is_opened_at_once_is_for_everybody(ana: Page, path: str) -> None:
    is_for_everybody(ana, path)


def test_the_pages_of_a_spreadsheet_are_for_everybody_from_its_columns_to_its_draft(ana: Page) -> None:
    ana.goto("/contribute/upload")
    ana.locator("#file").set_input_files(SHEET)
    ana.get_by_role("button", name="Read the file").click()
    columns = ana.url
    is_for_everybody(ana, columns)
    ana.get_by_role("button", name="Go on to the words").click()
    words = ana.url
    is_for_everybody(ana, words)
    ana.get_by_role("button", name="Make the draft").click()
    is_for_everybody(ana, ana.url)
    is_for_everybody(ana, "/contribute/upload")


def test_the_pages_of_a_submission_are_for_everybody_while_it_is_looked_at_and_after(ana: Page) -> None:
    ana.goto(STATUS)
    ana.locator("[name='f.status']").select_option("operational")
    ana.locator("button[value=check]").click()
    is_for_everybody_as_it_is = ana.locator(".fault-list a")
    expect(is_for_everybody_as_it_is.first).to_be_visible()
    ana.locator("[name='why']").fill("It runs again.")
    ana.locator("[name='s.0.url']").fill("https://www.nice.fr/again")
    ana.locator("[name='s.0.title']").fill("It runs again")
    ana.locator("[name='s.0.publisher']").fill("Ville de Nice")
    ana.locator("button[value=check]").click()
    is_for_everybody(ana, ana.url)
    ana.locator("form.form-actions button").click()
    ana.wait_for_url("**/submissions/*")
    submission = ana.url

    def is_looked_at() -> bool:
        ana.goto(submission)
        return "No fault was found" in ana.locator("main").inner_text()

    wait_until(is_looked_at, LONG_WORK_S)
    is_for_everybody(ana, submission)
    is_for_everybody(ana, "/review")


def test_a_mistake_is_reported_without_an_account_by_keyboard_and_without_a_script_and_reaches_the_queue(
    browser: Browser, house: Server, ana: Page
) -> None:
    context = browser.new_context(
        base_url=house.address, viewport={"width": 390, "height": 900}, java_script_enabled=False
    )
    reader = context.new_page()
    reader.goto("/practices/nice-school-vsa")
    reader.locator("a.correct[href*='column=status']").first.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/contribute/report*")
    reader.locator("#text").focus()
    reader.keyboard.type("It was switched on again in May.")
    for text in ("operational", "https://www.nice.fr/again", "reader@example.org"):
        reader.keyboard.press("Tab")
        reader.keyboard.type(text)
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(reader.locator("main")).to_contain_text("It waits for a reviewer.")
    receipt = urlsplit(reader.url).path.rsplit("/", 1)[1]
    ana.goto("/review")
    ana.locator(f"a[href*='/review/reports/{receipt}']").first.click()
    expect(ana.locator("main")).to_contain_text("It was switched on again in May.")
    is_for_everybody(ana, ana.url)
    ana.get_by_label("Your answer").fill("Thank you: it is being corrected.")
    ana.locator("main form button[type=submit]").first.click()
    reader.reload()
    expect(reader.locator("main")).to_contain_text("it is being corrected")
    context.close()
