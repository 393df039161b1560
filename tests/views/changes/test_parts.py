"""What changed for a whole holds what changed for each of its parts."""

from __future__ import annotations

from functools import cache

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of

PARTS = {row["id"]: row["part_of"] for row in rows_of("provisions.csv") if row["part_of"]}
SAMPLE = [name for name in sorted(PARTS) if name.startswith(("32024R1689", "de-hsog", "it-dl"))][::7]


@cache
def changes(client: FlaskClient, name: str) -> set[tuple[str, str, str]]:
    answers = client.get(f"/laws/compare.json?from=1990-01-01&to=2031-01-01&scope=laws/{name}").get_json()["answers"]
    rows = [row for each in ("changes", "rules") for row in answers[each]["rows"] if row["thing_id"].startswith(name)]
    return {(row["date"], row["event"], row["thing_id"]) for row in rows}


@pytest.mark.parametrize("name", SAMPLE)
def test_a_change_of_a_part_is_a_change_of_its_whole(client: FlaskClient, name: str) -> None:
    assert changes(client, name) <= changes(client, PARTS[name])
