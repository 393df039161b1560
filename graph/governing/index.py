"""The library of a revision, derived from it and kept beside it in `index/governing/`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.governing.gather import QUESTIONS, gather
from graph.governing.library import Land, LawRule, Library, ScopeRule
from graph.revision import Revision

FORMAT: Final = 3
FILE: Final = "library.json"
SETS: Final = ("actors", "purposes", "places")


def library_of(revision: Revision, store: Callable[[], Queryable]) -> Library:
    """The library of `revision`, made from `store` when there is none. Raises Damaged."""
    return INDEX.of(revision, store)


def _write(store: Queryable, folder: Path) -> None:
    library = gather(store)
    held = asdict(library)
    for scope in held["scopes"]:
        scope |= {name: sorted(scope[name]) for name in SETS}
    (folder / FILE).write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def _load(folder: Path) -> Library:
    held: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    scopes = (ScopeRule(**scope | {name: frozenset(scope[name]) for name in SETS}) for scope in held["scopes"])
    return Library(
        rules=tuple(LawRule(**rule) for rule in held["rules"]),
        scopes=tuple(scopes),
        parts=held["parts"],
        jurisdictions=held["jurisdictions"],
        technologies={name: tuple(wide) for name, wide in held["technologies"].items()},
        actors={name: tuple(wide) for name, wide in held["actors"].items()},
        lands={name: Land(**land) for name, land in held["lands"].items()},
        regions=held["regions"],
        iris=held["iris"],
        names=held["names"],
    )


INDEX: Final = DerivedIndex("governing", str(FORMAT), tuple(sorted(QUESTIONS.glob("*.rq"))), _write, _load)
