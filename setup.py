"""What setup.cfg cannot say: the wheel also holds what the code reads, and what is made here for pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

HERE = Path(__file__).parent
READ_BY_THE_CODE = ("data", "ontology", "queries")
# Where graph/settings.py looks for them when it is installed.
SHIPPED = Path("graph") / "shipped"
CATALOGUES = HERE / "views" / "translations"
MANIFEST = HERE / "views" / "static" / "dist" / "manifest.json"


def compile_catalogues() -> None:
    """Writes every catalogue of messages in the form in which it is read."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as written, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(written))


class BuildWithFiles(build_py):
    """Adds the facts, the ontology and the questions; an editable install reads them where they are."""

    def run(self) -> None:
        compile_catalogues()
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
