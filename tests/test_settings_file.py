"""`openplaza.env`: what an operator can rely on when settings are kept in a file."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadSetting
from graph.settings import load_settings
from graph.settings_file import FILE, settings_in
from tests.budget import examples

LINES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=80)


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_the_file_sets_nothing(tmp_path: Path) -> None:
    assert settings_in(tmp_path) == {}


def test_the_folder_of_the_file_is_home_unless_the_file_names_another(tmp_path: Path) -> None:
    found = load_settings(settings_in(written(tmp_path, "OPENPLAZA_FACTS_DIR=data\n")))
    assert (found.home, found.facts_dir) == (tmp_path, tmp_path / "data")
    assert found.revisions_dir == tmp_path / "var" / "revisions"
    elsewhere = settings_in(written(tmp_path, "OPENPLAZA_HOME=/srv/plaza\n"))
    assert load_settings(elsewhere).home == Path("/srv/plaza")


def test_comments_empty_lines_and_quotes_are_read_as_a_shell_reads_them(tmp_path: Path) -> None:
    text = '\ufeff# ours\n\nOPENPLAZA_SITE_NAME=\'Rede "Praça"\'\r\nOPENPLAZA_OPERATOR="L\'Aquila"  # who\n'
    found = load_settings(settings_in(written(tmp_path, text)))
    assert (found.site_name, found.operator) == ('Rede "Praça"', "L'Aquila")


@settings(max_examples=examples(30), deadline=None)
@given(name=LINES.filter(lambda text: text.strip() == text))
def test_any_name_that_is_quoted_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = written(tmp_path_factory.mktemp("quoted"), f"OPENPLAZA_SITE_NAME={shlex.quote(name)}\n")
    assert settings_in(folder)["OPENPLAZA_SITE_NAME"] == name


@pytest.mark.parametrize(
    "line, told",
    [
        ("OPENPLAZA_SITE_NAME=Rede Praça", "quotes around a value that has spaces"),
        ("OPENPLAZA_SITE_NAME", "write NAME="),
        ("OPENPLAZA_SITE_NAME='Rede", "Close the quotes"),
        ("SITE_NAME=Rede", "Every name begins with OPENPLAZA_"),
    ],
)
def test_a_line_that_sets_nothing_is_refused_with_its_number(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(BadSetting, match=f"{FILE}, line 2: .*{told}"):
        settings_in(written(tmp_path, f"# ours\n{line}\n"))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("OPENPLAZA_SITE_NAME=Praça\n".encode("cp1252"))
    with pytest.raises(BadSetting, match="not valid UTF-8"):
        settings_in(tmp_path)
