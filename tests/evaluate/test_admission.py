"""Admission are taken first come, first served, by those who can wait and by those who cannot."""

from __future__ import annotations

import threading

import pytest

from graph.errors import Abandoned, Busy
from graph.evaluate.admission import Admission


def test_turns_go_to_those_who_wait_longest_and_the_bounds_count_everybody() -> None:
    turns, come = Admission(1, 2, 5), []
    assert turns.take(lambda: come.append("nobody")) is None
    first = turns.take(lambda: come.append("first"))
    second = turns.take(lambda: come.append("second"))
    assert first is not None and second is not None
    with pytest.raises(Busy):
        turns.take(lambda: None)
    with pytest.raises(Busy), turns.taken():
        pass
    turns.give_back()
    assert come == ["first"]
    turns.give_back()
    assert come == ["first", "second"]
    turns.give_back()
    assert turns.take(lambda: None) is None


def test_who_leaves_the_queue_is_not_called_and_who_was_called_must_give_back() -> None:
    turns, come = Admission(1, 2, 5), []
    turns.take(lambda: None)
    leaving, staying = turns.take(lambda: come.append("leaving")), turns.take(lambda: come.append("staying"))
    assert leaving is not None and staying is not None
    assert turns.leave(leaving) and not turns.leave(leaving)
    turns.give_back()
    assert come == ["staying"] and not turns.leave(staying)
    turns.give_back()
    with turns.taken():
        pass


def test_a_thread_that_waits_too_long_or_for_nobody_takes_no_turn_with_it() -> None:
    turns = Admission(1, 4, 0.1)
    with turns.taken():
        with pytest.raises(Busy), turns.taken():
            pass
        with pytest.raises(Abandoned), turns.taken(lambda: True):
            pass
    with turns.taken():
        pass


def test_many_threads_never_hold_more_turns_than_there_are() -> None:
    turns, lock = Admission(2, 100, 30), threading.Lock()
    now, most, done = 0, 0, 0

    def work() -> None:
        nonlocal now, most, done
        for _ in range(50):
            with turns.taken():
                with lock:
                    now += 1
                    most = max(most, now)
                with lock:
                    now -= 1
                    done += 1

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (done, now) == (800, 0) and most <= 2
