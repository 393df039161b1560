"""Google's Lighthouse over the pages that people open first: `python -m bench.lighthouse`.

It is read in Chromium, as a phone with a slow line and as a desktop. Lighthouse is no dependency of ours: it is taken
from `var/lighthouse`, where `npm install --prefix var/lighthouse lighthouse@12` puts it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from bench.report import machine
from bench.servers import free_port, openplaza, start, stop
from graph.build import build
from graph.settings import ROOT, load_settings

FOLDER: Final = ROOT / "var" / "lighthouse"
COMMAND: Final = Path("node_modules", "lighthouse", "cli", "index.js")
RESULTS: Final = ROOT / "bench" / "results" / "lighthouse.json"
INSTALL: Final = "npm install --prefix var/lighthouse lighthouse@12"
# What stands behind a question mark is kept from crawlers (views/site/crawlers.py), which costs it a third of `seo`.
PAGES: Final = (
    "/",
    "/practices",
    "/practices/nice-school-vsa",
    "/trace",
    "/trace?from=practices/nice-school-vsa",
    "/laws/32024R1689",
    "/sparql",
)
SCREENS: Final = {"mobile": [], "desktop": ["--preset=desktop"]}
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
LONGEST_S: Final = 300
LEAST: Final = 0.95


def main() -> None:
    given = _arguments()
    command = given.lighthouse / COMMAND
    if not command.is_file():
        raise SystemExit(f"Lighthouse is not in {given.lighthouse}. Install it: {INSTALL}")
    with _served(given) as address:
        pages = [page for page in PAGES if not given.only or page in given.only]
        found = [_looked_at(command, address, page, screen) for page in pages for screen in SCREENS]
    told = {"machine": machine(), "load": os.getloadavg(), "date": time.strftime("%Y-%m-%d"), "pages": found}
    if not given.only:
        RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(table(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lighthouse", type=Path, default=FOLDER, help="where npm has installed it")
    parser.add_argument("--revisions", type=Path, help="revisions to serve; the real facts are built by default")
    parser.add_argument("--address", help="a server that runs already, such as http://127.0.0.1:8000")
    parser.add_argument("--only", nargs="*", default=[], help="pages by their paths, and no file")
    return parser.parse_args()


@contextmanager
def _served(given: argparse.Namespace) -> Iterator[str]:
    """The address of the server to look at; ours is started, and ended."""
    if given.address:
        yield given.address.rstrip("/")
        return
    revisions = given.revisions or FOLDER / "revisions"
    if given.revisions is None:
        build(dataclasses.replace(load_settings({}), revisions_dir=revisions))
    server = openplaza(revisions, free_port())
    FOLDER.mkdir(parents=True, exist_ok=True)
    process, _ = start(server, FOLDER / "server.log")
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        stop(process)


def _looked_at(command: Path, address: str, page: str, screen: str) -> dict[str, Any]:
    """What Lighthouse says of a page on a screen: scores from 0 to 1, and what is not perfect outside of speed."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROME_PATH") or playwright.chromium.executable_path
    flags = "--headless=new" + (" --no-sandbox" if os.geteuid() == 0 else "")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        said = [
            "node", str(command), f"{address}{page}", "--output=json", f"--output-path={report}", "--quiet",
            f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}", *SCREENS[screen],
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": chromium}
        ended = subprocess.run(said, env=environment, capture_output=True, text=True, timeout=LONGEST_S, check=False)
        if not report.is_file():
            raise SystemExit(f"{page} ({screen}): {ended.stderr.strip()[-500:]}")
        return {"page": page, "screen": screen, **figures(json.loads(report.read_text(encoding="utf-8")))}


def figures(report: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a report of Lighthouse."""
    audits = report["audits"]
    slow = {each["id"] for each in report["categories"]["performance"]["auditRefs"]}
    failed = [
        f"{name}: {audit['title']}"
        for name, audit in audits.items()
        if name not in slow and audit.get("score") is not None and audit["score"] < 1
    ]
    return {
        "scores": {name: report["categories"][name]["score"] for name in CATEGORIES},
        "cls": audits["cumulative-layout-shift"].get("numericValue"),
        "lcp_ms": audits["largest-contentful-paint"].get("numericValue"),
        "bytes": audits["total-byte-weight"].get("numericValue"),
        "failed": failed,
    }


def table(found: list[dict[str, Any]]) -> str:
    """The figures as Markdown, and below them what is to be mended."""
    head = ["page", "screen", *CATEGORIES, "CLS", "LCP (s)", "kB"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for each in found:
        scores = [_per_cent(each["scores"][name]) for name in CATEGORIES]
        shift, paint, size = (_number(each[name], by) for name, by in (("cls", 1), ("lcp_ms", 1000), ("bytes", 1024)))
        lines.append(f"| {' | '.join((each['page'], each['screen'], *scores, shift, paint, size))} |")
    failed = sorted({f"{each['page']} ({each['screen']}): {name}" for each in found for name in each["failed"]})
    return "\n".join([*lines, "", *failed]) + "\n"


def _per_cent(score: float | None) -> str:
    return "?" if score is None else f"{score * 100:.0f}{'' if score >= LEAST else ' !'}"


def _number(value: float | None, by: int) -> str:
    return "?" if value is None else f"{value / by:.2f}"


if __name__ == "__main__":
    main()
