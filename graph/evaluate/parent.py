"""The parent of the workers: a small single-threaded process that holds the store and forks on request.

Started as `python -m graph.evaluate.parent REVISIONS_DIR NUMBER MAX_MEMORY_QUADS MEMORY_MB DESCRIPTOR`. It must have
one thread, because a fork copies only the thread that forks; so it is never forked from the web process.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from pathlib import Path

import pyoxigraph as ox

from graph.evaluate import messages
from graph.evaluate.confine import confine, die_with_parent
from graph.evaluate.worker import serve
from graph.revision import open_revision
from graph.store.opening import disk_index, open_native


def main(arguments: list[str]) -> None:
    """Serves `fork` and `reap` requests until the web process closes the connection; then ends every worker."""
    folder, number, max_memory_quads, memory_mb, descriptor = arguments
    control = socket.socket(fileno=int(descriptor))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    revision = open_revision(Path(folder), int(number))
    store, index = None, None
    if revision.manifest.quads > int(max_memory_quads):
        index = str(disk_index(revision))
    else:
        store = open_native(revision, int(max_memory_quads))
    gc.collect()
    gc.freeze()
    messages.send(control, {"ready": True})
    workers: dict[int, int] = {}
    try:
        while True:
            request, _ = messages.receive(control)
            if request["do"] == "fork":
                pid, last_words = _fork(control, store, index, int(memory_mb))
                workers[pid] = last_words
            else:
                ended_by = _reap(request["pid"])
                messages.send(control, {"status": ended_by, "said": _read(workers.pop(request["pid"], None))})
    except messages.Gone:
        for pid in workers:
            _reap(pid)
        # Freeing a large store takes longer than ending.
        os._exit(0)


def _fork(control: socket.socket, store: ox.Store | None, index: str | None, memory_mb: int) -> tuple[int, int]:
    """The new worker, and where its last words can be read."""
    ours, theirs = socket.socketpair()
    heard, said = os.pipe()
    os.set_blocking(heard, False)
    os.set_blocking(said, False)
    pid = os.fork()
    if pid == 0:
        os.dup2(said, sys.stderr.fileno())
        _work(control, ours, theirs, store, index, memory_mb)
    os.close(said)
    theirs.close()
    messages.send(control, {"pid": pid})
    socket.send_fds(control, [b"w"], [ours.fileno()])
    ours.close()
    return pid, heard


def _work(
    control: socket.socket,
    ours: socket.socket,
    theirs: socket.socket,
    store: ox.Store | None,
    index: str | None,
    memory_mb: int,
) -> None:
    code = 1
    try:
        die_with_parent()
        control.close()
        ours.close()
        # RocksDB has threads of its own, which a fork would lose: every worker opens it for itself.
        opened = store if store is not None else ox.Store.read_only(str(index))
        confine(memory_mb, files=sum(1 for _ in Path(index).glob("*.sst")) if index else 0)
        serve(opened, theirs, memory_mb)
        code = 0
    finally:
        os._exit(code)


def _reap(pid: int) -> int:
    """Ends a worker if it still runs; the signal that ended it, or 0."""
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done == 0:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
    except (ChildProcessError, ProcessLookupError):
        return 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _read(heard: int | None) -> str:
    """What a worker wrote to standard error, at most a few lines."""
    if heard is None:
        return ""
    try:
        return os.read(heard, 4096).decode("utf-8", "replace")
    except BlockingIOError:
        return ""
    finally:
        os.close(heard)


if __name__ == "__main__":
    main(sys.argv[1:])
