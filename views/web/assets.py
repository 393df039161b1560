"""Where the built styles and scripts are: logical name → hashed file under static/dist."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, url_for

from graph.settings import CODE

DIST = CODE / "views" / "static" / "dist"

_log = logging.getLogger(__name__)


def read_manifest(dist: Path = DIST) -> Mapping[str, str]:
    """Return logical name → file name; empty when the assets were never built, so pages still work unstyled."""
    path = dist / "manifest.json"
    if not path.is_file():
        _log.warning("Styles and scripts are not built: run `npm ci` and `npm run build`.")
        return {}
    manifest: dict[str, str] = json.loads(path.read_text("utf-8"))
    return manifest


def register_assets(app: Flask, dist: Path = DIST) -> None:
    """Give templates `asset(name)`: the address of a built file, or None when it is not there."""
    manifest = read_manifest(dist)

    def asset(name: str) -> str | None:
        hashed = manifest.get(name)
        return url_for("static", filename=f"dist/{hashed}") if hashed else None

    app.add_template_global(asset)
