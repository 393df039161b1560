"""The rule for tests themselves: one that only asserts inside a loop also says that there is something to loop over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import ROOT

TESTS = sorted((ROOT / "tests").rglob("*.py"))
BRANCHES = (ast.While, ast.ExceptHandler, ast.Match)
OWN_SCOPE = (ast.FunctionDef, ast.ClassDef, ast.Lambda)
Names = dict[str, ast.expr]


def written(tree: ast.Module | ast.FunctionDef) -> Names:
    """The names that a module or a function binds at its own level, each with its value."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def never_empty(node: ast.expr, names: Names) -> bool:
    """Whether what is looped over is a list written in the file with something in it."""
    if isinstance(node, ast.Name):
        return node.id in names and never_empty(names[node.id], names)
    if isinstance(node, ast.Dict):
        return None not in node.keys and bool(node.keys)
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return any(not isinstance(each, ast.Starred) for each in node.elts)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values"):
        return never_empty(node.func.value, names)
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("enumerate", "sorted", "zip")
    ):
        return never_empty(node.args[0], names)
    return False


def expects(node: ast.AST) -> bool:
    """Whether a statement fails when the product is wrong: an assert, or `with pytest.raises`."""
    raises = isinstance(node, ast.With) and any("pytest.raises" in ast.unparse(item) for item in node.items)
    return isinstance(node, ast.Assert) or raises


def expectations(node: ast.AST, names: Names, always: bool = True) -> Iterator[bool]:
    """For each expectation inside a node, whether it is always reached."""
    if isinstance(node, ast.For):
        left = any(isinstance(each, (ast.Continue, ast.Break)) for each in ast.walk(node))
        always = always and not left and never_empty(node.iter, names)
    if isinstance(node, ast.If):
        both = all(any(reached(each, names) for each in body) for body in (node.body, node.orelse))
        always = always and both
    for child in ast.iter_child_nodes(node):
        if expects(child):
            yield always
        elif not isinstance(child, OWN_SCOPE):
            yield from expectations(child, names, always and not isinstance(child, BRANCHES))


def reached(node: ast.AST, names: Names) -> bool:
    """Whether a statement is, or always comes to, an expectation."""
    return expects(node) or any(expectations(node, names))


def vacuous(tree: ast.Module) -> list[str]:
    """The tests of a module that pass when there is nothing to loop over."""
    names = written(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            known = list(expectations(node, names | written(node)))
            if known and not any(known):
                found.append(f"{node.lineno}: {node.name}")
    return found


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_test_that_loops_says_that_there_is_something_to_loop_over(path: Path) -> None:
    assert vacuous(ast.parse(path.read_text(encoding="utf-8"))) == []


LOOPS = {
    "for row in rows(): assert row": True,
    "if found(): assert 1": True,
    "if found(): assert 1\n else: assert 2": False,
    "for x in (1, 2):\n  if x: assert x": True,
    "for x in (1, 2):\n  if x: continue\n  assert x": True,
    "for row in rows():\n  with pytest.raises(Refused): row()": True,
    "assert rows()\n for row in rows(): assert row": False,
    "for x in (1, 2): assert x": False,
    "for x in KNOWN: assert x": False,
    "with pytest.raises(Refused): row()": False,
}


@pytest.mark.parametrize("body", LOOPS)
def test_the_rule_would_notice_a_loop_over_nothing(body: str) -> None:
    indented = body.replace("\n ", "\n").replace("\n", "\n    ")
    tree = ast.parse(f"KNOWN = [1]\ndef test_it():\n    {indented}\n")
    assert bool(vacuous(tree)) == LOOPS[body]
