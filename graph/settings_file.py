"""The settings of one installation as a file: `openplaza.env` in its folder, as shells and systemd read it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from graph.errors import BadSetting
from graph.setting_forms import PREFIX

FILE: Final = "openplaza.env"


def settings_in(folder: Path) -> Mapping[str, str]:
    """The variables that `openplaza.env` of this folder sets, and the folder as OPENPLAZA_HOME; none without the file.

    Raises BadSetting, which names the line, when one is neither empty, a comment nor NAME=value.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadSetting(f"{path} is not valid UTF-8. Save it as UTF-8.") from None
    found = {PREFIX + "HOME": str(folder)}
    for number, line in enumerate(lines, 1):
        found |= _assignment(path, number, line)
    return found


def _assignment(path: Path, number: int, line: str) -> dict[str, str]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise BadSetting(f"{path}, line {number}: {error}. Close the quotes, or write none.") from None
    if not words:
        return {}
    name, equals, value = words[0].partition("=")
    if len(words) > 1 or not equals:
        raise BadSetting(f'{path}, line {number}: write NAME="value", with quotes around a value that has spaces.')
    if not name.startswith(PREFIX):
        raise BadSetting(f"{path}, line {number}: {name} is not a setting. Every name begins with {PREFIX}.")
    return {name: value}
