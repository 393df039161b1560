"""A spreadsheet and a correction by keyboard alone, on a phone, from a file to what another person accepts; and what
reviewers read on the way is for everybody."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from graph.background import PREVIEWS, PUBLISHER, alone
from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.drafting import added, changed
from graph.contribute.standing import standing
from graph.people import Role, transaction
from graph.people.sessions import begin_session
from graph.review.adding import add_accepted
from graph.review.comments import comment
from graph.review.decisions import accept
from graph.review.records import Status, Submission
from graph.review.submissions import save_draft, submit
from graph.revision import Revision
from graph.settings import CODE, Settings
from tests.browser.accessibility import OTHER, PHONE, SCREENS, headings_in_order, too_small, too_wide, violations
from tests.browser.keyboard import Keyboard
from tests.patience import wait_until
from tests.people.signing import contributing, somebody
from views.people.same_site import COOKIE
from views.people.signed_in import EXTENSION

SHEET = CODE / "tests" / "sheets" / "examples" / "pratiques.xlsx"
PRACTICE = "/practices/nice-school-vsa"
# Looking at a contribution is long work; this catches what hangs.
LONG_WORK_S = 400.0

pytestmark = [pytest.mark.browser]


@dataclass(frozen=True)
class House:
    """The running application, which takes contributions and looks at them, and publishes nothing meanwhile."""

    app: Flask
    settings: Settings
    site: str
    browser: Browser

    def page(self, name: str, role: Role, scripts: bool) -> Page:
        """The phone of a new person who is signed in."""
        person = somebody(self.app, role, name)
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": 390, "height": 900}, java_script_enabled=scripts,
            reduced_motion="reduce",
        )  # fmt: skip
        with transaction(self.app.extensions[EXTENSION].engine) as session:
            context.add_cookies([{"name": COOKIE, "value": begin_session(session, person, 1), "url": self.site}])
        page = context.new_page()
        page.set_default_timeout(45_000)
        return page

    def status(self, address: str) -> str:
        """How far the submission at an address is."""
        with transaction(self.app.extensions[EXTENSION].engine) as session:
            return session.get_one(Submission, address.partition("#")[0].rpartition("/")[2]).status


@pytest.fixture(scope="module")
def house(
    browser: Browser, settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    home = tmp_path_factory.mktemp("keyboard")
    # Its own, since what is accepted is published once nobody holds that up any more.
    revisions = home / "revisions"
    shutil.copytree(revision.path, revisions / revision.path.name)
    (revisions / "current").write_text(f"{revision.number}\n", encoding="ascii")
    app = contributing(settings, home, contributions_dir=home / "contributions", revisions_dir=revisions)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    held = app.extensions["openplaza"].settings
    with alone(held, PUBLISHER):
        yield House(app, held, f"http://127.0.0.1:{server.server_port}", browser)
        server.shutdown()
        thread.join()
        server.server_close()
        # What is looked at would outlive the test.
        wait_until(lambda: _nobody_looks(held), LONG_WORK_S)
        app.extensions["openplaza"].close()


@pytest.fixture
def looked_at_later(house: House) -> Iterator[None]:
    """Nobody looks at what a submission would do, which is long work."""
    wait_until(lambda: _nobody_looks(house.settings), LONG_WORK_S)
    with alone(house.settings, PREVIEWS):
        yield


def _nobody_looks(settings: Settings) -> bool:
    with alone(settings, PREVIEWS) as is_free:
        return is_free


@pytest.mark.parametrize("scripts", [True, False])
def test_a_spreadsheet_is_imported_with_the_keyboard_alone(house: House, scripts: bool) -> None:
    page = house.page(f"Ana{scripts}", Role.CONTRIBUTOR, scripts)
    hands = Keyboard(page)
    page.goto("/contribute")
    hands.leave("main a[href$='/contribute/upload']")
    hands.reach("#file").set_input_files(SHEET)
    hands.leave("main form button[type=submit]")
    hands.leave("form.guesses button[type=submit]")
    _answers_all(hands)
    hands.leave("form.guesses button[value=on]")
    if page.locator("button[value=all-the-same]").count():
        hands.leave("button[value=all-the-same]")
    page.wait_for_url("**/submissions/*")
    assert house.status(page.url) == Status.DRAFT
    _is_looked_at(hands, scripts)
    expect(page.locator("#preview")).to_contain_text("No fault was found")
    hands.leave(page.get_by_role("button", name="Send to the reviewers"))
    assert house.status(page.url) == Status.SUBMITTED
    assert hands.faults == []
    page.context.close()


def _answers_all(hands: Keyboard) -> None:
    """What is offered first is taken, what is missing is written."""
    asked = hands.page.locator("form.guesses")
    for select in asked.locator("select").all():
        offered = select.locator("option:not([value=''])").all_inner_texts()
        kept = [each for each in offered if not each.startswith("Leave")]
        if not select.input_value() and kept:
            hands.choose(select, kept[0])
    for field in asked.locator("textarea[id^='g-'], input[type=text][id^='g-']").all():
        hands.write(field, "Notes of the city of 2026")


def _is_looked_at(hands: Keyboard, scripts: bool) -> None:
    """Waits until the work is done. With scripts the way to look again keeps the focus while it is told how far the
    work is; without one asks again."""
    way = hands.page.locator("#look-again")
    if scripts and way.count():
        again = hands.reach(way)
        expect(again).to_have_text("Look at it", timeout=LONG_WORK_S * 1000)
        expect(again).to_be_focused()
        hands.leave(again)

    def is_done() -> bool:
        if way.count():
            hands.page.wait_for_timeout(2_000)
            hands.leave(way)
        return way.count() == 0

    wait_until(is_done, LONG_WORK_S)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_statement_is_corrected_returned_mended_and_accepted_with_the_keyboard_alone(
    house: House, looked_at_later: None, scripts: bool
) -> None:
    ana = Keyboard(house.page(f"Eva{scripts}", Role.CONTRIBUTOR, scripts))
    rita = Keyboard(house.page(f"Rita{scripts}", Role.REVIEWER, scripts))
    why = f"It was switched off, says the city ({scripts})."
    ana.page.goto(PRACTICE)
    ana.leave("a.correct[href*='column=status']")
    ana.choose("[name='f.status']", "Stopped")
    told = {
        "[name='s.0.url']": "https://www.nice.fr/off",
        "[name='s.0.title']": "Fin",
        "[name='s.0.publisher']": "Nice",
    }
    for field, text in (*told.items(), ("[name=why]", why)):
        ana.write(field, text)
    ana.leave("button[value=check]")
    ana.leave("form.form-actions button")
    address = ana.page.url
    _opens(rita, why)
    _comments(rita, "Since which day?")
    rita.write("#return-reason", "Say since when.")
    rita.leave(rita.page.get_by_role("button", name="Return to the contributor"))
    assert house.status(address) == Status.RETURNED

    ana.page.goto("/submissions")
    ana.leave(ana.page.locator("main a", has_text=why))
    expect(ana.page.locator("main")).to_contain_text("Since which day?")
    ana.leave(ana.page.get_by_role("link", name="Go back and change it"))
    expect(ana.page.locator("main")).to_contain_text("Say since when.")
    ana.write("[name=why]", f"{why} Since May.")
    ana.leave("button[value=check]")
    ana.leave("form.form-actions button")
    assert house.status(address) == Status.SUBMITTED

    _opens(rita, why)
    rita.leave(rita.page.get_by_role("button", name="Accept and publish"))
    assert house.status(address) == Status.ACCEPTED
    for hands in (ana, rita):
        assert hands.faults == []
        hands.page.context.close()


def _opens(hands: Keyboard, why: str) -> None:
    """A submission of the queue."""
    hands.page.goto("/review")
    hands.leave(hands.page.locator("main a", has_text=why))


def _comments(hands: Keyboard, text: str) -> None:
    """A word on the first cell of the first row."""
    form = hands.page.locator(".review-row .review-say").first
    hands.press(form.locator("summary"))
    hands.choose(form.locator("select"), form.locator("option").nth(1).inner_text())
    hands.write(form.locator("textarea"), text)
    hands.leave(form.locator("button"))
    expect(hands.page.locator(".review-row").first).to_contain_text(text)


def _changes(settings: Settings) -> tuple[ChangeSet, ChangeSet]:
    """One with a new practice that law governs and a text that somebody else has changed meanwhile, and one that cannot
    be kept as it is."""
    now = standing(Path(settings.facts_dir), Path("/nonexistent"))
    rows, actors = now.rows("practices"), now.rows("practice_actors")
    actor = next(each for each in actors.values() if "cctv-fixed" in rows[each["practice"]]["technologies_concepts"])
    key, row = actor["practice"], rows[actor["practice"]]
    unknown = {"legal_issue": "", "legal_outcome": "none-known"}
    told = {**row, **unknown, "id": "another-square", "title": "Lights on the new square"}
    clash = CellChange("description", "What it said.", "What it is to say.", tuple(row["source_ids"].split(";")[:1]))
    whole = (
        added(now.schema("practices"), told),
        added(now.schema("practice_actors"), {**actor, "id": "another-actor", "practice": told["id"]}),
        RowChange("practices", key, ChangeKind.CHANGE, (clash,)),
    )
    wrong = changed(now.schema("practices"), key, row, {"status": "stoped", "cities": "nicce"})
    assert wrong is not None
    return ChangeSet(whole, "A new square.", 1), ChangeSet((wrong,), "It has changed.", 1)


def test_what_a_reviewer_reads_is_for_everybody_and_a_conflict_is_settled_by_keyboard(house: House) -> None:
    engine, ana = house.app.extensions[EXTENSION].engine, somebody(house.app, name="Ines Dias")
    rui = somebody(house.app, Role.REVIEWER, "Rui Costa", "Efus")
    page = house.page("Rosa", Role.REVIEWER, scripts=True)
    made = []
    with transaction(engine) as session:
        for changes in _changes(house.settings):
            made.append(save_draft(session, ana, changes))
            submit(session, made[-1], ana)
            cell, row = changes.rows[-1].cells[0], changes.rows[-1]
            comment(session, made[-1], rui, "Since when?", row.table, row.key, cell.column)
            comment(session, made[-1], rui, "Thank you for this.")
    whole, wrong = (f"/submissions/{each}" for each in made)
    for address, words in (
        (whole, ("Would govern", "Since when?", "What it is to say.")),
        (wrong, ("faults keep it",)),
    ):
        page.goto(address)
        _is_looked_at(Keyboard(page), scripts=True)
        assert is_for_everybody(page) == []
        for each in words:
            expect(page.locator("main")).to_contain_text(each)
    with transaction(engine) as session:
        accept(session, made[0], rui, session.get_one(Submission, made[0]).digest)
    add_accepted(house.settings, engine, made[:1], lambda *_: "")
    page.goto(whole)
    asked = page.locator(".review-choice")
    for each in ("What it said.", "What it is to say."):
        expect(asked).to_contain_text(each)
    assert is_for_everybody(page) == []
    hands = Keyboard(page)
    hands.press(asked.locator("input"), "ArrowUp")
    expect(asked.locator("input").last).to_be_checked()
    hands.leave(page.get_by_role("button", name="Publish it so"))
    expect(page.locator(".review-choice")).to_have_count(0)
    assert hands.faults == []
    page.context.close()


def is_for_everybody(page: Page) -> list[str]:
    """What is wrong with the page and all that is folded on it, on both screens, in both colours."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    found = []
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in OTHER:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            wrong = (*too_wide(page), *too_small(page), *violations(page))
            found += [f"{width} {scheme}: {each}" for each in wrong]
    page.set_viewport_size({"width": PHONE, "height": 900})
    return found if headings_in_order(page) else [*found, "The headings are not in order."]
