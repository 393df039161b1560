"""What administrators do about people on their page, and in which language people get mail."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from graph.people import Person, Role, TokenScope, reading, transaction
from graph.people.accounts import Details, block, checked, everybody, join
from graph.people.audit import entries
from graph.people.records import StoredMail
from graph.people.tokens import make_token
from graph.review.decisions import give_back
from graph.review.mail import TEXTS
from graph.review.records import Status
from graph.review.reports import answer, report
from graph.text.catalogues import found
from tests.people.forms import ANA, form, joined, read
from tests.people.signing import PASSPHRASE, browser_of, somebody
from tests.review.people import joined as with_account
from tests.review.people import submitted, town
from views.people.signed_in import EXTENSION


@pytest.fixture
def admin(bare: Flask) -> Person:
    return somebody(bare, Role.ADMIN, "Dino Rossi", "City of Turin")


def done(app: Flask) -> list[str]:
    with reading(app.extensions[EXTENSION].engine) as session:
        return [each.action for each in entries(session)]


def test_a_link_that_the_page_makes_is_shown_once_and_lets_one_person_in(bare: Flask, admin: Person) -> None:
    browser = browser_of(bare, admin)
    shown = browser.post("/account/people/invite", data={"name": "Ana <b>Reis</b>", "role": "reviewer"})
    link = read(shown).select(".one-time")[0].text
    assert shown.status_code == 200 and "Ana &lt;b&gt;Reis" in shown.text
    assert link not in browser.get("/account/people").text
    newcomer = browser_of(bare, None)
    given = form(read(newcomer.get(link)), "/invitation")
    assert newcomer.post("/invitation", data={**given, **ANA}).status_code == 303
    with reading(bare.extensions[EXTENSION].engine) as session:
        assert {each.role for each in everybody(session) if each.email == ANA["email"]} == {Role.REVIEWER}
    assert browser.post("/account/people/invite", data={"name": " ", "role": "reviewer"}).status_code == 400
    assert browser.post("/account/people/invite", data={"name": "Rui", "role": "king"}).status_code == 400


def test_who_is_blocked_is_out_with_every_token_and_comes_back_when_let_in(bare: Flask, admin: Person) -> None:
    browser, engine = joined(bare), bare.extensions[EXTENSION].engine
    with transaction(engine) as session:
        ana = next(each for each in everybody(session) if each.email == ANA["email"])
        token = {"Authorization": f"Bearer {make_token(session, ana, 'a program', [TokenScope.READ], 1)}"}
    other = browser_of(bare, admin)
    assert other.post(f"/account/people/{ana.id}/block").status_code == 303
    assert "Blocked" in other.get("/account/people").text
    assert browser.get("/account").status_code == 303
    assert bare.test_client().get("/account/data", headers=token).status_code == 401
    refused = browser.post("/sign-in", data={"email": ANA["email"], "passphrase": PASSPHRASE})
    assert refused.status_code == 403 and "This account is blocked" in refused.text
    wrong = browser.post("/sign-in", data={"email": ANA["email"], "passphrase": "not this one at all"})
    assert "blocked" not in wrong.text, "Who does not know the passphrase learns nothing of the account."
    key = read(other.post(f"/account/people/{ana.id}/passphrase")).select(".one-time")[0].text.partition("key=")[2]
    assert browser.post("/invitation", data={"key": key, "passphrase": "quite other words"}).status_code == 403
    assert other.post(f"/account/people/{ana.id}/unblock").status_code == 303
    assert bare.test_client().get("/account/data", headers=token).status_code == 200
    browser.post("/sign-in", data={"email": ANA["email"], "passphrase": PASSPHRASE})
    assert browser.get("/account").status_code == 200
    assert {"blocked", "unblocked"} <= set(done(bare))


def test_another_role_signs_out_and_an_account_is_erased_only_when_one_is_sure(bare: Flask, admin: Person) -> None:
    browser, other = joined(bare), browser_of(bare, admin)
    with reading(bare.extensions[EXTENSION].engine) as session:
        ana = next(each for each in everybody(session) if each.email == ANA["email"])
    assert other.post(f"/account/people/{ana.id}/role", data={"role": "reviewer"}).status_code == 303
    assert browser.get("/account").status_code == 303
    unsure = other.post(f"/account/people/{ana.id}/erase")
    assert unsure.status_code == 400 and "Tick the box" in unsure.text
    assert other.post(f"/account/people/{ana.id}/erase", data={"sure": "yes"}).status_code == 303
    assert ANA["email"] not in other.get("/account/people").text
    assert {"role-changed", "erased"} <= set(done(bare))


def test_the_record_of_who_did_what_is_told_by_names_and_never_by_codes(bare: Flask, admin: Person) -> None:
    engine, browser = bare.extensions[EXTENSION].engine, browser_of(bare, admin)
    ana = somebody(bare)
    rui = somebody(bare, Role.REVIEWER, "Rui Sá", "Efus")
    made = submitted(engine, ana, town())
    with transaction(engine) as session:
        make_token(session, ana, "a program", [TokenScope.READ], 1)
        give_back(session, made, rui, "Which one?")
    browser.post(f"/account/people/{ana.id}/role", data={"role": "reviewer"})
    page = read(browser.get("/audit"))
    text = page.get_text(" ", strip=True)
    assert "changed a role Ana Reis, contributor, reviewer" in text.replace(" ,", ",")
    assert "Rui Sá returned a submission The city told us." in text
    assert page.find("a", href=f"/submissions/{made}") is not None
    assert not re.search("[0-9a-f]{32}", text)
    browser.post(f"/account/people/{ana.id}/erase", data={"sure": "yes"})
    assert "erased an account a former contributor" in read(browser.get("/audit")).get_text(" ", strip=True)


@pytest.mark.parametrize("step", ["role", "block", "unblock", "erase"])
def test_nobody_takes_the_last_key_from_herself(bare: Flask, admin: Person, step: str) -> None:
    browser = browser_of(bare, admin)
    refused = browser.post(f"/account/people/{admin.id}/{step}", data={"role": "contributor", "sure": "yes"})
    assert refused.status_code == 403 and "another administrator" in refused.text
    assert browser.get("/account/people").status_code == 200


def test_the_language_of_mail_is_that_of_the_page_at_first_and_can_be_chosen(bare: Flask, admin: Person) -> None:
    link = read(browser_of(bare, admin).post("/account/people/invite", data={"name": "A", "role": "contributor"}))
    address = "/fr" + re.sub(r"^https?://[^/]+", "", link.select(".one-time")[0].text)
    browser = browser_of(bare, None)
    browser.post("/fr/invitation", data={**form(read(browser.get(address)), "/invitation"), **ANA})
    assert browser.get("/account/data").json["language"] == "fr"  # type: ignore[index]
    assert read(browser.get("/account")).select("#language option[selected]")[0]["value"] == "fr"
    browser.post("/account", data={"name": "Ana", "organisation": "Porto", "language": "pt"})
    assert browser.get("/account/data").json["language"] == "pt"  # type: ignore[index]
    browser.post("/account", data={"name": "Ana", "organisation": "Porto", "language": "<script>"})
    assert browser.get("/account/data").json["language"] == "en"  # type: ignore[index]


def test_mail_is_in_the_language_of_who_reads_it_and_leads_to_pages_in_it(
    people: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The catalogue may lag behind the text.
    words = {"What you wrote: %(text)s": "Vous avez écrit : %(text)s"}
    monkeypatch.setattr("graph.text.catalogues.found", lambda pattern, _: words.get(pattern, f"[{pattern}]"))
    details, _ = checked(Details("Ana", "Ville de Nice", "ana@nice.example", language="fr"))
    with transaction(people) as session:
        ana = join(session, details, Role.CONTRIBUTOR)
    rui = with_account(people, "Rui", Role.REVIEWER)
    made = submitted(people, ana, town())
    with transaction(people) as session:
        give_back(session, made, rui, "Which one?", "https://plaza.example/")
        receipt = report(session, "/fr/cities", "", "C'est faux.", "eve@nice.example", "fr")
        answer(session, receipt, rui, "Corrigé.", "https://plaza.example/")
    with reading(people) as session:
        first, second, third = session.scalars(select(StoredMail).order_by(StoredMail.id))
    assert first.subject == "[Your contribution has arrived]"
    assert "Vous avez écrit : The city told us." in second.body and "Which one?" in second.body
    assert f"https://plaza.example/fr/submissions/{made}" in second.body
    assert f"https://plaza.example/fr/contribute/receipts/{receipt}" in third.body and "Corrigé." in third.body


@pytest.mark.parametrize("language", ["fr", "pl"])
def test_mail_is_written_in_the_words_of_the_catalogue(people: Engine, language: str) -> None:
    with transaction(people) as session:
        details, _ = checked(Details("Ana", "Porto", f"ana@{language}.example", language=language))
        ana = join(session, details, Role.CONTRIBUTOR)
    rui = with_account(people, "Rui", Role.REVIEWER)
    submitted(people, ana, town())
    with transaction(people) as session:
        receipt = report(session, "/cities", "", "No.", "eve@nice.example", language)
        answer(session, receipt, rui, "Yes.", "https://plaza.example/")
    with reading(people) as session:
        first, second = session.scalars(select(StoredMail).order_by(StoredMail.id))
    assert first.subject == _told("Your contribution has arrived", language) != "Your contribution has arrived"
    assert _told(str(TEXTS[Status.SUBMITTED]), language) in first.body
    assert second.subject == _told("Answer to your report", language)
    assert "You reported" not in second.body and f"/{language}/contribute/receipts/" in second.body


def _told(english: str, language: str) -> str:
    known = found(english, language)
    assert known
    return known


def test_a_word_of_the_catalogue_is_found_without_any_page() -> None:
    assert found("Home", "fr") not in (None, "Home")


def test_a_blocked_reviewer_is_not_one_who_can_review(people: Engine) -> None:
    from graph.people.accounts import has_reviewer

    rui = with_account(people, "Rui", Role.REVIEWER)
    with transaction(people) as session:
        assert has_reviewer(session)
        block(session, rui.id, None)
        assert not has_reviewer(session)
