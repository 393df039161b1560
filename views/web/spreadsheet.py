"""Tables made for spreadsheet programs: no cell of them is taken for a formula, and their name says what they are.

A cell that begins with `=` is run by such programs (https://owasp.org/www-community/attacks/CSV_Injection). The CSV of
every other address stays exact, because programs read it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request

from graph.text.messages import N_

ENDING = "-for-spreadsheets"
LABEL = N_("CSV for spreadsheets")
ASKED = "openplaza.spreadsheet"
RISKY = tuple("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?")


def harmless(table: str) -> str:
    """The CSV `table` with an apostrophe before every cell that a program could take for a formula; numbers stay."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(table, newline=""))
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    risky = cell.lstrip(" ").startswith(RISKY) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell


class SpreadsheetMiddleware:
    """Reads `/practices-for-spreadsheets.csv` as `/practices.csv`, and remembers for whom it is."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.endswith(f"{ENDING}.csv"):
            environ[ASKED] = True
            environ["PATH_INFO"] = f"{path.removesuffix(f'{ENDING}.csv')}.csv"
            if environ["PATH_INFO"] == "/sparql.csv":
                environ["PATH_INFO"] = "/sparql"
                environ["QUERY_STRING"] = f"format=csv&{environ.get('QUERY_STRING', '')}"
        return self._app(environ, start_response)


def register(app: Flask) -> None:
    """Make the tables that were asked for in this way harmless."""

    @app.after_request
    def make_harmless(response: Response) -> Response:
        if not request.environ.get(ASKED) or response.mimetype != "text/csv":
            return response
        # Without the mark at the beginning, a common program takes UTF-8 for another encoding.
        response.set_data(f"\ufeff{harmless(response.get_data(as_text=True))}")
        response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(request.path)}"'
        return response


def _file_name(path: str) -> str:
    last = path.rstrip("/").rpartition("/")[2].removesuffix(".csv")
    return f"{re.sub('[^A-Za-z0-9_-]', '-', last) or 'table'}{ENDING}.csv"
