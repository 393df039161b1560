"""Reading a file that others made: in a child that can be killed, and always to a workbook or a clear message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

from graph.errors import BadSheet
from graph.settings import CODE
from graph.text.messages import N_
from graph.workbooks.sheet import MAX_COLUMNS, MAX_FILE_MB, MAX_ROWS, Workbook

LONGEST_S: Final = 20.0
MAX_NAME: Final = 100

TOO_LARGE: Final = N_("The file is larger than %(number)s MB. Send it in parts.", number=MAX_FILE_MB)
FAILURES: Final[Mapping[str, str]] = {
    "bytes": TOO_LARGE,
    "rows": N_("The file has more than %(number)s rows. Send it in parts.", number=MAX_ROWS),
    "columns": N_("The file has more than %(number)s columns. Keep those that tell of practices.", number=MAX_COLUMNS),
    "sheets": N_("The file has too many sheets. Keep the one that tells of practices."),
    "text": N_("The file holds more text than can be read. Send it in parts."),
    "unpacked": N_("The file grows too large when it is unpacked. Save it again, or send it as CSV."),
    "old": N_("The file has the old form XLS. Save it as XLSX, ODS or CSV."),
    "pdf": N_("The file is a PDF. Send the table that it was made from, as XLSX, ODS or CSV."),
    "document": N_("The file is a text document. Put its table into a spreadsheet and send that."),
    "packed": N_("The file is packed. Unpack it and send the spreadsheet in it."),
    "little": N_("The file holds no cell with text."),
    "protected": N_("The file is protected by a password. Save it without one."),
    "damaged": N_("The file is damaged, or no workbook. Open it, save it again as XLSX, ODS or CSV."),
    "no-table": N_("The file is no table. Send XLSX, ODS or CSV."),
    "memory": N_("The file needs more memory than may be given to it. Save it again, or send it as CSV."),
    "time": N_("Reading the file took too long. Save it again, or send it as CSV."),
}  # fmt: skip


def read(data: bytes, name: str) -> Workbook:
    """What a file holds, whatever its name says. Raises BadSheet with what is wrong and how to mend it.

    The bytes are looked at by a child alone, which has no files, no network, little memory and little time.
    """
    if len(data) > MAX_FILE_MB << 20:
        raise BadSheet(TOO_LARGE)
    answer = _asked(data, os.path.basename(name.replace("\0", "").replace("\\", "/"))[-MAX_NAME:] or "table")
    if failed := answer.get("failed"):
        raise BadSheet(FAILURES[str(failed)])
    return Workbook.of(answer)


def _asked(data: bytes, name: str) -> Mapping[str, object]:
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "graph.workbooks.child", name.encode("utf-8", "replace").decode("utf-8")],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_S,
            cwd=CODE,
            env={"PATH": os.defpath, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"failed": "time"}
    if ended.returncode or not ended.stdout:
        # The kernel ends a child that passes its time (SIGXCPU, SIGKILL); a reader that gets no memory aborts.
        return {"failed": "time" if ended.returncode in (-24, -9) else "memory"}
    found: Mapping[str, object] = json.loads(ended.stdout)
    return found
