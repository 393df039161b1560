"""A contribution on its way through the pages: written, looked at, commented on, returned, accepted, refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from graph.background import PREVIEWS, PUBLISHER, alone
from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.standing import standing
from graph.people import Person, Role, TokenScope, transaction
from graph.people.audit import entries
from graph.people.tokens import make_token
from graph.review.records import Submission
from graph.review.reports import report
from graph.review.submissions import save_draft, submit
from graph.revision import Revision
from graph.settings import Settings
from tests.people.signing import browser_of, contributing, somebody
from views.people.signed_in import EXTENSION


@pytest.fixture
def app(settings: Settings, revision: Revision, tmp_path: Path) -> Iterator[Flask]:
    """The application, in which nobody works in the background: tests look at what waits."""
    made = contributing(settings, tmp_path, contributions_dir=tmp_path / "contributions")
    with alone(settings, PREVIEWS), alone(settings, PUBLISHER):
        yield made


def engine_of(app: Flask):  # type: ignore[no-untyped-def]
    return app.extensions[EXTENSION].engine


def status_of(app: Flask, submission_id: str) -> str:
    with transaction(engine_of(app)) as session:
        return session.get_one(Submission, submission_id).status


@pytest.fixture
def change(settings: Settings) -> ChangeSet:
    """Another status of a practice, with the source that it has, and another text."""
    rows = standing(Path(settings.facts_dir), Path("/nonexistent")).rows("practices")
    key, row = next(iter(rows.items()))
    cells = (
        CellChange("status", row["status"], "stopped", tuple(row["source_ids"].split(";")[:1])),
        CellChange("title", row["title"], "<script>alert(1)</script> & Co"),
    )
    return ChangeSet(
        (RowChange("practices", key, ChangeKind.CHANGE, cells),), "The city wrote that it <b>ended</b>.", 1
    )


def sent(app: Flask, author: Person, changes: ChangeSet) -> str:
    with transaction(engine_of(app)) as session:
        made = save_draft(session, author, changes)
        submit(session, made, author)
    return made


def read(browser: FlaskClient, address: str) -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["Cache-Control"] == "private, no-store"
    return BeautifulSoup(answer.text, "html.parser")


def test_a_reviewer_reads_every_cell_beside_its_source_and_what_a_contributor_wrote_stays_text(
    app: Flask, change: ChangeSet
) -> None:
    ana, rui = somebody(app), somebody(app, Role.REVIEWER, "Rui Sá", "Efus")
    made = sent(app, ana, change)
    reviewer = browser_of(app, rui)
    queue = read(reviewer, "/review")
    assert "The city wrote that it <b>ended</b>." in queue.get_text() and "Ana Reis, City of Porto" in queue.get_text()
    page = read(reviewer, f"/submissions/{made}")
    assert page.find("script", string=re.compile("alert")) is None
    row = page.find(id="row-1-status")
    assert isinstance(row, Tag) and isinstance(row.ins, Tag) and row.ins.get_text() == "Stopped"
    source = row.find("a", href=re.compile("/data/sources/"))
    assert isinstance(source, Tag) and " " in source.get_text(), "A source is told by its title."
    assert isinstance(row.th, Tag) and row.th.get_text() == "Status"
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    french = read(reviewer, f"/fr/submissions/{made}").find(id="row-1-title")
    assert isinstance(french, Tag) and isinstance(french.th, Tag) and french.th.get_text() == "Titre"
    french = read(reviewer, f"/fr/submissions/{made}").find(id="row-1-status")
    assert isinstance(french, Tag) and isinstance(french.ins, Tag) and french.ins.get_text().lower() != "stopped"
    assert change.rows[0].key not in page.get_text(), "A row is told by its name."
    assert page.find("progress") is not None
    assert page.find("button", string=re.compile("Accept and publish")) is not None


def test_a_cell_is_commented_on_and_a_submission_returned_sent_again_and_accepted(
    app: Flask, change: ChangeSet
) -> None:
    ana, rui = somebody(app), somebody(app, Role.REVIEWER, "Rui Sá", "Efus")
    made = sent(app, ana, change)
    author, reviewer = browser_of(app, ana), browser_of(app, rui)
    row = change.rows[0]
    told = {"table": "practices", "key": row.key, "column": "status", "text": "Since when?"}
    assert reviewer.post(f"/submissions/{made}/comment", data=told).status_code == 303
    assert reviewer.post(f"/submissions/{made}/return", data={"reason": " "}).status_code == 422
    assert reviewer.post(f"/submissions/{made}/return", data={"reason": "Please say when."}).status_code == 303
    page = read(author, f"/submissions/{made}")
    cell = page.find(id="row-1-status")
    assert isinstance(cell, Tag) and "Since when?" in cell.get_text()
    assert "Please say when." in page.get_text() and "Came back to you" in page.get_text()
    assert "Please say when." in read(author, "/submissions").get_text()
    assert author.post(f"/submissions/{made}/submit").status_code == 303
    field = read(reviewer, f"/submissions/{made}").find("input", {"name": "digest"})
    assert isinstance(field, Tag)
    assert reviewer.post(f"/submissions/{made}/accept", data={"digest": "0" * 64}).status_code == 409
    assert reviewer.post(f"/submissions/{made}/accept", data={"digest": field["value"]}).status_code == 303
    assert status_of(app, made) == "accepted"
    assert "Waits for its turn" in read(author, f"/submissions/{made}").get_text()


def test_nobody_decides_on_her_own_nor_sees_what_others_have_not_sent(app: Flask, change: ChangeSet) -> None:
    rui, eva = somebody(app, Role.REVIEWER, "Rui Sá"), somebody(app, Role.REVIEWER, "Eva Lund")
    made = sent(app, rui, change)
    own, other, nobody = browser_of(app, rui), browser_of(app, somebody(app)), browser_of(app, None)
    assert read(own, f"/submissions/{made}").find("button", string=re.compile("Accept")) is None
    for step in ("accept", "return", "reject"):
        answer = own.post(f"/submissions/{made}/{step}", data={"reason": "x", "digest": ""})
        assert answer.status_code == 403
        assert other.post(f"/submissions/{made}/{step}", data={"reason": "x"}).status_code == 403
    assert (
        other.get(f"/submissions/{made}").status_code == 404 == other.post(f"/submissions/{made}/withdraw").status_code
    )
    assert nobody.get(f"/submissions/{made}").status_code == 303
    assert own.post(f"/submissions/{made}/withdraw").status_code == 303
    assert browser_of(app, eva).get(f"/submissions/{made}").status_code == 404
    assert status_of(app, made) == "draft"


def test_two_reviewers_are_needed_where_the_setting_says_so(
    settings: Settings, revision: Revision, tmp_path: Path, change: ChangeSet
) -> None:
    app = contributing(settings, tmp_path, contributions_dir=tmp_path / "none", reviewers_needed=2)
    with alone(settings, PREVIEWS), alone(settings, PUBLISHER):
        made = sent(app, somebody(app), change)
        with transaction(engine_of(app)) as session:
            digest = session.get_one(Submission, made).digest
        people = [browser_of(app, somebody(app, Role.REVIEWER, name)) for name in ("Rui Sá", "Eva Lund")]
        assert people[0].post(f"/submissions/{made}/accept", data={"digest": digest}).status_code == 303
        assert people[0].post(f"/submissions/{made}/accept", data={"digest": digest}).status_code == 409
        assert status_of(app, made) == "submitted"
        assert "1 of 2 reviewers have accepted it" in read(people[1], f"/submissions/{made}").get_text()
        assert people[1].post(f"/submissions/{made}/accept", data={"digest": digest}).status_code == 303
        assert status_of(app, made) == "accepted"


def test_a_report_is_answered_once(app: Flask) -> None:
    reviewer = browser_of(app, somebody(app, Role.REVIEWER))
    with transaction(engine_of(app)) as session:
        receipt = report(session, "/practices/nice", "stopped", "It never <i>began</i>.", "mailto:x@example.org")
    assert "It never <i>began</i>." in read(reviewer, "/review").get_text()
    page = read(reviewer, f"/review/reports/{receipt}")
    assert "It never <i>began</i>." in page.get_text()
    answered = reviewer.post(f"/review/reports/{receipt}/answer", data={"text": "Corrected."})
    assert answered.status_code == 303
    assert "Corrected." in read(reviewer, f"/review/reports/{receipt}").get_text()
    assert reviewer.post(f"/review/reports/{receipt}/answer", data={"text": "Again."}).status_code == 409


def test_programs_read_the_queue_and_a_submission_as_json(app: Flask, change: ChangeSet) -> None:
    made = sent(app, somebody(app), change)
    reviewer = browser_of(app, somebody(app, Role.REVIEWER, "Rui Sá"))
    queue = reviewer.get("/review.json").get_json()
    assert [each["id"] for each in queue["submissions"]] == [made] and queue["submissions"][0]["rows"] == 1
    told = reviewer.get(f"/submissions/{made}.json").get_json()
    assert told["status"] == "submitted" and told["changes"]["rows"][0]["key"] == change.rows[0].key
    assert told["preview"]["state"] == "waiting"


def test_a_token_reads_what_others_sent_only_with_the_scope_for_it(app: Flask, change: ChangeSet) -> None:
    made, rui = sent(app, somebody(app), change), somebody(app, Role.REVIEWER, "Rui Sá")
    got = {}
    for scope in (TokenScope.READ, TokenScope.REVIEW):
        with transaction(engine_of(app)) as session:
            secret = make_token(session, rui, scope.value, [scope], days=1)
        headers = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
        program = app.test_client()
        addresses = ("/review", f"/submissions/{made}", "/submissions")
        got[scope] = [program.get(address, headers=headers).status_code for address in addresses]
        decided = program.post(f"/submissions/{made}/return", headers=headers, data={"reason": "When?"})
        got[scope].append(decided.status_code)
    assert got == {TokenScope.READ: [403, 403, 200, 403], TokenScope.REVIEW: [200, 200, 403, 303]}


def test_work_that_is_done_leads_to_the_page_and_takes_away_nothing_that_somebody_writes(
    app: Flask, change: ChangeSet
) -> None:
    ana = somebody(app)
    made, browser = sent(app, ana, change), browser_of(app, somebody(app, Role.REVIEWER, "Rui Sá"))
    assert "progress" in browser.get(f"/submissions/{made}/progress").text
    browser.post(f"/submissions/{made}/reject", data={"reason": "It is another one."})
    done = browser.get(f"/submissions/{made}/progress")
    assert "HX-Refresh" not in done.headers and done.headers["HX-Trigger"] == "openplaza:work-done"
    assert f'href="/submissions/{made}"' in done.text


def test_a_submission_that_is_sent_twice_is_sent_once(app: Flask, change: ChangeSet) -> None:
    ana = somebody(app)
    with transaction(engine_of(app)) as session:
        made = save_draft(session, ana, change)
    browser = browser_of(app, ana)
    sent_twice = [browser.post(f"/submissions/{made}/submit").status_code for _ in range(2)]
    assert sent_twice == [303, 303] and status_of(app, made) == "submitted"
    with transaction(engine_of(app)) as session:
        assert [each.action for each in entries(session) if each.about == made] == ["submitted"]


def test_a_database_that_is_locked_is_told_in_plain_words_and_keeps_what_it_had(
    app: Flask, change: ChangeSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = somebody(app)
    made, browser, database = sent(app, ana, change), browser_of(app, ana), engine_of(app)
    # Who waits for another writer waits no time here.
    monkeypatch.setattr("graph.people.database.BUSY_TIMEOUT_S", 0)
    database.dispose()
    with database.connect() as other, other.begin():
        refused(browser, made)
    assert browser.post(f"/submissions/{made}/comment", data={"text": "Hello"}).status_code == 303


def test_a_disk_that_is_full_is_told_in_plain_words_and_keeps_what_was_there(app: Flask, change: ChangeSet) -> None:
    ana = somebody(app)
    made, browser, database = sent(app, ana, change), browser_of(app, ana), engine_of(app)
    assert browser.post(f"/submissions/{made}/comment", data={"text": "Hi, " * 900}).status_code == 303
    with database.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(database, "connect", fill)
    database.dispose()
    refused(browser, made)
    event.remove(database, "connect", fill)
    database.dispose()
    assert status_of(app, made) == "submitted"
    assert "Hello" not in read(browser, f"/submissions/{made}").get_text()
    assert browser.post(f"/submissions/{made}/comment", data={"text": "Hello"}).status_code == 303


def refused(browser: FlaskClient, submission_id: str) -> None:
    """Says that nothing was kept, and when to try again."""
    answer = browser.post(f"/submissions/{submission_id}/comment", data={"text": "Hello " * 600})
    assert answer.status_code == 503 and "nothing was changed" in answer.text and answer.headers["Retry-After"]
