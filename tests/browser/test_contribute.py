"""A city officer adds a practice in a real browser: on a phone and a desk, by keyboard, and without a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from graph.background import PREVIEWS, alone
from graph.contribute.changes import ChangeSet
from graph.people import Person, transaction
from graph.people.sessions import begin_session
from graph.review.records import Status
from graph.review.submissions import mine
from graph.revision import Revision
from graph.settings import Settings
from tests.browser.accessibility import too_small, too_wide, violations
from tests.browser.conftest import watch
from tests.people.signing import contributing, somebody
from views.people.same_site import COOKIE
from views.people.signed_in import EXTENSION

TITLE = "Iluminação do centro histórico"


@dataclass(frozen=True)
class Desk:
    """The running application and somebody who is signed in to it."""

    app: Flask
    site: str
    person: Person
    browser: Browser

    def page(self, width: int, complaints: list[str], javascript: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": width, "height": 900}, java_script_enabled=javascript,
            color_scheme="dark" if width < 1000 else "light", reduced_motion="reduce",
        )  # fmt: skip
        with transaction(self.app.extensions[EXTENSION].engine) as session:
            context.add_cookies([{"name": COOKIE, "value": begin_session(session, self.person, 1), "url": self.site}])
        return watch(context.new_page(), self.site, complaints)

    def kept(self) -> list[tuple[Status, ChangeSet]]:
        with transaction(self.app.extensions[EXTENSION].engine) as session:
            return [(each.status, each.changes) for each in mine(session, self.person)]


@pytest.fixture
def desk(
    browser: Browser, settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    app = contributing(settings, tmp_path_factory.mktemp("people"))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # What a submission would change is looked at elsewhere; here it would outlive the test.
    with alone(settings, PREVIEWS):
        yield Desk(app, f"http://127.0.0.1:{server.server_port}", somebody(app), browser)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["openplaza"].close()


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1440, True), (390, False)])
def test_a_practice_is_added_in_portuguese_up_to_submitted(desk: Desk, width: int, javascript: bool) -> None:
    complaints: list[str] = []
    page = desk.page(width, complaints, javascript)
    page.goto("/pt/contribute/new/practice")
    if javascript:
        assert looked_at(page) == []
    _fill(page, javascript)
    page.locator("button[value=check]").click()
    if not javascript:
        # Two towns are called so; the page asks which is meant, and all that was typed is there.
        expect(page.locator("[name='f.title']")).to_have_value(TITLE)
        page.locator(".field-meant label input").first.check()
        page.locator("button[value=check]").click()
    expect(page.locator("ins", has_text=TITLE).first).to_be_visible()
    if javascript:
        assert looked_at(page) == []
    page.locator("form.form-actions button").click()
    page.wait_for_url("**/submissions/*")
    ((status, changes),) = desk.kept()
    assert status == Status.SUBMITTED
    assert next(changes.of("practices")).now("language_of_text") == "pt"
    assert not complaints, complaints
    page.context.close()


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page as it is."""
    return [*too_wide(page), *too_small(page), *violations(page)]


def _fill(page: Page, javascript: bool) -> None:
    page.locator("[name='f.title']").fill(TITLE)
    page.locator("[name='t.cities']").fill("Guimarães" if javascript else "Valencia")
    page.locator("[name='f.status']").select_option("operational")
    page.locator("[name='f.core_area'][value='urban planning and design']").check()
    page.locator("[name='f.problems']").first.check()
    themes = page.locator("#f-themes")
    if javascript:
        # What one searches by a name of one's own language is narrowed to it, and Enter takes the only one left.
        themes.fill("iluminação pública")
        themes.press("Enter")
        expect(page.locator("[name='f.themes']:checked")).to_have_count(1)
        expect(themes).to_have_value("")
    else:
        themes.fill("iluminação pública")
    page.locator("[name='f.description']").fill("A câmara instalou iluminação em doze ruas do centro.")
    page.locator("[name='s.0.url']").fill("https://www.cm-guimaraes.pt/iluminacao")
    page.locator("[name='s.0.title']").fill(TITLE)
    page.locator("[name='s.0.publisher']").fill("Câmara Municipal de Guimarães")
    if javascript:
        expect(page.locator("#kept")).not_to_be_empty()
