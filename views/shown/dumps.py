"""The files of all data (`openplaza export dumps`) as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.export.deposit import CHECKSUMS
from graph.text.messages import N_
from views.shown.values import Hyperlink, TableRow

TURTLE = "turtle/"
# The name, what it is, and the media type that it is sent as.
KNOWN = {
    "quads.nq.zst": (N_("All data as N-Quads"), "application/zstd"),
    "quads.nq.gz": (N_("All data as N-Quads"), "application/gzip"),
    "quads.trig.gz": (N_("All data as TriG"), "application/gzip"),
    "quads.jsonld.gz": (N_("All data as JSON-LD"), "application/gzip"),
    "tables.csv.zip": (N_("The tables that the data was made from, as CSV"), "application/zip"),
    "LICENCE.txt": (N_("The licence, and how the data is cited"), "text/plain; charset=utf-8"),
}


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file by its name, as the folder tells them; nothing for a folder that tells none."""
    told = folder / CHECKSUMS
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def media_type(name: str) -> str:
    """What a file of dumps is sent as."""
    return KNOWN[name][1] if name in KNOWN else "application/gzip" if name.endswith(".gz") else "text/plain"


def rows(folder: Path, address: str) -> list[TableRow]:
    """A row a file that `folder` tells and holds; files of one graph come last."""
    told = checksums(folder)
    graphs = sorted(name for name in told if name.startswith(TURTLE))
    names = [name for name in (*KNOWN, *graphs) if name in told and (folder / name).is_file()]
    return [_row(folder, address, name, told[name]) for name in names]


def _row(folder: Path, address: str, name: str, digest: str) -> TableRow:
    kilobytes = f"{(folder / name).stat().st_size / 1000:,.0f} kB"
    what = KNOWN[name][0] if name in KNOWN else N_("One graph as Turtle")
    return {"file": Hyperlink(name, f"{address}/{name}"), "what": what, "size": kilobytes, "sha256": digest}


COLUMNS: Sequence[dict[str, object]] = (
    {"key": "file", "label": N_("File")},
    {"key": "what", "label": N_("What it is")},
    {"key": "size", "label": N_("Size"), "numeric": True},
    {"key": "sha256", "label": "SHA-256"},
)
