"""Mail waits in the database until a real mail server has taken it, and no text of anybody becomes a header."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError

from graph.people import Role, engine_of, now, reading, send, transaction
from graph.people.accounts import Details, erase, join
from graph.people.audit import entries
from graph.people.migrations import upgrade
from graph.people.outbox import MOST_TRIES, MailServer, deliver
from graph.people.records import StoredMail
from tests.patience import HANGS_S, wait_until
from tests.people.joining import both_at_once
from tests.security.test_hostile_texts import TEXTS
from views.door import postman

INJECTIONS = [
    "Hello\r\nBcc: eve@evil.example",
    "Hello\nSubject: other",
    "Hello\r\n\r\nA body",
    "\x00\x0bHello",
    "\u2028Bcc: x@y.zz",
]


class Taken:
    """What the mail server has taken; addresses that begin with `no` are refused for good, `later` for now."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("no"):
            return "550 No such mailbox"
        if address.startswith("later"):
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(content, policy=email.policy.default)))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def server(taken: Taken) -> Iterator[MailServer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    running = Controller(taken, hostname="127.0.0.1", port=port, ready_timeout=HANGS_S)
    running.start()
    yield MailServer("127.0.0.1", port, "none", "", "", "plaza@example.org")
    running.stop()


def waiting(people: Engine) -> list[StoredMail]:
    with reading(people) as session:
        return list(session.scalars(select(StoredMail).order_by(StoredMail.id)))


def put(people: Engine, to: str, subject: str = "Hello", body: str = "Good day") -> None:
    with transaction(people) as session:
        send(session, to, subject, body)


def test_a_message_is_sent_once_and_then_no_longer_kept(people: Engine, server: MailServer, taken: Taken) -> None:
    put(people, "ana@porto.example", "Obrigado, José", "Olá\n.\nUma linha\n")
    assert deliver(people, server) == 1 and deliver(people, server) == 0
    [(to, mail)] = taken.mails
    assert to == ["ana@porto.example"]
    assert (mail["From"], mail["To"], mail["Subject"]) == ("plaza@example.org", "ana@porto.example", "Obrigado, José")
    assert mail.get_content().splitlines() == ["Olá", ".", "Uma linha"]
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Date"] and mail["Message-ID"].endswith("@example.org>")
    assert waiting(people) == []


def test_a_message_is_kept_or_dropped_with_what_it_tells_of(people: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(people) as session:
        send(session, "ana@porto.example", "Accepted", "It is published.")
        raise RuntimeError
    assert waiting(people) == []


def test_what_cannot_be_sent_now_waits_longer_each_time_and_is_given_up_in_the_end(
    people: Engine, server: MailServer, taken: Taken
) -> None:
    put(people, "later@porto.example")
    put(people, "ana@porto.example")
    assert deliver(people, server) == 1
    waits = []
    for _ in range(MOST_TRIES - 1):
        [left] = waiting(people)
        waits.append((left.due_at - now()).total_seconds())
        assert deliver(people, server) == 0, "Before its time it is not tried."
        with transaction(people) as session:
            session.execute(update(StoredMail).values(due_at=now()))
        deliver(people, server)
    assert waits == sorted(waits) and waits[-1] > 12 * 3600
    assert waiting(people) == []
    with reading(people) as session:
        assert [each.action for each in entries(session)] == ["mail-given-up"]
    assert len(taken.mails) == 1


def test_an_address_that_is_refused_or_none_is_not_tried_again_and_holds_up_nobody(
    people: Engine, server: MailServer, taken: Taken
) -> None:
    for to in ("nobody@porto.example", "not an address", "a@b.cc\r\nBcc: eve@evil.example", "ana@porto.example"):
        put(people, to)
    assert deliver(people, server) == 1
    assert [to for to, _ in taken.mails] == [["ana@porto.example"]] and waiting(people) == []


def test_no_text_becomes_a_header_a_recipient_or_another_message(
    people: Engine, server: MailServer, taken: Taken
) -> None:
    texts = [*INJECTIONS, *TEXTS]
    for each in texts:
        put(people, "ana@porto.example", each, f"{each}\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n{each}")
    assert deliver(people, server) == len(texts) > 10
    for to, mail in taken.mails:
        assert to == ["ana@porto.example"]
        assert sorted(name.lower() for name in mail) == sorted(
            "from to subject date message-id auto-submitted content-type content-transfer-encoding mime-version".split()
        )
        assert len(mail.get_all("subject", [])) == 1 and mail.get_content_type() == "text/plain"


def test_while_the_mail_server_is_away_nothing_is_lost(people: Engine, server: MailServer, taken: Taken) -> None:
    put(people, "ana@porto.example")
    away = MailServer("127.0.0.1", 9, "none", "", "", "plaza@example.org")
    assert deliver(people, away) == 0 and len(waiting(people)) == 1
    with transaction(people) as session:
        session.execute(update(StoredMail).values(due_at=now()))
    assert deliver(people, server) == 1


def test_a_mail_server_without_the_encryption_that_was_asked_for_gets_nothing(
    people: Engine, server: MailServer, taken: Taken
) -> None:
    put(people, "ana@porto.example")
    strict = MailServer(server.host, server.port, "starttls", "", "", server.sender)
    assert deliver(people, strict) == 0 and taken.mails == [] and len(waiting(people)) == 1


def test_where_mail_is_not_set_up_or_its_reader_is_erased_no_message_stays(people: Engine) -> None:
    put(people, "ana@porto.example")
    assert deliver(people, None) == 0 and waiting(people) == []
    with transaction(people) as session:
        ana = join(session, Details("Ana", "Porto", "ana@porto.example"), Role.CONTRIBUTOR)
        send(session, ana.email, "Hello", "Good day")
        erase(session, ana.id, None)
    assert waiting(people) == []


def test_two_processes_that_look_at_once_send_a_message_once(database: str, server: MailServer, taken: Taken) -> None:
    engines = [engine_of(database) for _ in range(2)]
    upgrade(engines[0])
    for number in range(8):
        put(engines[0], f"p{number}@porto.example")
    assert sum(map(int, both_at_once(lambda number: deliver(engines[number], server)))) == 8  # type: ignore[call-overload]
    assert sorted(to[0] for to, _ in taken.mails) == [f"p{number}@porto.example" for number in range(8)]
    for each in engines:
        each.dispose()


def test_the_postman_of_a_web_process_sends_what_waits_and_outlives_a_database_that_fails(
    people: Engine, server: MailServer, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postman, "EVERY_S", 0.01)
    put(people, "ana@porto.example")
    asked: list[Engine | None] = []

    def engine() -> Engine | None:
        asked.append(None if len(asked) == 0 else people)
        if len(asked) == 2:
            raise OperationalError("SELECT 1", {}, Exception("away"))
        return asked[-1]

    working = postman.Postman(engine, server)
    working.start()
    wait_until(lambda: bool(taken.mails) and not waiting(people))
    working.end()
    assert [to for to, _ in taken.mails] == [["ana@porto.example"]]
