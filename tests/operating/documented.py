"""What docs/operating.md says, taken from it, so that the tests run what an operator copies."""

from __future__ import annotations

import re

from graph.settings import ROOT

PAGE = ROOT / "docs" / "operating.md"


def blocks(language: str) -> list[str]:
    """The blocks of the page in that language, in order."""
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, language
    return found
