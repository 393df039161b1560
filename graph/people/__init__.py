"""Who contributes and reviews: people, invitations, sessions and tokens, in a database of working state."""

from graph.people.accounts import FORMER, Person, party, public_name
from graph.people.audit import audit
from graph.people.database import Base, UtcTime, engine_of, now, reading, transaction
from graph.people.outbox import send
from graph.people.roles import Role, TokenScope

__all__ = [
    "FORMER", "Base", "Person", "Role", "TokenScope", "UtcTime", "audit", "engine_of", "now", "party", "public_name",
    "reading", "send", "transaction",
]  # fmt: skip
