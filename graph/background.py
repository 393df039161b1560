"""Work beside the pages: one process for each kind at a time, and a child of it that can be stopped.

A process of its own is started by whoever finds that something waits. It holds the lock of its kind as long as it
lives, does all that waits, and ends.
"""

from __future__ import annotations

import fcntl
import gc
import multiprocessing
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from graph.errors import OpenPlazaError, StoppedWork
from graph.evaluate.confine import MB, die_with_parent
from graph.setting_forms import PREFIX
from graph.settings import CODE, SETTINGS, Settings
from graph.text.messages import N_

Tell = Callable[[str, float], None]
PREVIEWS, PUBLISHER = "previews", "publisher"
_NICER: Final = 10
# Linux shares the processors among sessions first, and by niceness within one.
_OWN_SESSION: Final = Path("/proc/self/autogroup")


@dataclass(frozen=True, slots=True)
class _Done:
    result: str


@contextmanager
def alone(settings: Settings, kind: str) -> Iterator[bool]:
    """Whether this process is the only one of its kind for the length of the block."""
    with _lock_file(settings, kind).open("a+", encoding="ascii") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def start(settings: Settings, kind: str) -> None:
    """Start the process of a kind, unless there is one. It outlives the caller."""
    with alone(settings, kind) as is_free:
        if not is_free:
            return
    process = subprocess.Popen(
        [sys.executable, "-m", "graph.review.worker", kind],
        cwd=CODE,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to take note of its end, or it would stay in the table of processes.
    threading.Thread(target=process.wait, daemon=True).start()


def give_way() -> None:
    """Let whoever serves pages go before this process and its children, also where it has a session of its own."""
    _be_nice()
    with suppress(OSError):
        _OWN_SESSION.write_text(str(_NICER), encoding="ascii")


def _be_nice() -> None:
    """As nice as background work is, however nice this process was."""
    os.setpriority(os.PRIO_PROCESS, 0, max(_NICER, os.getpriority(os.PRIO_PROCESS, 0)))


def environment(settings: Settings) -> dict[str, str]:
    """The environment of a process that is to have the same settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    given = {each.variable: str(getattr(settings, each.name)) for each in SETTINGS}
    return others | {name: value for name, value in given.items() if value}


def in_child(work: Callable[[Tell], str], tell: Tell, timeout_s: float, memory_mb: int | None) -> str:
    """What `work` returns in a child that may take so much time and memory. Raises StoppedWork, or BadFacts and the
    other expected failures, and OSError, as the child raised them."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=_child, args=(work, there, memory_mb))
    child.start()
    there.close()
    try:
        return _heard(here, tell, time.monotonic() + timeout_s, timeout_s)
    finally:
        child.kill()
        child.join()
        here.close()


def _child(work: Callable[[Tell], str], out: Connection, memory_mb: int | None) -> None:
    die_with_parent()
    _be_nice()
    # It makes millions of objects, keeps them and ends; looking through them for garbage took a fifth of its time.
    gc.disable()
    if memory_mb:
        limit_memory(memory_mb)
    try:
        out.send(_Done(work(lambda stage, share: out.send((stage, share)))))
    except (OpenPlazaError, OSError) as error:
        out.send(error)
    except MemoryError:
        out.send(StoppedWork(N_("It needs more than %(count)s MB of memory.", count=memory_mb)))


def limit_memory(memory_mb: int) -> None:
    """Let this process add so much memory, and no more."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        limit = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + memory_mb * MB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _heard(here: Connection, tell: Tell, until: float, timeout_s: float) -> str:
    while here.poll(max(0.0, until - time.monotonic())):
        try:
            said = here.recv()
        except EOFError:
            raise StoppedWork(N_("The work ended without a result; the log of the server may say why.")) from None
        if isinstance(said, (OpenPlazaError, OSError)):
            raise said
        if isinstance(said, _Done):
            return said.result
        tell(*said)
    raise StoppedWork(N_("It took longer than %(count)s seconds.", count=f"{timeout_s:g}"))


def _lock_file(settings: Settings, kind: str) -> Path:
    folder = Path(settings.revisions_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".{kind}.lock"
