"""Passphrases, sessions and tokens, how they end and how tries are counted: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, update

from graph.errors import NotFound, SignInFailed, TooManyTries
from graph.people import (
    Role,
    TokenScope,
    now,
    reading,
    secret_words,
    transaction,
)
from graph.people.accounts import (
    Details,
    change_role,
    erase,
    wrong_passphrase,
)
from graph.people.invitations import accept, accept_passphrase, find_invitation, offer_passphrase
from graph.people.records import StoredAttempt, StoredPerson, StoredSession, StoredToken
from graph.people.sessions import IDLE, begin_session, end_session, end_sessions, signed_in
from graph.people.signing_in import MOST_OF_ACCOUNT, MOST_OF_ADDRESS, sign_in
from graph.people.tokens import bearer, end_token, make_token, tokens_of
from tests.people.joining import ANA, HOUR, WORDS, invited


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
