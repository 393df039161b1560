"""People, their ways in and how they leave: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from graph.contribute.changes import Party
from graph.errors import BadParameter, NotFound, SignInFailed, TooManyTries
from graph.people import (
    FORMER,
    Base,
    Person,
    Role,
    TokenScope,
    engine_of,
    now,
    party,
    public_name,
    reading,
    secret_words,
    transaction,
)
from graph.people.accounts import (
    Details,
    change_role,
    checked,
    erase,
    everybody,
    find,
    find_by_email,
    has_reviewer,
    join,
    wrong_passphrase,
)
from graph.people.audit import entries
from graph.people.invitations import accept, accept_passphrase, find_invitation, invite, offer_passphrase
from graph.people.migrations import upgrade
from graph.people.records import StoredAttempt, StoredEvent, StoredInvitation, StoredPerson, StoredSession, StoredToken
from graph.people.sessions import IDLE, begin_session, end_session, end_sessions, signed_in
from graph.people.signing_in import MOST_OF_ACCOUNT, MOST_OF_ADDRESS, sign_in
from graph.people.tokens import bearer, end_token, make_token, tokens_of
from graph.settings import ROOT

ANA = Details("Ana Reis", "City of Porto", "ana@porto.example")
WORDS = "four plain words here"
HOUR = datetime.timedelta(hours=1)


def invited(people: Engine, role: Role = Role.CONTRIBUTOR, given: Details = ANA) -> Person:
    with transaction(people) as session:
        secret = invite(session, given.name, role, hours=1)
    with transaction(people) as session:
        return accept(session, secret, given, WORDS)


def both_at_once(work: Callable[[int], object]) -> list[object]:
    """What two threads get that begin together; an exception stands for itself."""
    start = Barrier(2)

    def one(number: int) -> object:
        start.wait()
        try:
            return work(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def models() -> list[str]:
    """The modules in which tables are told."""
    files = [each for each in sorted((ROOT / "graph").rglob("*.py")) if "(Base):" in each.read_text(encoding="utf-8")]
    return [".".join(each.relative_to(ROOT).with_suffix("").parts) for each in files]


def test_the_tables_are_those_that_the_code_speaks_of(people: Engine) -> None:
    assert "graph.people.records" in [import_module(each).__name__ for each in models()]
    assert {"people", "sessions", "audit"} <= set(inspect(people).get_table_names())
    with people.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_nobody_but_its_owner_reads_the_file_of_people(tmp_path: Path) -> None:
    file = tmp_path / "var" / "people.db"
    engine = engine_of(f"sqlite:///{file}")
    upgrade(engine)
    with transaction(engine) as session:
        invite(session, "Ana", Role.ADMIN, hours=1)
        modes = {each.name: oct(each.stat().st_mode & 0o777) for each in file.parent.iterdir()}
    assert "people.db-wal" in modes and set(modes.values()) == {"0o600"}
    engine.dispose()


def test_servers_that_start_at_once_make_the_tables_once(database: str) -> None:
    engines = [engine_of(database) for _ in range(2)]
    assert both_at_once(lambda number: upgrade(engines[number])) == [None, None]
    upgrade(engines[0])
    assert invited(engines[1]).name == "Ana Reis"
    for each in engines:
        each.dispose()


def test_roles_are_compared_by_what_they_may_and_not_by_their_letters() -> None:
    assert Role.CONTRIBUTOR < Role.REVIEWER < Role.ADMIN and max(Role) is Role.ADMIN
    assert Role.ADMIN >= Role.REVIEWER > Role.CONTRIBUTOR and Role.REVIEWER <= Role.REVIEWER
    assert sorted(Role, reverse=True) == [Role.ADMIN, Role.REVIEWER, Role.CONTRIBUTOR]


def test_an_invitation_works_once_for_its_time_and_with_its_whole_secret(people: Engine) -> None:
    with transaction(people) as session:
        secret = invite(session, "Ana", Role.REVIEWER, hours=1)
        late = invite(session, "Rui", Role.ADMIN, hours=1)
    with reading(people) as session:
        assert find_invitation(session, secret).role is Role.REVIEWER
        stored = session.scalars(select(StoredInvitation)).all()
        assert secret not in str([vars(each) for each in stored])
    for wrong in (secret[:-1], secret + "x", "", secret.upper()):
        with pytest.raises(NotFound), transaction(people) as session:
            accept(session, wrong, ANA, WORDS)
    with transaction(people) as session:
        assert accept(session, secret, ANA, WORDS).role is Role.REVIEWER
        session.execute(update(StoredInvitation).values(expires_at=now() - HOUR))
    for over in (secret, late):
        with pytest.raises(NotFound), transaction(people) as session:
            accept(session, over, Details("B", "C", "b@c.example"), WORDS)


def test_of_two_who_use_one_link_at_once_one_gets_an_account(people: Engine) -> None:
    with transaction(people) as session:
        secret = invite(session, "Ana", Role.ADMIN, hours=1)

    def take(number: int) -> Person:
        with transaction(people) as session:
            return accept(session, secret, Details(f"P{number}", "City", f"p{number}@city.example"), WORDS)

    found = both_at_once(take)
    assert sorted(type(each) for each in found if not isinstance(each, Person)) == [NotFound]
    with reading(people) as session:
        assert [each.role for each in everybody(session)] == [Role.ADMIN]


def test_an_email_address_has_one_account_whatever_its_capitals(people: Engine) -> None:
    invited(people)
    details, wrong = checked(Details("Another", "City", " ANA@Porto.example "))
    assert wrong == {}
    with transaction(people) as session:
        secret = invite(session, "Another", Role.CONTRIBUTOR, hours=1)
    with pytest.raises(BadParameter, match="already"), transaction(people) as session:
        accept(session, secret, details, WORDS)
    with reading(people) as session:
        assert find_invitation(session, secret), "A mistake does not use the link up."


def test_whoever_knows_the_passphrase_signs_in_and_nobody_learns_what_was_wrong(people: Engine) -> None:
    ana = invited(people)
    person, secret = sign_in(people, "ANA@porto.example", WORDS, "192.0.2.1", hours=1)
    assert person == ana
    with reading(people) as session:
        assert signed_in(session, secret) == (ana, False)
        assert signed_in(session, secret[:-1]) is None
        kept = session.scalars(select(StoredPerson.passphrase)).one()
        assert kept and kept.startswith("scrypt:") and WORDS not in kept
        assert secret not in session.scalars(select(StoredSession.secret)).all()
    told = set()
    for email, words in ((ana.email, WORDS + "!"), (ana.email, ""), ("nobody@porto.example", WORDS), ("", "")):
        with pytest.raises(SignInFailed) as failed:
            sign_in(people, email, words, "192.0.2.1", hours=1)
        told.add(str(failed.value))
    assert len(told) == 1


@pytest.mark.parametrize("email", [ANA.email, "nobody@porto.example"])
def test_too_many_tries_lock_an_account_that_exists_or_not_from_anywhere(people: Engine, email: str) -> None:
    invited(people)
    for number in range(MOST_OF_ACCOUNT):
        with pytest.raises(SignInFailed):
            sign_in(people, email, "a wrong one", f"192.0.2.{number}", hours=1)
    with pytest.raises(TooManyTries):
        sign_in(people, email.upper(), WORDS, "198.51.100.7", hours=1)
    with transaction(people) as session:
        session.execute(update(StoredAttempt).values(at=now() - HOUR))
    sign_in(people, ANA.email, WORDS, "192.0.2.1", hours=1)
    with reading(people) as session:
        assert len(session.scalars(select(StoredAttempt)).all()) == 1, "What does not count any more is not kept."


def test_too_many_tries_lock_an_address_and_no_other(people: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.people.signing_in.matches", lambda *_: False)
    for number in range(MOST_OF_ADDRESS):
        with pytest.raises(SignInFailed):
            sign_in(people, f"p{number}@city.example", WORDS, "192.0.2.1", hours=1)
    with pytest.raises(TooManyTries):
        sign_in(people, "another@city.example", WORDS, "192.0.2.1", hours=1)
    for elsewhere in ("192.0.2.2", ""):
        with pytest.raises(SignInFailed):
            sign_in(people, "another@city.example", WORDS, elsewhere, hours=1)


def test_a_session_ends_by_time_by_rest_by_leaving_and_by_another_role(people: Engine) -> None:
    ana = invited(people)

    def begun() -> str:
        with transaction(people) as session:
            return begin_session(session, ana, hours=24)

    def lives(secret: str) -> bool:
        with reading(people) as session:
            return signed_in(session, secret) is not None

    ends: list[Callable[[str], object]] = [
        lambda secret: session.execute(update(StoredSession).values(expires_at=now() - HOUR)),
        lambda secret: session.execute(update(StoredSession).values(seen_at=now() - IDLE - HOUR)),
        lambda secret: end_session(session, secret, ana),
        lambda secret: end_sessions(session, ana),
        lambda secret: begin_session(session, ana, 1, before=secret),
        lambda secret: change_role(session, ana.id, Role.REVIEWER, None),
        lambda secret: erase(session, ana.id, None),
    ]
    assert len(ends) > 5
    for end in ends:
        secret = begun()
        assert lives(secret)
        with transaction(people) as session:
            end(secret)
        assert not lives(secret)


def test_a_new_passphrase_needs_a_link_of_its_own_and_ends_what_was_signed_in(people: Engine) -> None:
    ana = invited(people)
    with transaction(people) as session:
        before = begin_session(session, ana, hours=1)
        link = offer_passphrase(session, ana, hours=1)
        assert find_invitation(session, link).person == ana
    with pytest.raises(NotFound), transaction(people) as session:
        accept(session, link, Details("Eve", "Elsewhere", "eve@elsewhere.example"), WORDS)
    with transaction(people) as session:
        accept_passphrase(session, link, "quite other words")
        assert signed_in(session, before) is None
    with pytest.raises(SignInFailed):
        sign_in(people, ana.email, WORDS, "", hours=1)
    assert sign_in(people, ana.email, "quite other words", "", hours=1)[0] == ana
    with pytest.raises(NotFound), transaction(people) as session:
        accept_passphrase(session, link, "once more other words")


def test_a_token_is_for_its_purpose_its_time_and_its_person(people: Engine) -> None:
    ana = invited(people, Role.REVIEWER)
    rui = invited(people, given=Details("Rui", "City of Braga", "rui@braga.example"))
    with transaction(people) as session:
        secret = make_token(session, ana, "harvester", [TokenScope.SUBMIT, TokenScope.READ], days=30)
    with transaction(people) as session:
        found = bearer(session, secret)
        assert found is not None
        assert (found[0].person, found[0].scopes) == (ana, {TokenScope.READ, TokenScope.SUBMIT})
        assert secret not in session.scalars(select(StoredToken.secret)).all()
        assert bearer(session, secret[:-1]) is None and bearer(session, "") is None
        [token] = tokens_of(session, ana)
        assert tokens_of(session, rui) == []
    with pytest.raises(NotFound), transaction(people) as session:
        end_token(session, rui, token.id)
    with transaction(people) as session:
        session.execute(update(StoredToken).values(expires_at=now() - HOUR))
        assert bearer(session, secret) is None and tokens_of(session, ana) == []
        session.execute(update(StoredToken).values(expires_at=now() + HOUR))
        assert bearer(session, secret) is not None
        end_token(session, ana, token.id)
        assert bearer(session, secret) is None


def test_whoever_is_erased_is_a_former_contributor_everywhere_and_her_history_stays(people: Engine) -> None:
    ana = invited(people, given=Details("Ana Reis", "City of Porto", "ana@porto.example", agreed_to_name=True))
    assert party(ana) == Party(ana.id, "City of Porto")
    with transaction(people) as session:
        assert public_name(session, ana.id) == "Ana Reis, City of Porto"
        make_token(session, ana, "mine", [TokenScope.READ], days=1)
        offer_passphrase(session, ana, hours=1)
        lines = len(entries(session))
    with transaction(people) as session:
        erase(session, ana.id, ana.id)
    with reading(people) as session:
        assert public_name(session, ana.id) == FORMER and find(session, ana.id) is None and everybody(session) == []
        assert [each.who for each in entries(session)] == [""] * (lines + 1)
        assert {each.who_id for each in entries(session)} == {None, ana.id}
        kept = "".join(
            str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()
        )
        assert ana.id in kept
        assert [each for each in ("Ana", "Porto", "porto.example", "mine") if each in kept] == []
    with pytest.raises(SignInFailed):
        sign_in(people, ana.email, WORDS, "", hours=1)
    with pytest.raises(NotFound), transaction(people) as session:
        change_role(session, ana.id, Role.ADMIN, None)
    assert invited(people).id != ana.id, "She may come back, as somebody new."


def test_the_database_refuses_to_change_a_line_of_the_audit_log(people: Engine) -> None:
    invited(people)
    for change in (update(StoredEvent).values(action="nothing"), delete(StoredEvent), text("DELETE FROM audit")):
        with pytest.raises(DBAPIError, match="only added to"), transaction(people) as session:
            session.execute(change)
    with reading(people) as session:
        assert [each.action for each in entries(session)] == ["joined", "invited"]
        assert [each.action for each in entries(session, before=2)] == ["invited"]


def test_somebody_can_review_when_she_has_the_role_and_is_not_erased(people: Engine) -> None:
    def can() -> bool:
        with reading(people) as session:
            return has_reviewer(session)

    assert not can()
    ana = invited(people)
    assert not can()
    with transaction(people) as session:
        change_role(session, find_by_email(session, "ANA@porto.example").id, Role.REVIEWER, None)
    assert can()
    with transaction(people) as session:
        erase(session, ana.id, None)
    assert not can()


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "@porto.example", "ana@porto", "a b@c.de", "a@b.de\r\nBcc: x@y.de", "<a@b.de>",
              "a@b.de,c@d.de", f"{'x' * 250}@b.de"]
)  # fmt: skip
def test_what_is_no_email_address_is_told_so(email: str) -> None:
    assert set(checked(Details("Ana", "Porto", email))[1]) == {"email"}


def test_names_are_one_line_of_characters_that_people_see() -> None:
    details, wrong = checked(Details(" Ana\u200b\r\n Reis\x00 ", "Câmara\u00a0do Porto", "ana@porto.example"))
    assert (details.name, details.organisation, wrong) == ("Ana Reis", "Câmara do Porto", {})
    assert set(checked(Details("\u200b", "x" * 201, "ana@porto.example"))[1]) == {"name", "organisation"}


@pytest.mark.usefixtures("costly")
def test_a_passphrase_is_kept_as_a_slow_hash_with_a_salt_of_its_own() -> None:
    kept = [secret_words.hashed(WORDS) for _ in range(2)]
    assert kept[0] != kept[1] and all(each.startswith("scrypt:32768:8:3$") for each in kept)
    assert secret_words.matches(WORDS, kept[0]) and not secret_words.matches(f"{WORDS} ", kept[0])
    assert secret_words.matches("caf\u00e9 au lait 12", secret_words.hashed("cafe\u0301 au lait 12"))
    assert not secret_words.matches("", None) and not secret_words.matches(WORDS, None)


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    assert wrong_passphrase(WORDS, ANA) == ""
    for weak in ("short", "aaaaaaaaaaaaaaaa", "ANA@porto.example", "x" * 201):
        assert wrong_passphrase(weak, ANA)


def test_join_counts_as_one_unit_with_what_fails_beside_it(people: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(people) as session:
        join(session, ANA, Role.ADMIN)
        raise RuntimeError
    with reading(people) as session:
        assert everybody(session) == [] and entries(session) == []
