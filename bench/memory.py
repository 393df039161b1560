"""The largest memory of a process and its children, seen from outside."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

EVERY_S = 1.0
MB = 1 << 20


class Peak:
    """While entered, samples the tree of process `pid`; `.mb` is the largest sum of proportional set sizes (PSS).

    PSS divides a shared page among those who share it, so forked children are not counted twice.
    """

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.mb = 0.0

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.mb = max(self.mb, tree_mb(self._root))
            if self._done.wait(EVERY_S):
                return


def tree_mb(root: psutil.Process) -> float:
    """The memory of a process and its children now, in megabytes."""
    total = 0
    try:
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / MB
