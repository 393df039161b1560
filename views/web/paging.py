"""One page of a long list, with links to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request

from graph.errors import BadParameter
from graph.text.messages import N_
from views.web.here import with_params


def paged(rows: Sequence[Any], page_rows: int) -> tuple[Sequence[Any], dict[str, Any]]:
    """Return the rows of the page asked for by `page=`, and what the pagination macro takes."""
    number = _number(request.args.get("page", "1"))
    pages = max(1, -(-len(rows) // page_rows))
    number = min(number, pages)
    shown = rows[(number - 1) * page_rows : number * page_rows]
    return shown, {
        "number": number,
        "pages": pages,
        "previous": with_params(page=str(number - 1)) if number > 1 else None,
        "next": with_params(page=str(number + 1)) if number < pages else None,
    }


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise BadParameter("page", N_("Write a page number, as 2."))
    return int(text)
