"""What setup.cfg cannot say: the wheel also holds what the code reads and what is bundled for browsers."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

HERE = Path(__file__).parent
READ_BY_THE_CODE = ("data", "ontology", "queries")
# Where graph/settings.py looks for them when it is installed.
SHIPPED = Path("graph") / "shipped"
MANIFEST = HERE / "views" / "static" / "dist" / "manifest.json"


class BuildWithFiles(build_py):
    """Adds the facts, the ontology and the questions; an editable install reads them where they are."""

    def run(self) -> None:
        if not self.editable_mode:
            if not MANIFEST.is_file():
                raise SetupError(
                    "Styles and scripts are not bundled: run `make assets` (or `npm ci && npm run build`) first."
                )
            for name in READ_BY_THE_CODE:
                target = Path(self.build_lib) / SHIPPED / name
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(HERE / name, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        super().run()


setup(cmdclass={"build_py": BuildWithFiles})
