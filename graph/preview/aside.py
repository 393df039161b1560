"""What a process of its own finds out meanwhile: what differs, whether the shapes hold, the answers as things stand.

It begins with the facts as they would be, before anything is decided about what governs. The facts of a revision held,
so only what is near a difference can be at fault.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from graph.ask.catalogue import Catalogue
from graph.errors import StoppedWork
from graph.evaluate.confine import die_with_parent
from graph.findings import Finding
from graph.preview.comparison import Comparison, Differences
from graph.preview.consequences import ANSWERS_S, answers
from graph.revision import Revision
from graph.shapes.checking import Columns, violations
from graph.text.messages import N_

Answers = Mapping[str, Counter[str]]
Heard = TypeVar("Heard")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What breaks a shape, and the answer of each question in the revision that there was time for."""

    findings: tuple[Finding, ...]
    answers: Answers


@dataclass
class Aside:
    """The process: `begin` once, then `differences` once, then `found` once. `decided` is the graph of what governs."""

    revision: Revision
    catalogue: Catalogue
    decided: str
    _answer: Connection | None = field(default=None, init=False)

    def begin(self, store: ox.Store, shapes: Path, columns: Columns) -> list[Finding]:
        """Start with a copy of the store; nothing is found yet."""
        fork = multiprocessing.get_context("fork")
        self._answer, there = fork.Pipe(duplex=False)
        fork.Process(target=self._work, args=(store, shapes, columns, there)).start()
        there.close()
        return []

    def differences(self) -> Differences:
        """Wait for what differs but for what governs. Raises StoppedWork as `found` does."""
        return self._heard(Differences)

    def found(self) -> Meanwhile:
        """Wait for what was found. Raises StoppedWork when the process ended before, or never began."""
        return self._heard(Meanwhile)

    def _heard(self, kind: type[Heard]) -> Heard:
        try:
            told = self._answer.recv() if self._answer else None
        except EOFError:
            told = None
        if isinstance(told, kind):
            return told
        raise StoppedWork(N_("The shapes could not be held against it; there may be too little memory."))

    def _work(self, store: ox.Store, shapes: Path, columns: Columns, out: Connection) -> None:
        die_with_parent()
        differences = Differences.of(store, self.revision)
        out.send(differences.without(self.decided))
        comparison = Comparison.of(store, differences)
        findings = violations(store, shapes, columns, near=comparison.subjects)
        with comparison.before() as before:
            out.send(Meanwhile(tuple(findings), answers(before, self.catalogue, ANSWERS_S)))
