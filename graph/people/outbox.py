"""Mail: a message waits in the database, so that what it tells of and the message are kept together or not at all."""

from __future__ import annotations

import datetime
import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from graph.people.audit import audit
from graph.people.database import now, transaction
from graph.people.records import StoredMail
from graph.settings import Settings

TIMEOUT_S: Final = 20.0
# After each failure the wait doubles, from two minutes; the last try is about a day and a half after the first.
FIRST_WAIT_S, MOST_TRIES = 120, 11
LONGEST_SUBJECT: Final = 200

log = logging.getLogger("openplaza.mail")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who sends our mail; `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, settings: Settings) -> MailServer | None:
        """The one that the settings name; None when they name none."""
        if not settings.smtp_host:
            return None
        return cls(
            settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, settings.smtp_password,
            settings.smtp_from,
        )  # fmt: skip


def send(session: Session, to: str, subject: str, body: str) -> None:
    """Put a message into the outbox; it is sent after the transaction, and dropped where mail is not set up."""
    if to:
        # PostgreSQL keeps no NUL.
        plain = [text.replace("\0", "") for text in (to, subject, body)]
        session.add(StoredMail(recipient=plain[0], subject=plain[1], body=plain[2], tries=0, due_at=now()))


def deliver(engine: Engine, server: MailServer | None) -> int:
    """Send what is due, and tell how many messages left. A message that cannot be sent is tried again later."""
    if server is None:
        with transaction(engine) as session:
            session.execute(delete(StoredMail))
        return 0
    sent = 0
    while (message := _take(engine)) is not None:
        sent += _deliver_one(engine, server, message)
    return sent


def _take(engine: Engine) -> StoredMail | None:
    """A message that is due, put off first: no other process takes it, and a fault is a later try."""
    with transaction(engine) as session:
        query = select(StoredMail).where(StoredMail.due_at <= now()).order_by(StoredMail.id).limit(1)
        found = session.scalar(query.with_for_update(skip_locked=True))
        if found is not None:
            found.due_at = now() + datetime.timedelta(seconds=FIRST_WAIT_S * 2**found.tries)
            found.tries += 1
        return found


def _deliver_one(engine: Engine, server: MailServer, message: StoredMail) -> bool:
    try:
        _hand_over(server, written(message, server.sender))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # Neither the address nor the text belongs into a log.
        log.warning("Message %s could not be sent: %s", message.id, type(error).__name__)
        if message.tries >= MOST_TRIES or _is_final(error):
            _drop(engine, message, "mail-given-up")
        return False
    _drop(engine, message)
    return True


def _is_final(error: Exception) -> bool:
    """Whether the server will never take this message, or it is none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _drop(engine: Engine, message: StoredMail, action: str = "") -> None:
    with transaction(engine) as session:
        session.execute(delete(StoredMail).where(StoredMail.id == message.id))
        if action:
            audit(session, None, action, str(message.id))


def written(message: StoredMail, sender: str) -> EmailMessage:
    """The message as it is sent. A line end in an address or a subject begins no header of its own.

    Raises ValueError for an address that is none.
    """
    mail = EmailMessage()
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = Address(addr_spec=message.recipient)
    mail["Subject"] = " ".join(message.subject.split())[:LONGEST_SUBJECT]
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    # Machines that answer by themselves do not answer this (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def _hand_over(server: MailServer, mail: EmailMessage) -> None:
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
        if server.security == "tls"
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    ) as connection:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(mail)
