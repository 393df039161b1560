"""Small wrong changes to the code, made by the operators of mutmut: each a mutant, which some test should notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

# What mutmut itself leaves alone: these fail at once, or hold before any test runs.
LEFT_ALONE = (cst.Annotation, cst.Decorator)
CALLS_LEFT_ALONE = {"len", "isinstance", "cast"}


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the line, and the text of the changed line or lines before and after."""

    file: str
    line: int
    number: int
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """What tells it from every other mutant: file, line, and its number in the file."""
        return f"{self.file}:{self.line}#{self.number}"


class _Collector(cst.CSTVisitor):
    """Collects every node inside a function with what an operator makes of it."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[tuple[cst.CSTNode, cst.CSTNode, int]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, LEFT_ALONE) or _left_alone_call(node):
            return False
        if self.depth:
            self._collect(node)
        self.depth += isinstance(node, cst.FunctionDef)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self.depth -= isinstance(original_node, cst.FunctionDef)

    def _collect(self, node: cst.CSTNode) -> None:
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                line = self.get_metadata(PositionProvider, node).start.line
                self.found += [(node, changed, line) for changed in operator(node)]


def _left_alone_call(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in CALLS_LEFT_ALONE


class Changes:
    """Every change that the operators make in one file, in the order of the file."""

    def __init__(self, root: Path, file: str) -> None:
        self.file = file
        self.text = (root / file).read_text(encoding="utf-8")
        self.wrapper = MetadataWrapper(cst.parse_module(self.text))
        collected = _Collector()
        self.wrapper.visit(collected)
        self.found = collected.found

    def __len__(self) -> int:
        return len(self.found)

    def mutant(self, number: int) -> Mutant:
        """One of them, with the whole text of the changed file."""
        node, changed, line = self.found[number]
        code = self.wrapper.module.deep_replace(node, changed).code
        before, after = _difference(self.text.splitlines(), code.splitlines())
        return Mutant(self.file, line, number, before, after, code)


def _difference(before: list[str], after: list[str]) -> tuple[str, str]:
    """The lines that differ, of both."""
    first = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    last = next((i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), 0)
    last = min(last, len(before) - first - 1, len(after) - first - 1)
    parts = (" ".join(map(str.strip, text[first : len(text) - last])) for text in (before, after))
    one, other = parts
    return one, other
