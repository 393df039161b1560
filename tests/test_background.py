"""Work beside the pages ends: with its result, with the reason why not, or when it takes too much."""

from __future__ import annotations

import dataclasses
import os
import signal
from pathlib import Path

import pytest

from graph.background import Tell, alone, environment, give_way, in_child
from graph.errors import BadFacts, StoppedWork
from graph.findings import Finding
from graph.settings import Settings, load_settings

LONG_S, MEMORY_MB = 60, 512


def silent(stage: str, share: float) -> None:
    """Progress that nobody looks at."""


def test_the_result_and_every_step_come_back() -> None:
    steps: list[tuple[str, float]] = []

    def work(tell: Tell) -> str:
        tell("done", 0.5)
        return f"result of {os.getpid()}"

    found = in_child(work, lambda stage, share: steps.append((stage, share)), LONG_S, MEMORY_MB)
    assert found.startswith("result of ") and str(os.getpid()) not in found
    assert steps == [("done", 0.5)]


def test_an_expected_failure_comes_back_as_it_was_raised() -> None:
    def work(_tell: Tell) -> str:
        raise BadFacts.of([Finding("a.csv", 2, "name", "x", "This is wrong.", "Mend it.")])

    with pytest.raises(BadFacts) as raised:
        in_child(work, silent, LONG_S, MEMORY_MB)
    assert raised.value.findings[0].line == 2


def test_work_gives_way_to_whoever_serves_pages_and_no_more_than_once() -> None:
    def niceness(_tell: Tell) -> str:
        give_way()
        return str(os.getpriority(os.PRIO_PROCESS, 0))

    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert int(in_child(niceness, silent, LONG_S, MEMORY_MB)) == max(10, here)
    assert os.getpriority(os.PRIO_PROCESS, 0) == here


def test_work_that_takes_too_long_is_ended_and_says_so() -> None:
    def work(_tell: Tell) -> str:
        signal.pause()
        return ""

    with pytest.raises(StoppedWork, match=r"It took longer than 1 seconds\."):
        in_child(work, silent, 1, MEMORY_MB)


def test_work_that_takes_too_much_memory_is_ended_and_says_so() -> None:
    with pytest.raises(StoppedWork, match="It needs more than 64 MB of memory"):
        in_child(lambda _tell: str(len(bytearray(1 << 30))), silent, LONG_S, 64)


def test_work_that_is_killed_is_not_waited_for() -> None:
    def work(_tell: Tell) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""

    with pytest.raises(StoppedWork, match="ended without a result"):
        in_child(work, silent, LONG_S, MEMORY_MB)


def test_there_is_one_of_a_kind_and_another_kind_beside_it(tmp_path: Path) -> None:
    here = dataclasses.replace(Settings(), revisions_dir=tmp_path)
    with alone(here, "a") as first, alone(here, "a") as second, alone(here, "b") as other:
        assert (first, second, other) == (True, False, True)
    with alone(here, "a") as again:
        assert again


def test_a_process_that_is_started_has_the_same_settings(tmp_path: Path) -> None:
    here = dataclasses.replace(Settings(), revisions_dir=tmp_path, reviewers_needed=2, base_iri="https://e.org/x/")
    there = load_settings(environment(here))
    assert {
        field.name for field in dataclasses.fields(here) if getattr(here, field.name) != getattr(there, field.name)
    } == {"sources"}
