"""A PostgreSQL of one's own on loopback, started and removed again."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from graph.people import engine_of
from tests.patience import HANGS_S, wait_until

# PostgreSQL does not run as root.
UNPRIVILEGED = ("postgres", "nobody")
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def program() -> str:
    """The path of initdb; empty where PostgreSQL is not installed."""
    return shutil.which("initdb") or next((str(each / "initdb") for each in BINARIES[::-1] if each.is_dir()), "")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty cluster, without the name of a database at its end."""
    # The socket's folder must have a short name, and its owner is another user.
    folder = Path("/tmp") / f"pg-{uuid.uuid4().hex[:12]}"
    folder.mkdir(mode=0o755)
    user = _owner(folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    data = folder / "data"
    initdb = program()
    made = [initdb, "--pgdata", str(data), "--username=plaza", "--auth=trust", "--no-sync", "--encoding=UTF8"]
    _run([*made, "--locale=C.UTF-8"], user, folder)
    options = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"}
    command = [str(Path(initdb).parent / "postgres"), "-D", str(data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, user=user)
    try:
        address = f"postgresql://plaza@127.0.0.1:{port}"
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(HANGS_S)
        process.kill()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_database(cluster: str) -> Iterator[str]:
    """A database of its own in a cluster; it is dropped afterwards."""
    name = f"t{uuid.uuid4().hex}"
    _told(cluster, f"CREATE DATABASE {name}")
    yield f"{cluster}/{name}"
    _told(cluster, f"DROP DATABASE {name} WITH (FORCE)")


def _told(cluster: str, statement: str) -> None:
    engine = engine_of(f"{cluster}/postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _owner(folder: Path) -> str | None:
    """Gives the folder to a user who may run PostgreSQL; None when we may."""
    if os.getuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    user = next(each for each in UNPRIVILEGED if each in known)
    shutil.chown(folder, user)
    return user


def _run(command: list[str], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        command, user=user, cwd=folder, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 0, done.stderr


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    engine = engine_of(f"{address}/postgres")

    def answers() -> bool:
        assert process.poll() is None, "PostgreSQL ended."
        with contextlib.suppress(Exception), engine.connect():
            return True
        return False

    wait_until(answers)
    engine.dispose()
