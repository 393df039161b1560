"""The table of practices and filter values of one revision, derived from it and kept beside it in `index/facets/`.

It is made on first use, or when the revision is built; opening it maps files and reads none of their rows.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.derived.texts import map_array, map_texts, write_texts
from graph.filters.gather import QUESTIONS, Gathered, Value, gather, plain
from graph.filters.kinds import EVIDENCE_ORDER, NAMES, NOT_RECORDED
from graph.filters.table import Table, packed
from graph.links.gather import Asked
from graph.revision import Revision

FORMAT = 1
ABOUT = "about.json"
ELSEWHERE = ".facets"
KEPT_ELSEWHERE = 3
ORDERS = ("name", "newest", "oldest", "evidence")
LATE = 10_000


def table_of(revision: Revision, store: Callable[[], Asked]) -> Table:
    """The table of `revision`, made from `store` when there is none that these questions made of these quads."""
    return opened(str(facets_index(revision, store)))


@lru_cache(maxsize=4)
def opened(folder: str) -> Table:
    """The table in `folder`, mapped."""
    path = Path(folder)
    told = json.loads((path / ABOUT).read_text(encoding="utf-8"))
    return Table(
        bits=map_array(path, "bits"),
        values=tuple(Value(**each) for each in told["values"]),
        spans={facet: (low, high) for facet, (low, high) in told["spans"].items()},
        iris=map_texts(path, "iris"),
        texts=map_texts(path, "texts"),
        orders={name: map_array(path, f"order-{name}") for name in ORDERS},
        folder=path,
        query=bind(Catalogue.load(QUESTIONS)["facets-values"], {}),
    )


def facets_index(revision: Revision, store: Callable[[], Asked]) -> Path:
    """The folder of the table, made under a temporary name and renamed when whole.

    Its name is a digest of the questions and the quads, so that a table made of others is not mistaken for it. For a
    revision that lies in a store elsewhere it stands beside the revisions, in `.facets/`.
    """
    beside = revision.path / "index" / "facets"
    target = (beside if revision.path.is_dir() else revision.path.parent / ELSEWHERE) / _digest(revision)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    building.chmod(0o755)
    try:
        write(gather(store()), building)
        os.rename(building, target)
        kept = 0 if target.parent == beside else KEPT_ELSEWHERE
        others = sorted(set(target.parent.glob("[!.]*")) - {target}, key=lambda each: -each.stat().st_mtime)
        for older in others[kept:]:
            shutil.rmtree(older, ignore_errors=True)
    except OSError:
        # Another process may have made it in the meantime.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _digest(revision: Revision) -> str:
    return hashlib.sha256(f"{_maker()} {revision.manifest.quads_sha256}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _maker() -> str:
    made = hashlib.sha256(str(FORMAT).encode())
    sources = [*sorted(QUESTIONS.glob("*.rq")), *(Path(__file__).parent / name for name in ("kinds.py", "gather.py"))]
    for path in sources:
        made.update(path.read_bytes())
    return made.hexdigest()


def write(gathered: Gathered, folder: Path) -> None:
    """Write the table of `gathered` into `folder`, which exists."""
    values = sorted(gathered.values.values(), key=lambda each: (NAMES.index(each.facet), each.slug))
    columns = -(-max(1, len(gathered.iris)) // 64)
    bits = np.zeros((len(values), columns), np.uint64)
    spans: dict[str, tuple[int, int]] = {}
    for place, value in enumerate(values):
        flags = np.zeros(columns * 64, np.bool_)
        flags[gathered.having.get((value.facet, value.slug), [])] = True
        bits[place] = packed(flags)
        spans[value.facet] = (spans.get(value.facet, (place, place))[0], place + 1)
    np.save(folder / "bits.npy", bits)
    write_texts(folder, "iris", gathered.iris)
    write_texts(folder, "texts", (f"{words}\n" for words in gathered.words))
    for name, order in _orders(gathered).items():
        np.save(folder / f"order-{name}.npy", order)
    told = {"values": [asdict(value) for value in values], "spans": spans}
    (folder / ABOUT).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _orders(gathered: Gathered) -> dict[str, NDArray[np.int32]]:
    """The ways to sort; whatever ties goes by name, then by IRI. What has no year comes last, either way."""
    count = len(gathered.iris)
    by_name = np.array(sorted(range(count), key=lambda place: (plain(gathered.labels[place]), place)), np.int32)
    first = np.full(count, LATE, np.int32)
    strength = np.full(count, len(EVIDENCE_ORDER), np.int32)
    for (facet, slug), places in gathered.having.items():
        if facet == "started" and slug.isdecimal():
            first[places] = np.minimum(first[places], int(slug))
        elif facet == "evidence" and slug != NOT_RECORDED and slug in EVIDENCE_ORDER:
            strength[places] = EVIDENCE_ORDER.index(slug)
    newest = np.where(first == LATE, LATE, -first)

    def order(key: NDArray[np.int32]) -> NDArray[np.int32]:
        return by_name[np.argsort(key[by_name], kind="stable")]

    return {"name": by_name, "newest": order(newest), "oldest": order(first), "evidence": order(strength)}
