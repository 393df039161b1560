"""Runs the tests in parts: `python -m tests [options of pytest]`.

Each part has processes of its own, so that the stores and servers of one are gone when the next begins: together they
need more memory than many machines have. All parts read one revision. Ends with 1 when a test of any part failed, and
with 5 when no part has a test that was asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("server or build", "not server and not build")
NOTHING_RUN = 5


def main(options: list[str]) -> int:
    """The worst that a part ended with."""
    with tempfile.TemporaryDirectory() as folder:
        given = {"TEST_REVISIONS_DIR": f"{folder}/revisions", "TEST_CONTRIBUTED_DIR": f"{folder}/contributed"}
        environment = given | os.environ
        ended = [_run([sys.executable, "-m", "pytest", "-m", part, *options], environment) for part in PARTS]
    failed = [each for each in ended if each not in (0, NOTHING_RUN)]
    return max(failed) if failed else min(ended)


def _run(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, cwd=Path(__file__).parents[1], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
