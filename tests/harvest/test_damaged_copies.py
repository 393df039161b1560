"""A copy that is damaged, shortened or of something else is refused with its place and the mend; nothing is written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands import main
from graph.contribute.encoding import change_set
from tests.harvest.registers_given import ENTRIES, dutch, watch

ROW = ("PSTW-444", "ANPR", "Hellenic Police", "Greece", "Implemented", "2018", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, without revisions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENPLAZA_REVISIONS_DIR", str(tmp_path / "revisions"))
    monkeypatch.setenv("OPENPLAZA_CONTRIBUTIONS_DIR", str(tmp_path / "contributions"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["harvest", "register", *arguments])


@pytest.mark.parametrize(
    ("data", "arguments", "told"),
    [
        (dutch()[:300], (), "is not JSON"),
        (json.dumps({"count": 0}).encode(), (), "has no list 'algoritmes'"),
        (json.dumps({"algoritmes": list(ENTRIES), "count": 9, "fetched_at": "2026-08-08"}).encode(), (), "has 6"),
        (dutch({**ENTRIES[0], "organisatie": ""}), (), "entry 1 has no 'organisatie'"),
        (json.dumps({"algoritmes": []}).encode(), (), "--seen"),
        (dutch(), ("--register", "nl-algorithm"), "Did you mean 'nl-algorithms'?"),
        (b"a,b\n1,2\n", ("--seen", "2026-03-04"), "has no column 'PSTW ID'"),
        (watch(ROW)[:-12], ("--seen", "2026-03-04"), "case 1 has more or fewer cells"),
        (watch(ROW), (), "--seen"),
        (b"\xff\xfe\x00", ("--seen", "2026-03-04"), "is not CSV in UTF-8"),
        (gzip.compress(dutch())[:200], (), "cannot be unpacked"),
    ],
    ids=range(11),
)
def test_a_damaged_copy_is_refused_with_the_mend(
    folder: Path, data: bytes, arguments: tuple[str, ...], told: str
) -> None:
    (folder / "copy").write_bytes(data)
    result = run("copy", *arguments)
    assert result.exit_code in (1, 2) and told in result.output, result.output
    assert [path.name for path in folder.iterdir()] == ["copy"]


def test_a_copy_also_packed_becomes_a_change_set_in_a_file(folder: Path) -> None:
    (folder / "register-2026-08-08.json.gz").write_bytes(gzip.compress(dutch()))
    result = run("register-2026-08-08.json.gz")
    assert result.exit_code == 0, result.output
    assert "6 entries of 2026-08-08: 3 fit a rule." in result.output and "3 new" in result.output
    made = change_set((folder / "register-2026-08-08.change-set.json").read_bytes())
    assert len(list(made.of("deployments"))) == 3
