"""The studies of docs/notebooks run against a server over the real facts, and assert that their counts are whole."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from graph.settings import ROOT
from tests.serving import Server

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_study_runs_from_its_notebook_with_whole_counts(
    path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAZA", server.address)
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    last = notebook.cells[max(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")]
    assert last.outputs, "the last cell of the study shows nothing"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_results_of_an_older_revision(path: Path) -> None:
    assert all(not cell.get("outputs") for cell in nbformat.read(path, as_version=4).cells)
