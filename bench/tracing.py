"""The page of an explained trace on the real facts: how long each takes, from every practice to all acts."""

from __future__ import annotations

import dataclasses
import statistics
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from graph.build import build
from graph.revision import current, revisions
from graph.settings import load_settings
from server import create_app

ON = "2026-11-22"
ROUNDS = 3


def pages(folder: Path) -> dict[str, Any]:
    """Milliseconds of the whole page, in this process and without the cache: every practice to all acts.

    The current revision is asked, or one built into `folder` when there is none. The median of three rounds is a
    page's time; its processor time is told beside it.
    """
    settings = load_settings()
    if not settings.revisions_dir.exists() or not revisions(settings.revisions_dir):
        settings = dataclasses.replace(settings, revisions_dir=folder / "revisions")
        build(settings)
    client = create_app(settings).test_client()
    names = [row["practice_id"]["value"] if isinstance(row["practice_id"], dict) else row["practice_id"]
             for row in client.get("/practices.json").get_json()["answers"]["practices"]["rows"]]  # fmt: skip
    addresses = [f"/trace?from=practices/{name}&to=acts&on={ON}" for name in names]
    _timed(client, addresses[0])
    spent = [[_timed(client, address) for address in addresses] for _ in range(ROUNDS)]
    clock, cpu = (
        sorted(statistics.median(each[place] for each in page) for page in zip(*spent, strict=True)) for place in (0, 1)
    )
    return {
        "pages": len(addresses),
        "revision": current(settings.revisions_dir).number,
        "clock_ms": {"median": _part(clock, 0.5), "p95": _part(clock, 0.95), "most": round(clock[-1], 1)},
        "cpu_ms": {"median": _part(cpu, 0.5), "p95": _part(cpu, 0.95), "most": round(cpu[-1], 1)},
    }


def _timed(client: FlaskClient, address: str) -> tuple[float, float]:
    clock, cpu = time.perf_counter(), time.process_time()
    response = client.get(address, headers={"Accept": "text/html"})
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return (time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000


def _part(ordered: list[float], part: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 1)
