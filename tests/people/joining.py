"""People who come in by an invitation, straight into the database."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine

from graph.people import (
    Person,
    Role,
    transaction,
)
from graph.people.accounts import (
    Details,
)
from graph.people.invitations import accept, invite

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
