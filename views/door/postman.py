"""A thread that sends the mail which waits in the outbox, in each web process; a message is taken by one of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from graph.people.outbox import MailServer, deliver

EVERY_S = 10.0
# How long the end waits for a message that is on its way, so that its connection to the database is given back.
ENDING_S = 5.0

log = logging.getLogger("openplaza.mail")


class Postman:
    """`engine` gives the database, or None while nobody has needed it."""

    def __init__(self, engine: Callable[[], Engine | None], server: MailServer | None) -> None:
        self._engine, self._server = engine, server
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="postman", daemon=True)

    def start(self) -> None:
        """Begin to look, now and again every few seconds."""
        self._thread.start()

    def end(self) -> None:
        """Look no more, and give the database back. A message that a mail server takes too long over is tried again
        later, by whoever comes then."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(ENDING_S)

    def _work(self) -> None:
        while not self._ended.is_set():
            try:
                engine = self._engine()
                if engine is not None:
                    deliver(engine, self._server)
            except SQLAlchemyError:
                log.exception("The outbox cannot be read")
            self._ended.wait(EVERY_S)
