"""Every promise of docs/threat-model.md has a test, and every test that it names exists."""

from __future__ import annotations

import ast
import re

import pytest

from graph.settings import ROOT

PAGE = ROOT / "docs" / "threat-model.md"
NUMBERS = {*range(1, 23), *range(24, 30), *range(40, 44)}
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| `(tests/[\w/.]+)::(\w+)` \|$", re.MULTILINE)
PROMISES = LINE.findall(PAGE.read_text(encoding="utf-8"))


def test_every_number_of_the_list_has_a_promise() -> None:
    assert NUMBERS - {int(number) for number, *_ in PROMISES} == set()


def test_every_line_of_a_table_is_a_promise() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(PROMISES) > 40
    assert all(threat.strip() and promise.strip() for _, threat, promise, *_ in PROMISES)


@pytest.mark.parametrize(("file", "test"), [(file, test) for *_, file, test in PROMISES])
def test_every_test_that_is_named_exists(file: str, test: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
