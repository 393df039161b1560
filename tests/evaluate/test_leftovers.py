"""What a query costs while it runs, and that nothing of it stays behind."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.errors import Abandoned, BadQuery, Busy, OutOfMemory, TimedOut
from graph.evaluate.evaluator import Evaluator
from graph.revision import Revision, publish
from graph.settings import Settings
from tests.patience import HANGS_S, wait_until

JSON = "application/sparql-results+json"
CSV = "text/csv"
MB = 1 << 20
THINGS = 700
SQUARE = "?a <urn:name> ?x . ?b <urn:name> ?y"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {SQUARE} . ?c <urn:name> ?z }}"
GREEDY = f"SELECT * {{ {SQUARE} . ?c <urn:name> ?z }} ORDER BY ?x ?z"


@pytest.fixture(scope="module")
def revision(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    lines = [b'<urn:t:%d> <urn:name> "thing %d" <urn:g:one> .\n' % (number, number) for number in range(THINGS)]
    return publish(lines, tmp_path_factory.mktemp("revisions"), software="test", sources={})


@pytest.fixture(scope="module")
def running(revision: Revision) -> Iterator[Evaluator]:
    settings = Settings(query_timeout_s=20, query_memory_mb=128, max_rows=1_000_000, max_result_mb=128)
    with Evaluator(revision, settings) as evaluator:
        evaluator.evaluate("ASK {}", JSON)
        yield evaluator


def worker(evaluator: Evaluator) -> psutil.Process:
    """The one process that evaluates for `evaluator`; others of the same test run have processes too."""
    (found,) = psutil.Process(evaluator._workers._fork_server._process.pid).children()
    return found


def peak_growth_mb(pid: int, action: Callable[[], object]) -> float:
    """How much memory `pid` held at most while `action` ran, beyond what it held before."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    before = psutil.Process(pid).memory_info().rss
    action()
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    return (peak - before) / MB


def test_a_large_answer_is_held_once_by_the_caller_and_by_nobody_else(running: Evaluator) -> None:
    answers: list[bytes] = []
    below: list[float] = []

    def ask() -> None:
        answers.append(running.evaluate(f"SELECT ?x ?y {{ {SQUARE} }}", JSON).body)

    pid = worker(running).pid

    def measure() -> float:
        answers.clear()
        return peak_growth_mb(os.getpid(), lambda: below.append(peak_growth_mb(pid, ask)))

    # Whatever else this process does in the meantime can only add to it.
    here = min(measure() for _ in range(3))
    size = len(answers[0]) / MB
    assert size > 30
    # Twice would be 2; the buffer that grows while the answer comes has some room to spare.
    assert here < 1.7 * size
    assert min(below) < 12


def test_a_large_answer_leaves_the_same_worker_ready_for_the_next_query(running: Evaluator) -> None:
    pid = worker(running).pid
    assert running.evaluate(f"SELECT ?x ?y {{ {SQUARE} }}", JSON).rows == THINGS**2
    assert running.evaluate("ASK {}", JSON).body
    assert worker(running).pid == pid


def test_an_error_after_some_of_the_answer_was_written_gives_no_answer_at_all(running: Evaluator) -> None:
    grown = "CONCAT(" + ",".join(["?x"] * 200) + ")"
    late = f"SELECT ?x {{ {{ {SQUARE} }} UNION {{ {SQUARE} . ?c <urn:name> ?z }} }}"
    with pytest.raises(TimedOut):
        running.evaluate(late.replace("?x {", f"({grown} AS ?long) {{"), CSV, timeout_s=0.5)
    assert running.evaluate("SELECT (1 AS ?n) {}", CSV).body == b"n\r\n1\r\n"


@pytest.fixture(scope="module", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for temporary files that no other program has; evaluating processes inherit it."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("temporary")
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        yield folder


def state() -> tuple[int, int, int]:
    """Python processes below this one (a browser has its own), descriptors, and temporary files."""
    below = [each for each in psutil.Process().children(recursive=True) if each.name().startswith("python")]
    assert all(child.status() != psutil.STATUS_ZOMBIE for child in below)
    return len(below), len(os.listdir("/proc/self/fd")), len(os.listdir(tempfile.gettempdir()))


def test_after_any_end_nothing_is_left_behind(running: Evaluator) -> None:
    gone = threading.Event()
    ends: list[tuple[str, dict[str, object], type[Exception]]] = [
        (ENDLESS, {"timeout_s": 0.2}, TimedOut),
        (GREEDY, {}, OutOfMemory),
        (ENDLESS, {"abandoned": gone.is_set}, Abandoned),
        ("SELECT", {}, BadQuery),
    ]
    running.evaluate("ASK {}", JSON)
    before, held = state(), psutil.Process().memory_info().rss
    for _ in range(3):
        for query, options, expected in ends:
            gone.clear()
            threading.Timer(0.2, gone.set).start()
            with pytest.raises(expected):
                # The options differ from one end to the other, which no type says.
                running.evaluate(query, JSON, **options)  # type: ignore[arg-type]
            assert running.evaluate("ASK {}", JSON).body
    wait_until(lambda: state() == before)
    assert psutil.Process().memory_info().rss - held < 10 * MB


def test_an_idle_worker_that_was_killed_from_outside_costs_no_answer(running: Evaluator) -> None:
    running.evaluate("ASK {}", JSON)
    killed = worker(running)
    killed.kill()
    wait_until(lambda: not killed.is_running() or killed.status() == psutil.STATUS_ZOMBIE)
    assert running.evaluate("SELECT (1 AS ?n) {}", CSV).body == b"n\r\n1\r\n"


def test_pages_come_before_queries(running: Evaluator) -> None:
    running.evaluate("ASK {}", JSON)
    assert worker(running).nice() > psutil.Process().nice()


def test_a_worker_may_open_every_file_of_an_index_on_disk_and_none_in_memory(revision: Revision) -> None:
    for quads, most in ((1000, 0), (0, 1)):
        with Evaluator(revision, replace(Settings(), max_memory_quads=quads)) as evaluator:
            before = {child.pid for child in psutil.Process().children(recursive=True)}
            evaluator.evaluate("ASK {}", JSON)
            (one,) = [child for child in psutil.Process().children(recursive=True) if child.pid not in before]
            soft, hard = one.rlimit(psutil.RLIMIT_NOFILE)
            files = len(list((revision.path / "index").rglob("*.sst"))) * most
            assert soft == hard >= files
            assert (soft > 0) == bool(files)


def test_an_evaluator_closed_during_a_query_leaves_nothing(revision: Revision) -> None:
    before = state()
    closing = Evaluator(revision, replace(Settings(), query_timeout_s=60))

    def ask() -> None:
        with pytest.raises((Busy, OutOfMemory)):
            closing.evaluate(ENDLESS, JSON)

    asking = threading.Thread(target=ask)
    closing.evaluate("ASK {}", JSON)
    asking.start()
    wait_until(lambda: worker(closing).cpu_times().user > 0.1)
    closing.close()
    asking.join(HANGS_S)
    assert not asking.is_alive()
    wait_until(lambda: state() == before)


def test_closing_while_the_store_is_still_being_opened_does_not_wait_for_it(revision: Revision) -> None:
    evaluator = Evaluator(revision, Settings())
    parent = evaluator._workers._fork_server._process
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(evaluator.evaluate, "ASK {}", "application/sparql-results+json")
        evaluator.close()
        with pytest.raises(Busy):
            asking.result(HANGS_S)
    assert parent.poll() is not None
