"""Two people who do the same at the same moment: one does it, the other is told, and nothing is there twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine

from graph.errors import ChangedMeanwhile
from graph.people import Person, Role, transaction
from graph.review.decisions import accept, reject
from graph.review.records import Publishing, Submission
from graph.review.submissions import mine, save_draft
from tests.patience import HANGS_S
from tests.review.people import joined, submitted, town


def at_once(steps: Sequence[Callable[[], object]]) -> list[object]:
    """What each step gives, or raises, when all are taken at the same moment."""
    ready = threading.Barrier(len(steps))

    def taken(step: Callable[[], object]) -> object:
        ready.wait(HANGS_S)
        try:
            return step()
        except ChangedMeanwhile as error:
            return error

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(taken, steps))


def test_of_two_reviewers_who_accept_at_once_one_does_and_the_other_is_told(engine: Engine) -> None:
    ana = joined(engine, "Ana")
    reviewers = [joined(engine, name, Role.REVIEWER) for name in ("Rui", "Eva")]
    for name in ("town-a", "town-b", "town-c"):
        made = submitted(engine, ana, town(name))
        with transaction(engine) as session:
            digest = session.get_one(Submission, made).digest

        def accepts(who: Person, made: str = made, digest: str = digest) -> bool:
            with transaction(engine) as session:
                return accept(session, made, who, digest)

        found = at_once([lambda who=who, one=accepts: one(who) for who in reviewers])  # type: ignore[misc]
        assert sorted(type(each).__name__ for each in found) == ["ChangedMeanwhile", "bool"]
        with transaction(engine) as session:
            kept = session.get_one(Submission, made)
            assert (kept.status, len(kept.verdicts)) == ("accepted", 1)
            assert session.get_one(Publishing, made).state == "waiting"


def test_of_one_who_accepts_and_one_who_refuses_at_once_one_is_told(engine: Engine) -> None:
    ana, rui, eva = joined(engine, "Ana"), joined(engine, "Rui", Role.REVIEWER), joined(engine, "Eva", Role.REVIEWER)
    made = submitted(engine, ana, town())
    with transaction(engine) as session:
        digest = session.get_one(Submission, made).digest

    def accepts() -> None:
        with transaction(engine) as session:
            accept(session, made, rui, digest)

    def refuses() -> None:
        with transaction(engine) as session:
            reject(session, made, eva, "It is another town.")

    found = at_once([accepts, refuses])
    assert sum(isinstance(each, ChangedMeanwhile) for each in found) == 1
    with transaction(engine) as session:
        kept = session.get_one(Submission, made)
        assert [each.verdict for each in kept.verdicts] == ["accept" if kept.status == "accepted" else "reject"]


def test_a_button_that_is_pressed_twice_at_once_makes_one_draft(engine: Engine) -> None:
    ana = joined(engine, "Ana")

    def saves() -> str:
        with transaction(engine) as session:
            return save_draft(session, ana, town())

    first, second = at_once([saves, saves])
    assert first == second
    with transaction(engine) as session:
        assert [each.id for each in mine(session, ana)] == [first]
        assert save_draft(session, ana, town("porto")) != first
