"""A day that was moved, in words: by what, and since when that is known."""

from __future__ import annotations

from graph.law.period import long_date
from graph.text.messages import N_


def moved_by(law: str) -> str:
    """`moved by X`; empty where nothing is named that moved it."""
    return N_("moved by %(law)s", law=law) if law else ""


def moved_later(day: str, law: str, known: str) -> str:
    """`Later moved to 2 August 2027 by X, known since 8 July 2026`; `law` may be empty."""
    days = {"day": long_date(day), "known": long_date(known)}
    if law:
        return N_("Later moved to %(day)s by %(law)s, known since %(known)s", law=law, **days)
    return N_("Later moved to %(day)s, known since %(known)s", **days)
