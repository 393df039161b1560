"""The tests of a mutant, run in a process of its own that sees the changed file in place of the real one.

The process is forked from one that has loaded every library and none of our modules, and asks a revision built once.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import CodeType

import coverage
import pytest

LIBRARIES = (
    "bs4", "cachetools", "csvw", "filelock", "flask", "flask_compress", "hypothesis", "icalendar", "networkx", "numpy",
    "playwright.sync_api", "pyoxigraph", "rdflib", "rdflib.plugins.sparql", "scipy.sparse", "tantivy", "whitenoise",
    "yaml", "zstandard",
)  # fmt: skip
OPTIONS = ["-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0",
           "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # fmt: skip
# What is derived from a revision by the code that is changed, and so must be made anew by each mutant of that code.
DERIVED = {"graph/filters": "filters", "graph/peers": "peers"}

Reached = Mapping[str, Mapping[str, Sequence[int]]]


class Recorder:
    """A plugin of pytest that notes which test reaches which line, and how long each test takes."""

    def __init__(self, files: Sequence[str]) -> None:
        self.coverage = coverage.Coverage(data_file=None, include=list(files), config_file=False)
        self.seconds: dict[str, float] = {}
        self.users: dict[str, list[str]] = {}
        self.contexts = [""]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        self.contexts = [item.nodeid]
        self.coverage.switch_context(item.nodeid)
        file = item.nodeid.partition("::")[0]
        for name in getattr(item, "fixturenames", ()):
            self.users.setdefault(f"{file}::{name}", []).append(item.nodeid)
        began = time.monotonic()
        done = yield
        self.seconds[item.nodeid] = round(time.monotonic() - began, 3)
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> object:
        """A page that a module reads once is reached by each test that is given it, not by the first alone."""
        shared = fixturedef.scope == "module"
        if shared:
            self._enter([*self.contexts, f"{fixturedef.baseid}::{fixturedef.argname}"])
        done = yield
        if shared:
            self._enter(self.contexts[:-1])
        return done

    def _enter(self, contexts: list[str]) -> None:
        self.contexts = contexts
        self.coverage.switch_context(contexts[-1])

    def reached(self, root: Path) -> dict[str, dict[str, list[int]]]:
        """File to test to the lines that the test reaches."""
        data = self.coverage.get_data()
        found: dict[str, dict[str, list[int]]] = {}
        for file in data.measured_files():
            tests = found.setdefault(str(Path(file).relative_to(root)), {})
            for line, names in data.contexts_by_lineno(file).items():
                for test in {user for name in filter(None, names) for user in self.users.get(name, [name])}:
                    tests.setdefault(test, []).append(line)
        return found


def load_libraries() -> None:
    """Load what the product and its tests import from elsewhere."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    ours = [name for name in sys.modules if name.split(".")[0] in ("graph", "views", "server")]
    assert ours == [], "a module of ours that is loaded already would hide its mutants"


def apart(work: Callable[[], int], limit_s: float, log: str = os.devnull) -> int | None:
    """The exit code of `work` in a forked process, or None when it takes longer than the limit; it writes to `log`."""
    pid = os.fork()
    if not pid:
        os.setpgid(0, 0)
        quiet = os.open(log, os.O_WRONLY | os.O_CREAT)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = 70
        try:
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    ends = time.monotonic() + limit_s
    done, status = 0, 0
    while not done and time.monotonic() < ends:
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done:
            time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if done:
        return os.waitstatus_to_exitcode(status)
    os.waitpid(pid, 0)
    return None


def record(root: Path, tests: Sequence[str], files: Sequence[str], out: Path, limit_s: float) -> None:
    """Run the tests once on the real code, and write what each reaches and its seconds."""

    def work() -> int:
        recorder = Recorder([str(root / file) for file in files])
        with recorder.coverage.collect():
            code = pytest.main([*OPTIONS, *tests], plugins=[recorder])
        out.write_text(json.dumps({"reached": recorder.reached(root), "seconds": recorder.seconds}))
        return int(code)

    log = out.with_suffix(".log")
    if apart(work, limit_s, str(log)) != 0:
        raise SystemExit(f"The tests do not pass on the unchanged code:\n{log.read_text()[-3000:]}")


def run(root: Path, file: str, code: str, tests: Sequence[str], limit_s: float) -> str:
    """What becomes of a mutant: `killed`, `out of time` or `survived`."""
    folder = fresh(file) if Path(file).parent.as_posix() in DERIVED else None

    def work() -> int:
        if folder:
            os.environ["TEST_REVISIONS_DIR"] = str(folder)
        changed(str(root / file), code)
        return int(pytest.main([*OPTIONS, "-x", *tests]))

    try:
        ended = apart(work, limit_s)
    finally:
        if folder:
            shutil.rmtree(folder.parent)
    return "out of time" if ended is None else "killed" if ended else "survived"


def fresh(file: str) -> Path:
    """A copy of the revisions without what the code of this file derives from them."""
    given = Path(os.environ["TEST_REVISIONS_DIR"])
    derived = DERIVED[Path(file).parent.as_posix()]
    assert list(given.glob(f"*/index/{derived}")), f"no index is called {derived!r}: mutants of {file} would never run"
    folder = given.parent / f"fresh-{os.getpid()}" / "revisions"
    shutil.copytree(given, folder, ignore=shutil.ignore_patterns(derived))
    return folder


def changed(path: str, code: str) -> None:
    """From now on, an import of the file at `path` runs `code`."""
    real = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path == path:
            return compile(code, path, "exec", dont_inherit=True)
        return real(self, fullname)

    # Every import goes through this method; the checker forbids to replace one.
    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
