"""A Python that is newer than the oldest one we run on, for clients that need it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def newest_python() -> str | None:
    """The newest Python from 3.12: this one, one on the path, or one that pyenv keeps."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in (14, 13, 12):
        named = shutil.which(f"python3.{version}") or ""
        for each in (sys.executable, named, *map(str, kept.glob(f"3.{version}.*/bin/python"))):
            asked = [each, "-c", f"import sys, venv; sys.exit(sys.version_info[:2] != (3, {version}))"]
            if each and subprocess.run(asked, capture_output=True).returncode == 0:
                return each
    return None
