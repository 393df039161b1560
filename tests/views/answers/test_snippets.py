"""Lines to paste elsewhere really ask what the page asked, whatever the query holds."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.serving import Server
from views.answers.snippets import snippets

ODD = 'SELECT ("it\'s $HOME `id` \\\\ é \\"x\\" %s {y} #" AS ?odd)\nWHERE {} # \'a comment\''
SHELLS = {"copy-curl": ["bash", "-c"], "copy-python": [sys.executable, "-c"], "copy-r": ["Rscript", "-e"],
          "copy-javascript": ["node", "--input-type=module", "-e"]}  # fmt: skip
FORMS = {
    "select": ODD,
    "ask": "ASK { ?x a <https://w3id.org/openplaza/ontology#City> }",
    "construct": 'CONSTRUCT { <a:x> <a:p> "it\'s odd" } WHERE {}',
}
FOUND = {"select": "it's $HOME `id`", "ask": "true", "construct": "it's odd"}


@pytest.mark.parametrize("way", SHELLS)
@pytest.mark.parametrize("form", FORMS)
def test_each_snippet_gets_the_answer(server: Server, way: str, form: str) -> None:
    if not shutil.which(SHELLS[way][0]):
        pytest.skip(f"{SHELLS[way][0]} is not installed")
    (code,) = (each.code for each in snippets(f"{server.address}/sparql", FORMS[form], form) if each.id == way)
    ran = subprocess.run([*SHELLS[way], code], capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert FOUND[form] in ran.stdout.replace("\\'", "'")
