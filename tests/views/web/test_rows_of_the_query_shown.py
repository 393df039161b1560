"""The rows of a page are those that the query beside them gives, whether they were kept, narrowed or asked for."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient

from graph.store import Cell
from graph.store.embedded import EmbeddedStore

PAGES = (
    "/laws/compare?from=2019-10-09&to=2026-11-22",
    "/laws/compare?from=2024-02-02&to=2024-08-02",
    "/laws/compare?from=2025-02-02&to=2025-02-02",
    "/calendar?on=2024-01-01",
    "/laws?on=2022-03-01",
    "/search?q=camera&on=2024-02-02",
    "/transposition?on=2021-05-05",
    "/about",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_of_a_page_has_the_rows_of_its_query(
    client: FlaskClient, store: EmbeddedStore, address: str
) -> None:
    found = client.get(address, headers={"Accept": "application/json"}).get_json()["answers"]
    asked = {name: each for name, each in found.items() if each["query"].lstrip().startswith(("#", "PREFIX"))}
    assert any(each["rows"] for each in asked.values())
    for name, each in asked.items():
        rows = store.select(each["query"]).rows
        assert Counter(map(_told, each["rows"])) == Counter(map(_asked, rows)), name


def _told(row: dict[str, object]) -> str:
    plain = {name: value["value"] if isinstance(value, dict) else value for name, value in row.items()}
    return str(sorted((name, str(value)) for name, value in plain.items() if value is not None))


def _asked(row: dict[str, Cell | None]) -> str:
    return str(sorted((name, str(value)) for name, value in row.items() if value is not None))
