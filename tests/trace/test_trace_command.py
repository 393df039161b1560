"""`openplaza trace` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from graph.revision import Revision
from graph.settings import Settings
from server import main

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, revision: Revision) -> Run:
    def called(*words: str) -> Result:
        return CliRunner().invoke(main, ["trace", *words], env={"OPENPLAZA_REVISIONS_DIR": str(settings.revisions_dir)})

    return called


def test_a_trace_is_told_hop_by_hop(run: Run) -> None:
    result = run("rbi-realtime", "32024R1689", "--on", "2025-02-02", "--actor", "police", "--kind", "rules")
    assert result.exit_code == 0
    assert "Prohibited\n  - Real-time remote biometric identification is bound by AI Act, art. 5(1)(h)" in result.output
    assert "Since 2025-02-02." in result.output


def test_the_target_is_all_acts_and_the_day_today_unless_told(run: Run) -> None:
    found = json.loads(run("nice", "--format", "json").output)
    assert found["target_class"] == "acts" and found["paths"]


@pytest.mark.parametrize(
    ("words", "told"),
    [(("nowhere",), "nothing named 'nowhere'"), (("nice", "--on", "yesterday"), "--on"),
     (("nice", "--format", "png"), "--format is one of"), (("nice", "--kind", "law"), "There is no kind named 'law'")],
)  # fmt: skip
def test_a_wrong_command_says_what_is_wrong(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.output
