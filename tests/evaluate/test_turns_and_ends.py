"""Who gets a turn, what ends when nobody waits for it, and what is left when processes end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import Abandoned, Busy, TimedOut
from graph.evaluate.evaluator import Evaluator
from graph.revision import Revision
from graph.settings import Settings
from tests.evaluate.small import CROSS, CSV, JSON, THINGS, still_answers
from tests.patience import wait_until, without_hanging


def test_when_every_slot_and_every_waiting_place_is_taken_the_answer_is_busy(hurried: Evaluator) -> None:
    outcomes: list[str] = []

    def heavy() -> None:
        try:
            hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON)
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=heavy) for _ in range(24)]
    for thread in threads:
        thread.start()
    with without_hanging():
        for thread in threads:
            thread.join()
    assert set(outcomes) == {"TimedOut", "Busy"}
    assert 2 <= outcomes.count("TimedOut") <= 8
    assert Busy.status == 503
    assert still_answers(hurried)


def test_work_that_nobody_waits_for_ends_long_before_its_limit(revision: Revision, settings: Settings) -> None:
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    with Evaluator(revision, replace(settings, query_timeout_s=60)) as running:
        with without_hanging(), pytest.raises(Abandoned):
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, abandoned=gone.is_set)
        assert gone.is_set() and still_answers(running)


def test_whoever_leaves_the_queue_takes_no_turn(revision: Revision, settings: Settings) -> None:
    outcomes: list[str] = []

    def ask(abandoned: Callable[[], bool] | None) -> None:
        try:
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, abandoned=abandoned)
        except Exception as error:
            outcomes.append(type(error).__name__)

    patient = replace(settings, query_workers=1, query_queue=1, query_timeout_s=60, query_wait_s=60)
    with Evaluator(revision, patient) as running:
        assert still_answers(running)
        done, left = threading.Event(), threading.Event()
        working = threading.Thread(target=ask, args=[done.is_set])
        working.start()
        wait_until(lambda: running._admission._running == 1)
        waiting = threading.Thread(target=ask, args=[left.is_set])
        waiting.start()
        wait_until(lambda: len(running._admission._queue) == 1)
        with pytest.raises(Busy):
            running.evaluate("ASK {}", JSON)
        left.set()
        waiting.join()
        assert outcomes == ["Abandoned"]
        done.set()
        working.join()
        assert still_answers(running)


def children(pid: int) -> list[int]:
    found = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children(child)]


def runs(pid: int) -> bool:
    """False once a process has ended, also when nobody has collected its status yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_after_close_no_process_and_no_descriptor_is_left(revision: Revision, settings: Settings) -> None:
    before = set(children(os.getpid())), len(os.listdir("/proc/self/fd"))
    running = Evaluator(revision, settings)
    assert still_answers(running)
    with pytest.raises(TimedOut):
        running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=0.2)
    assert still_answers(running)
    mine = set(children(os.getpid())) - before[0]
    assert len(mine) == 2
    running.close()
    assert (set(children(os.getpid())), len(os.listdir("/proc/self/fd"))) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in mine)
    with pytest.raises(Busy):
        running.evaluate("ASK {}", JSON)


def test_when_the_parent_of_the_workers_dies_it_is_replaced_and_its_workers_end(
    revision: Revision, settings: Settings
) -> None:
    before = set(children(os.getpid()))
    with Evaluator(revision, settings) as running:
        assert still_answers(running)
        mine = set(children(os.getpid())) - before
        (parent,) = [pid for pid in mine if children(pid)]
        os.kill(parent, 9)
        assert still_answers(running)
        wait_until(lambda: not any(runs(pid) for pid in mine))


def test_a_revision_too_large_for_memory_is_answered_from_disk(revision: Revision, settings: Settings) -> None:
    with Evaluator(revision, replace(settings, max_memory_quads=10)) as running:
        assert still_answers(running)
        count = running.evaluate("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", CSV)
        assert count.body == b"n\r\n%d\r\n" % (2 * THINGS + 1)
        with pytest.raises(TimedOut):
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=0.3)
        assert still_answers(running)
    assert [path.name for path in (revision.path / "index").iterdir()] == ["oxigraph"]
