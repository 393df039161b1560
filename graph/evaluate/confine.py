"""What a process gives up before it evaluates what others wrote: memory without end, files, sockets, its turn."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys

MB = 1 << 20
_NICER = 5
_FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "ctypes.", "shutil.", "urllib.", "import", "tempfile.")
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_FILTER = 2
_SOCKET_CALL = {"x86_64": 41, "aarch64": 198, "riscv64": 198}


def die_with_parent() -> None:
    """Asks the kernel to end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def confine(memory_mb: int, files: int = 0) -> None:
    """Takes away what an evaluation never needs.

    Afterwards this process can add `memory_mb` of memory, open `files` more descriptors and no socket, write no file,
    and gives way to the processes that serve pages.
    """
    with open("/proc/self/statm", encoding="ascii") as statm:
        base = int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = base + memory_mb * MB
    os.nice(_NICER)
    _refuse_sockets()
    descriptors = max(map(int, os.listdir("/proc/self/fd"))) + files if files else 0
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not allowed while a query is evaluated.")


def _refuse_sockets() -> None:
    """Lets the kernel refuse sockets, since an index on disk needs descriptors; nothing where the call is not known."""
    number = _SOCKET_CALL.get(platform.machine())
    if number is None:
        return
    # Four steps in the kernel's filter language: load the number of the call; if it is socket, fail with EPERM; allow.
    steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050001), (0x06, 0, 0, 0x7FFF0000)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    kernel = ctypes.CDLL(None)
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    kernel.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, program, 0, 0)
