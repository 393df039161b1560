"""People, how they are invited, what is known of them and how they leave: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select, update

from graph.contribute.changes import Party
from graph.errors import BadParameter, NotFound, SignInFailed
from graph.people import (
    FORMER,
    Base,
    Person,
    Role,
    TokenScope,
    now,
    party,
    public_name,
    reading,
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
)
from graph.people.audit import entries
from graph.people.invitations import accept, find_invitation, invite, offer_passphrase
from graph.people.records import StoredInvitation
from graph.people.signing_in import sign_in
from graph.people.tokens import make_token
from tests.people.joining import ANA, HOUR, WORDS, both_at_once, invited


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
