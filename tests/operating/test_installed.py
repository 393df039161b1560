"""The wheel holds all that a server needs: in an empty folder, far from the source, everything works.

The libraries are those of the tests; what is installed afresh is the wheel.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import ROOT
from tests.operating.test_container import health_check
from tests.patience import HANGS_S, wait_until
from tests.serving import START_LIMIT_S

SOURCE = ("LICENSE", "MANIFEST.in", "README.md", "commands", "data", "graph", "ontology", "pyproject.toml", "queries",
          "server.py", "setup.cfg", "setup.py", "views")  # fmt: skip
READ_ONLY = """
set -e
mount --make-rprivate /
mount --bind "$1" "$1" && mount --bind "$2" "$2"
mount -o remount,bind,ro /
mount -o remount,bind,ro "$1"
mount --bind "$2" "$2" && mount -o remount,bind,rw "$2"
if touch "$1/written" 2>/dev/null; then echo "The root can be written to." >&2; exit 9; fi
exec "$3" serve --port "$4"
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def outside(**more: str) -> dict[str, str]:
    """The environment of somebody who has the wheel and nothing else."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | more


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=outside(**environment), text=True, capture_output=True,
                          timeout=4 * HANGS_S, check=False)  # fmt: skip


def wheel_of(source: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
               "--disable-pip-version-check", "--wheel-dir", target, ".", cwd=source)  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source without what was bundled for browsers."""
    folder = tmp_path_factory.mktemp("source")
    for name in SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    shutil.copytree(ROOT / "views" / "static", source / "views" / "static")
    target = tmp_path_factory.mktemp("wheel")
    built = wheel_of(source, target)
    assert built.returncode == 0, built.stderr
    [found] = target.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def openplaza(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in a fresh virtual environment that holds the wheel, and sees the libraries of the tests."""
    home = tmp_path_factory.mktemp("environment")
    assert run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home).returncode == 0
    python = home / "bin" / "python"
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).stdout.strip())
    (own / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    installed = run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index",
                    "--disable-pip-version-check", wheel, cwd=home)  # fmt: skip
    assert installed.returncode == 0, installed.stderr
    return home / "bin" / "openplaza"


@pytest.fixture(scope="module")
def served(openplaza: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """An empty folder in which `openplaza serve` was started, and where it answers."""
    folder = tmp_path_factory.mktemp("empty")
    with (folder.parent / "installed.log").open("wb") as log:
        port = _free_port()
        command = [openplaza, "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env=outside(OPENPLAZA_WORKERS="1"), stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(process, address), 2 * START_LIMIT_S)
        yield folder, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(HANGS_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    assert process.poll() is None, "The installed server ended."
    try:
        return bool(read(f"{address}/health"))
    except OSError:
        return False


def read(address: str) -> str:
    asked = urllib.request.Request(address, headers={"Accept": "text/html, */*;q=0.5"})
    with urllib.request.urlopen(asked, timeout=HANGS_S) as answer:
        return str(answer.read().decode())


def test_without_bundled_styles_no_wheel_is_made_and_the_mend_is_named(source: Path, tmp_path: Path) -> None:
    if (source / "views" / "static").exists():
        shutil.rmtree(source / "views" / "static")
    built = wheel_of(source, tmp_path)
    assert built.returncode != 0 and "make assets" in built.stdout + built.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_holds_every_file_that_is_read_and_nothing_of_the_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"graph/shipped/{path.relative_to(ROOT)}"
        for folder in ("data", "ontology", "queries")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    expected |= {str(path.relative_to(ROOT)) for path in (ROOT / "views" / "templates").rglob("*.*")}
    expected |= {str(path.relative_to(ROOT)) for path in (ROOT / "views" / "static" / "dist").rglob("[!.]*.*")}
    assert len(expected) > 200 and expected - names == set()
    tops = {name.split("/")[0] for name in names}
    assert {each for each in tops if "." not in each} == {"commands", "graph", "views"}


def test_serve_in_an_empty_folder_builds_there_and_serves_pages_styles_and_queries(served: tuple[Path, str]) -> None:
    folder, address = served
    assert [path.name for path in folder.iterdir()] == ["var"]
    assert (folder / "var" / "revisions" / "current").is_file()
    page = read(f"{address}/practices/nice-school-vsa")
    assert "Does it work?" in page
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert "{" in read(f"{address}{style}")
    assert "openplaza" in read(f"{address}/ontology/context.jsonld")
    assert "nice" in read(f"{address}/peers/city?q=nizza").lower()
    counted = read(f"{address}/sparql?format=csv&query={COUNT.replace(' ', '%20').replace('?', '%3F')}")
    assert int(counted.split()[1]) > 1000


def test_the_other_commands_work_in_that_folder_too(openplaza: Path, served: tuple[Path, str]) -> None:
    folder, _ = served
    asked = run(openplaza, "query", "count-classes", "--format", "csv", cwd=folder)
    assert asked.returncode == 0 and len(asked.stdout.splitlines()) > 5, asked.stderr
    assert run(openplaza, "revisions", "list", cwd=folder).stdout.startswith("*      1")
    settings = run(openplaza, "settings", cwd=folder).stdout
    assert re.search(rf"OPENPLAZA_HOME +{re.escape(str(folder))} ", settings)
    assert re.search(rf"OPENPLAZA_REVISIONS_DIR +{re.escape(str(folder / 'var' / 'revisions'))} ", settings)
    assert run(openplaza, "--version", cwd=folder).stdout.startswith("OpenPlaza ")


def test_facts_of_ones_own_are_found_from_the_folder_and_checked(openplaza: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "facts")
    table = tmp_path / "facts" / "cities.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("id,", "identifier,", 1), encoding="utf-8")
    checked = run(openplaza, "check", cwd=tmp_path, OPENPLAZA_FACTS_DIR="facts")
    assert checked.returncode == 1 and "cities.csv" in checked.stdout + checked.stderr
    assert not (tmp_path / "var").exists()


def test_home_is_the_folder_where_paths_start_wherever_one_works(openplaza: Path, served: tuple[Path, str],
                                                                tmp_path: Path) -> None:  # fmt: skip
    folder, _ = served
    assert run(openplaza, "revisions", "list", cwd=tmp_path).returncode == 3
    assert run(openplaza, "revisions", "list", cwd=tmp_path, OPENPLAZA_HOME=str(folder)).returncode == 0


@pytest.fixture
def read_only(openplaza: Path, served: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The installed server over a folder with a revision, where nothing but that folder can be written to."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("This machine lets nobody make a mount namespace.")
    folder, port = served[0], _free_port()
    base = tmp_path_factory.getbasetemp()
    command = ["unshare", "-m", "sh", "-c", READ_ONLY, "sh", base, folder, openplaza, str(port)]
    environment = outside(OPENPLAZA_HOME=str(folder), OPENPLAZA_WORKERS="1", OPENPLAZA_METRICS="1", TMPDIR=str(folder))
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        wait_until(lambda: _answers(process, f"http://127.0.0.1:{port}"), 4 * HANGS_S)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(HANGS_S)


def test_it_serves_where_only_its_own_folder_can_be_written_to(read_only: str) -> None:
    assert "Does it work?" in read(f"{read_only}/practices/nice-school-vsa")
    assert "true" in read(f"{read_only}/sparql?format=json&query=ASK%7B%7D")
    assert "openplaza_requests_total" in read(f"{read_only}/metrics")
    python, option, program = health_check()
    healthy = program.replace("http://127.0.0.1:8000", read_only)
    assert healthy != program
    assert subprocess.run([python, option, healthy], timeout=HANGS_S).returncode == 0
