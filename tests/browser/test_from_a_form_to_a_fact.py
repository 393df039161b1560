"""From a form, a sheet and a pencil to facts: two people, the real server, one phone, and nobody's script."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.contribute import ledger
from graph.revision import Revision
from graph.settings import CODE
from tests.patience import wait_until
from tests.serving import Server, serving

TITLE = "Luzes que respondem às pessoas"
SHEET = CODE / "tests" / "sheets" / "examples" / "pratiques.xlsx"
PASSPHRASE = "four plain words here"
# Looking at a contribution and building a revision are long work; this catches what hangs.
LONG_WORK_S = 400.0

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.build]


@dataclass(frozen=True)
class House:
    """A server that takes contributions, and where it keeps them."""

    server: Server
    settings: dict[str, str]
    browser: Browser

    @property
    def contributions(self) -> Path:
        return Path(self.settings["contributions_dir"])

    def somebody(self, name: str, role: str, organisation: str) -> Page:
        """The phone of a person who has just followed her invitation; it runs no script."""
        environ = {**os.environ, **{f"OPENPLAZA_{key.upper()}": value for key, value in self.settings.items()}}
        command = [sys.executable, "server.py", "people", "invite", name, "--role", role]
        said = subprocess.run(command, cwd=CODE, env=environ, capture_output=True, text=True, check=True).stdout
        context = self.browser.new_context(
            base_url=self.server.address, viewport={"width": 390, "height": 900}, java_script_enabled=False
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(re.sub(r"^https?://[^/]+", "", said.strip()))
        page.get_by_label("Organisation").fill(organisation)
        page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Keep and sign in").click()
        return page


@pytest.fixture
def house(browser: Browser, revision: Revision, tmp_path: Path) -> Iterator[House]:
    revisions = tmp_path / "revisions"
    shutil.copytree(revision.path, revisions / revision.path.name)
    shutil.copy(revision.path.parent / "current", revisions / "current")
    settings = {
        "contributions": "invited",
        "contributions_dir": str(tmp_path / "contributions"),
        "database": f"sqlite:///{tmp_path / 'people.db'}",
    }
    with serving(revisions, tmp_path / "temporary", **settings) as server:
        yield House(server, {**settings, "revisions_dir": str(revisions)}, browser)


def test_what_a_partner_sends_is_returned_once_accepted_by_another_and_found_everywhere(
    house: House,
) -> None:
    ana = house.somebody("Ana", "contributor", "City of Braga")
    rita = house.somebody("Rita", "reviewer", "Efus")

    practice = _adds_a_practice(ana)
    _sees(rita, practice, "No fault was found")
    rita.get_by_label("What is to be changed?").fill("Since when?")
    rita.get_by_role("button", name="Return to the contributor").click()
    ana.goto(practice)
    expect(ana.locator("main")).to_contain_text("Since when?")
    ana.get_by_role("link", name="Go back and change it").click()
    ana.locator("[name='f.start_year']").fill("2025")
    ana.locator("button[value=check]").click()
    ana.locator("form.form-actions button").click()
    _is_accepted(rita, practice)

    sheet = _sends_a_sheet(ana)
    _is_accepted(rita, sheet)

    _is_found(house, rita)
    correction = _corrects_the_status(ana)
    _is_accepted(rita, correction)
    held = ledger.read(house.contributions).entries
    assert [each.contributor.organisation for each in held] == ["City of Braga"] * 3
    assert {each.organisation for entry in held for each in entry.reviewers} == {"Efus"}
    rita.goto(f"/practices/{_practice_id(house)}/history")
    assert rita.locator("main").inner_text().count("City of Braga") >= 2
    for page in (ana, rita):
        page.context.close()


def _adds_a_practice(page: Page) -> str:
    """A practice in Portuguese; returns the address of its submission."""
    page.goto("/contribute/new/practice")
    page.locator("[name='f.title']").fill(TITLE)
    page.locator("[name='f.language_of_text']").select_option("pt")
    page.locator("[name='t.cities']").fill("Braga")
    page.locator("[name='f.status']").select_option("operational")
    page.locator("[name='f.core_area'][value='urban planning and design']").check()
    page.locator("[name='f.themes'][value='lighting']").check()
    page.locator("[name='f.problems']").first.check()
    page.locator("[name='f.description']").fill("As luzes da praça aumentam quando alguém passa e baixam depois.")
    page.locator("[name='s.0.url']").fill("https://www.cm-braga.pt/luzes")
    page.locator("[name='s.0.title']").fill("Luzes na praça")
    page.locator("[name='s.0.publisher']").fill("Município de Braga")
    page.locator("[name='why']").fill("A new practice of the city.")
    page.locator("button[value=check]").click()
    expect(page.locator("ins", has_text=TITLE).first).to_be_visible()
    page.locator("form.form-actions button").click()
    page.wait_for_url("**/submissions/*")
    return page.url


def _sends_a_sheet(page: Page) -> str:
    """The fifteen rows of an office in one round: what is offered first is taken, what is missing is written."""
    page.goto("/contribute/upload")
    page.locator("#file").set_input_files(SHEET)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Go on to the words").click()
    asked = page.locator("form.guesses")
    for select in asked.locator("select").all():
        offered = select.locator("option:not([value=''])").all_inner_texts()
        kept = [each for each in offered if not each.startswith("Leave")]
        if not select.input_value() and kept:
            select.select_option(label=kept[0])
    for field in asked.locator("textarea[id^='g-'], input[type=text][id^='g-']").all():
        field.fill("Notes of the city of 2026")
    page.get_by_role("button", name="Make the draft").click()
    if page.get_by_role("button", name="Go on all the same").count():
        page.get_by_role("button", name="Go on all the same").click()
    page.wait_for_url("**/submissions/*")
    page.get_by_role("button", name="Send to the reviewers").click()
    return page.url


def _corrects_the_status(page: Page) -> str:
    page.goto(f"/search?q={TITLE}")
    page.locator("article.result a").first.click()
    page.locator("a.correct[href*='column=status']").first.click()
    page.locator("[name='f.status']").select_option("stopped")
    page.locator("[name='why']").fill("It was switched off.")
    page.locator("[name='s.0.url']").fill("https://www.cm-braga.pt/luzes-desligadas")
    page.locator("[name='s.0.title']").fill("Luzes desligadas")
    page.locator("[name='s.0.publisher']").fill("Município de Braga")
    page.locator("button[value=check]").click()
    page.locator("form.form-actions button").click()
    page.wait_for_url("**/submissions/*")
    return page.url


def _sees(page: Page, address: str, words: str) -> None:
    def says() -> bool:
        page.goto(address)
        if words in page.locator("main").inner_text():
            return True
        page.wait_for_timeout(1_000)
        return False

    wait_until(says, LONG_WORK_S)


def _is_accepted(page: Page, address: str) -> None:
    """Looked at, accepted, and live."""
    _sees(page, address, "No fault was found")
    page.get_by_role("button", name="Accept and publish").click()
    _sees(page, address, "It is live")


def _practice_id(house: House) -> str:
    (first, *_) = ledger.read(house.contributions).entries
    return next(row.key for row in first.changes.rows if row.table == "practices")


def _is_found(house: House, page: Page) -> None:
    """By search, on the map, among peers, with its provenance and history, in SPARQL and in the feed."""
    name, get = _practice_id(house), house.server.get
    places: dict[str, Callable[[str], bool]] = {
        f"/search?q={TITLE}": lambda text: TITLE in text,
        "/practices/map": lambda text: TITLE in text or "Braga" in text,
        f"/practices/{name}/peers": lambda text: TITLE in text,
        f"/practices/{name}": lambda text: "City of Braga" in text and "https://www.cm-braga.pt/luzes" in text,
        f"/practices/{name}/history": lambda text: "Efus" in text and "City of Braga" in text,
    }
    for address, holds in places.items():
        page.goto(address)
        assert holds(page.content()), address
    assert "City of Braga" in get("/feeds/contributions.atom").body.decode()
    told = house.server.ask(f'SELECT ?s WHERE {{ ?s ?p "{TITLE}"@pt }}').json()
    assert told["results"]["bindings"]  # type: ignore[index]
