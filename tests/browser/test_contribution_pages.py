"""Every page of contributing is for everybody: axe finds nothing, light and dark, on a phone and a wide screen; and who
has no account reports a mistake by keyboard alone, without a script, to whom it concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.background import PREVIEWS, alone
from graph.people import Role, engine_of, transaction
from graph.people.invitations import invite
from graph.revision import Revision
from graph.settings import CODE, Settings
from tests.browser.accessibility import NO_FAULTS, faults, headings_in_order, visited
from tests.serving import Server, serving

SHEET = CODE / "tests" / "sheets" / "examples" / "pratiques.csv"
STATUS = "/contribute/correct?row=practices.csv/nice-school-vsa&column=status"
OPENED_AT_ONCE = (
    "/contribute", "/contribute/new/rule", STATUS, "/contribute/upload", STATUS.replace("correct", "report"), "/review",
    "/review/live", "/account", "/account/people", "/audit", "/contributions",
)  # fmt: skip
MOST_TABS = 400
# The names of the fields as the keyboard meets them, each once.
ORDER = "form => [...new Set([...form.elements].map(each => each.name).filter(Boolean))]"

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contributing")


@pytest.fixture(scope="module")
def house(home: Path, settings: Settings, revision: Revision) -> Iterator[Server]:
    database = f"sqlite:///{home / 'people.db'}"
    given = {"contributions": "invited", "database": database, "contributions_dir": str(home / "contributions")}
    held = dataclasses.replace(settings, database=database, contributions_dir=home / "contributions")
    # What a submission would change is looked at elsewhere; here it would outlive the server.
    with alone(held, PREVIEWS), serving(revision.path.parent, home / "temporary", workers="1", **given) as running:
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


def is_for_everybody(page: Page, path: str, is_long: bool = False) -> None:
    """Looks at a page; those of all words and all rows of a file may be longer than eight screens."""
    found = visited(page, path)
    shown = {
        width: [each for each in told if not (is_long and each.endswith("screens long"))]
        for width, told in found.items()
    }
    assert shown == NO_FAULTS, path
    assert headings_in_order(page), path


@pytest.mark.parametrize("path", OPENED_AT_ONCE)
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
    is_for_everybody(ana, words, is_long=True)
    ana.get_by_role("button", name="Make the draft").click()
    is_for_everybody(ana, ana.url, is_long=True)
    ana.get_by_role("button", name="Go on all the same").click()
    ana.wait_for_url("**/submissions/*")
    is_for_everybody(ana, ana.url, is_long=True)
    is_for_everybody(ana, "/contribute/upload")


def test_the_pages_of_a_submission_are_for_everybody_from_its_form_to_the_queue(ana: Page) -> None:
    ana.goto(STATUS.replace("status", "target_problem"))
    ana.locator("[name='f.target_problem']").fill("vans at school gates")
    ana.locator("button[value=check]").click()
    expect(ana.locator(".fault-list a").first).to_be_visible()
    assert faults(ana) == NO_FAULTS
    ana.locator("[name='why']").fill("The budget says so.")
    ana.locator("[name='s.0.url']").fill("https://www.nice.fr/budget")
    ana.locator("[name='s.0.title']").fill("Budget 2020")
    ana.locator("[name='s.0.publisher']").fill("Ville de Nice")
    ana.locator("button[value=check]").click()
    is_for_everybody(ana, ana.url)
    ana.locator("form.form-actions button").click()
    ana.wait_for_url("**/submissions/*")
    is_for_everybody(ana, ana.url)
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
    reader.wait_for_url("**/contribute/report**")
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


def pressed_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus."""
    here = page.locator(f"{selector}:focus")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if here.count():
            return
    raise AssertionError(f"{selector} is not reached with the keyboard")


@pytest.mark.parametrize(("width", "scripts"), [(390, False), (1440, True)])
def test_a_practice_is_written_and_sent_with_the_keyboard_alone(
    browser: Browser, house: Server, ana: Page, width: int, scripts: bool
) -> None:
    context = browser.new_context(base_url=house.address, viewport={"width": width, "height": 900},
                                  java_script_enabled=scripts, storage_state=ana.context.storage_state())  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto("/contribute/new/practice")
    told = {"f.title": f"Luzes na praça {width}", "t.cities": "Guimarães", "f.status": "operational",
            "t.themes": "lighting", "f.description": "A câmara instalou luzes na praça.",
            "s.0.url": f"https://www.cm-guimaraes.pt/luzes-{width}", "s.0.title": "Luzes na praça",
            "s.0.publisher": "Município de Guimarães"}  # fmt: skip
    for name in page.locator("form.contribute").evaluate(ORDER):
        if name in told:
            pressed_to(page, f"[name='{name}']")
            page.keyboard.type(told.pop(name))
            if name == "t.themes" and scripts:
                page.keyboard.press("Enter")
        elif name in ("f.core_area", "f.problems"):
            pressed_to(page, f"[name='{name}']")
            page.keyboard.press("Space")
    assert told == {}
    pressed_to(page, "button[value=check]")
    page.keyboard.press("Enter")
    expect(page.locator("ins", has_text=f"Luzes na praça {width}").first).to_be_visible()
    pressed_to(page, "form.form-actions button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submissions/*")
    expect(page.locator("h1")).to_be_visible()
    context.close()
