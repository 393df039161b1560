"""`openplaza import`: the same guesses in a file that is edited and given back, and a change set in the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import main
from graph.contribute.encoding import change_set
from tests.sheets.test_example_files import ANSWERS, DESCRIPTION

EXAMPLE = Path(__file__).with_name("examples") / "pratiques.xlsx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENPLAZA_REVISIONS_DIR", str(tmp_path / "revisions"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", *arguments])


def test_a_file_is_answered_in_a_file_and_becomes_a_change_set(folder: Path) -> None:
    first = run(str(EXAMPLE))
    assert first.exit_code == 1
    assert "E17 (start_year): 'vers 2018' is taken for '2018'" in first.output
    assert "H12 (themes): No word of ours is like it. Found: 'Présence'." in first.output
    answers = folder / "pratiques.answers.json"
    held = json.loads(answers.read_text(encoding="utf-8"))
    for each in held["guesses"]:
        if not each["taken_for"]:
            known = {"description": DESCRIPTION, "evidence_result": "none"}
            each["answer"] = known.get(each["field"]) or ANSWERS[each["field"], each["written"]]
    answers.write_text(json.dumps(held), encoding="utf-8")
    second = run(str(EXAMPLE), "--answers", str(answers), "--out", "made.json")
    assert (second.exit_code, second.exception) == (0, None), second.output
    made = change_set((folder / "made.json").read_bytes())
    assert len(list(made.of("practices"))) == 14


def test_answers_that_are_there_are_never_written_over(folder: Path) -> None:
    (folder / "pratiques.answers.json").write_text("mine", encoding="utf-8")
    again = run(str(EXAMPLE))
    assert again.exit_code == 2 and "--answers" in again.output
    assert (folder / "pratiques.answers.json").read_text(encoding="utf-8") == "mine"
    wrong = run(str(EXAMPLE), "--answers", "pratiques.answers.json")
    assert wrong.exit_code == 2 and "no file of answers" in wrong.output


def test_a_file_that_cannot_be_read_ends_with_what_to_do(folder: Path) -> None:
    (folder / "x.xlsx").write_bytes(b"%PDF-1.7")
    result = run("x.xlsx")
    assert result.exit_code == 1 and "PDF" in result.output
    assert [path.name for path in folder.iterdir()] == ["x.xlsx"]
