"""The Containerfile keeps the rules of a safe image. test_installed.py runs what it runs, with a read-only root."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.settings import ROOT, load_settings


def instructions() -> list[tuple[str, str]]:
    """The Containerfile as (instruction, rest), continued lines joined, comments left out."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines()]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line and line[0] != "#")]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    start = max(number for number, (name, _) in enumerate(found) if name == "FROM")
    return found[start:]


def told(name: str) -> list[str]:
    return [rest for each, rest in instructions() if each == name]


def health_check() -> list[str]:
    found: list[str] = json.loads(dict(last_stage())["HEALTHCHECK"].partition("CMD ")[2])
    return found


def test_the_image_runs_as_a_numbered_user_without_rights_and_says_whether_it_is_well() -> None:
    stage = dict(last_stage())
    assert int(stage["USER"]) > 1000
    names = [name for name, _ in last_stage()]
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert json.loads(stage["ENTRYPOINT"]) == ["openplaza"] and json.loads(stage["CMD"]) == ["serve"]
    assert stage["VOLUME"] == stage["WORKDIR"] == "/data"
    assert health_check()[0] == "python"


def test_its_settings_are_ones_that_there_are() -> None:
    given = dict(re.findall(r"(OPENPLAZA_\w+)=(\S+)", dict(last_stage())["ENV"]))
    settings = load_settings(given)
    assert (str(settings.home), str(settings.revisions_dir)) == ("/data", "/data/var/revisions")


def test_it_is_built_from_named_versions_and_keeps_nothing_of_the_build() -> None:
    bases = told("FROM")
    assert len(bases) == 3
    for base in bases:
        assert re.match(r"[a-z]+:\d[\w.-]+( AS \w+)?$", base), base
    assert told("ADD") == [] and not any("sudo" in run or "curl" in run for run in told("RUN"))
    assert all("--no-cache-dir" in run for run in told("RUN") if "pip " in run)
    stages = {base.rpartition(" ")[2] for base in bases if " AS " in base}
    for copied in told("COPY"):
        words = copied.split()
        if words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages
        else:
            assert all((ROOT / word).exists() for word in words[:-1]), copied
    assert set((ROOT / ".containerignore").read_text(encoding="utf-8").split()) >= {".git", ".venv", "var"}


def test_its_linter_finds_nothing() -> None:
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if linter is None:
        pytest.skip("hadolint is not installed: the extra `test` has it for Linux on x86-64.")
    found = subprocess.run([linter, "Containerfile"], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, "")
