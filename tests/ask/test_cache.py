"""What a client can rely on when an answer is kept or shared."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ask.cache import ENTRY_BYTES, LARGEST_PART, AnswerCache
from graph.errors import Abandoned, TimedOut
from graph.evaluate.evaluated import Evaluated

Gone = Callable[[], bool]


def answer(body: bytes = b"x") -> Evaluated:
    return Evaluated(body, "text/csv", 1, True, None, 5.0)


def never(_gone: Gone) -> Evaluated:
    raise AssertionError("This answer was kept, so nothing is worked out again.")


def test_a_kept_answer_is_not_worked_out_again_and_says_that_it_took_no_time() -> None:
    cache = AnswerCache(1 << 20)
    assert cache.get("key", lambda _: answer(b"first")).elapsed_ms == 5.0
    again = cache.get("key", never)
    assert (again.body, again.elapsed_ms) == (b"first", 0.0)


def test_another_key_is_another_answer() -> None:
    cache = AnswerCache(1 << 20)
    cache.get((1, "q"), lambda _: answer(b"one"))
    assert cache.get((2, "q"), lambda _: answer(b"two")).body == b"two"


def test_an_answer_that_must_not_be_kept_is_worked_out_every_time() -> None:
    cache = AnswerCache(1 << 20)
    bodies = iter([b"1", b"2"])
    given = [cache.get("now", lambda _: answer(next(bodies)), keep=False).body for _ in range(2)]
    assert given == [b"1", b"2"]


def test_a_failure_is_told_and_not_kept() -> None:
    cache = AnswerCache(1 << 20)

    def fails(_gone: Gone) -> Evaluated:
        raise TimedOut(1)

    with pytest.raises(TimedOut):
        cache.get("key", fails)
    assert cache.get("key", lambda _: answer(b"later")).body == b"later"


@given(st.lists(st.integers(0, 4_000), max_size=40))
def test_the_budget_of_bytes_is_never_passed(sizes: list[int]) -> None:
    cache = AnswerCache(16_000)
    for number, size in enumerate(sizes):
        # The default value binds this size; the checker expects the one parameter that is given.
        cache.get(number, lambda _, size=size: answer(bytes(size)))  # type: ignore[misc]
    assert cache._kept.currsize <= 16_000
    assert all(len(kept.body) + ENTRY_BYTES <= 16_000 // LARGEST_PART for kept in cache._kept.values())


def test_a_budget_of_nothing_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.get("key", lambda _: answer(b""))
    assert cache.get("key", lambda _: answer(b"again")).body == b"again"


def test_identical_requests_at_the_same_time_share_one_piece_of_work() -> None:
    cache = AnswerCache(1 << 20)
    started, go, calls = threading.Event(), threading.Event(), []

    def slow(_gone: Gone) -> Evaluated:
        calls.append(1)
        started.set()
        assert go.wait(10)
        return answer(b"shared")

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(cache.get, "key", slow)
        assert started.wait(10)
        rest = [pool.submit(cache.get, "key", slow) for _ in range(7)]
        go.set()
        bodies = {each.result(10).body for each in (first, *rest)}
    assert (bodies, len(calls)) == ({b"shared"}, 1)


def test_work_goes_on_while_one_client_still_waits_and_ends_when_the_last_has_gone() -> None:
    cache = AnswerCache(1 << 20)
    started, first_left, second_left = threading.Event(), threading.Event(), threading.Event()
    ended = threading.Event()

    def until_abandoned(gone: Gone) -> Evaluated:
        started.set()
        while not gone():
            ended.wait(0.01)
        raise Abandoned

    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(cache.get, "key", until_abandoned, first_left.is_set)
        assert started.wait(10)
        follower = pool.submit(cache.get, "key", until_abandoned, second_left.is_set)
        while len(next(iter(cache._flights.values())).readers) < 2:
            ended.wait(0.01)
        first_left.set()
        ended.wait(0.2)
        assert not leader.done()
        second_left.set()
        for each in (leader, follower):
            with pytest.raises(Abandoned):
                each.result(10)


def test_a_client_that_comes_when_the_others_have_just_left_gets_its_answer() -> None:
    cache = AnswerCache(1 << 20)
    leading, joined = threading.Event(), threading.Event()

    def gives_up(_gone: Gone) -> Evaluated:
        leading.set()
        assert joined.wait(10)
        raise Abandoned

    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(cache.get, "key", gives_up, lambda: True)
        assert leading.wait(10)
        late = pool.submit(cache.get, "key", lambda _: answer(b"late"), lambda: False)
        while len(next(iter(cache._flights.values())).readers) < 2:
            joined.wait(0.01)
        joined.set()
        with pytest.raises(Abandoned):
            leader.result(10)
        assert late.result(10).body == b"late"
