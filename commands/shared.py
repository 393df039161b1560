"""What commands share: the settings of the environment, and a bar for long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any

import click

from graph.settings import load_settings

BAR_AFTER_S = 1.0
BAR_STEPS = 1000


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Passes the settings of the environment as the first argument."""

    def run(*args: Any, **options: Any) -> None:
        command(load_settings(), *args, **options)

    return update_wrapper(run, command)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Gives the function that work reports to: a stage and the part done, 0 to 1. Shows a bar after a second."""
    started = time.monotonic()
    bar = click.progressbar(length=BAR_STEPS, file=sys.stderr, item_show_func=lambda stage: stage or "")
    shown = False

    def report(stage: str, done: float) -> None:
        nonlocal shown
        if not shown and time.monotonic() - started < BAR_AFTER_S:
            return
        if not shown:
            bar.__enter__()
            shown = True
        bar.update(max(0, round(done * BAR_STEPS) - bar.pos), stage)

    try:
        yield report
        report("", 1.0)
    finally:
        if shown:
            bar.__exit__(None, None, None)
