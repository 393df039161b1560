"""What docs/operating.md tells an operator is so."""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

import server
from commands.json_log import JsonFormatter
from graph.settings import SETTINGS, load_settings
from tests.operating.documented import PAGE, blocks
from views.door.page_cache import KeptReply
from views.door.request_log import RequestLog
from views.site.metrics import Metrics

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_unit_is_one_that_systemd_takes_and_its_settings_are_ones_that_there_are(tmp_path: Path) -> None:
    [unit] = blocks("ini")
    given = dict(re.findall(r"^Environment=(\w+)=(\S+)$", unit, re.MULTILINE))
    settings = load_settings(given)
    assert (settings.log, settings.metrics, str(settings.home)) == ("json", 1, "/var/lib/openplaza")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed.")
    file = tmp_path / "openplaza.service"
    file.write_text(unit.replace("/usr/local/bin/openplaza", "/bin/true"), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_every_setting_command_and_page_that_it_names_is_there() -> None:
    settings = set(re.findall(r"OPENPLAZA_[A-Z_]+", TEXT))
    assert settings and settings <= {each.variable for each in SETTINGS}
    commands = set(re.findall(r"openplaza (serve|build|check|revisions|query|[a-z]+ing)\b", TEXT))
    assert commands and commands <= set(server.main.commands)
    links = re.findall(r"\]\(([^)#:]+)\)", TEXT)
    assert links and [each for each in links if not (PAGE.parent / each).exists()] == []


def test_its_table_of_metrics_is_what_is_told() -> None:
    metrics = Metrics({"practices"})
    metrics.count("/practices/x", 200, 0.1, True)
    metrics.count("/anything-at-all", 404, 0.1, False)
    told = metrics.text(3, 1_700_000_000).decode()
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", told, re.MULTILINE))
    documented = dict(re.findall(r"^\| `(openplaza_\w+)` \| (\w+) \|", TEXT, re.MULTILINE))
    assert documented == {name: kind for name, kind in kinds.items() if not name.endswith("_created")}
    assert 'openplaza_requests_total{section="other",status="404"} 1.0' in told
    assert "anything" not in told
    assert set(re.findall(r"openplaza_\w+", TEXT)) <= {*kinds, "openplaza_request_seconds_bucket"}


def test_its_line_of_the_log_is_what_is_written(tmp_path: Path) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger("openplaza.requests")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        requests = RequestLog(load_settings({"OPENPLAZA_LOG": "json"}), None)
        for given in ("given-by.nginx_1", "no good: a space", "x" * 65, ""):
            noted = requests.begin(SimpleNamespace(headers={"x-request-id": given}))
            assert (noted.id == given) is (given == "given-by.nginx_1")
            requests.end(noted, "GET", "/practices", KeptReply(200, [], b"abc"), False)
    finally:
        log.removeHandler(handler)
    [documented] = re.findall(r'^    (\{"time":.*?\})$', TEXT, re.MULTILINE | re.DOTALL)
    first = json.loads(written.getvalue().splitlines()[0])
    assert list(first) == list(json.loads(documented))
    assert (first["bytes"], first["status"], first["level"]) == (3, 200, "info")


def test_a_failure_is_one_line_too_with_its_traceback() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("views", logging.ERROR, "", 0, "incident %s", ("x",), (ValueError, error, None))
    line = JsonFormatter().format(record)
    assert "\n" not in line and json.loads(line)["traceback"].startswith("ValueError: two")
