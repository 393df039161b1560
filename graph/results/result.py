"""One kept answer: what was asked, of which facts, by what, and the digest of its bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.errors import Damaged

ALGORITHM = "sha256:"
# What differs from one installation or one day to the next, and changes nothing in the answer.
CIRCUMSTANCES = ("revision", "kept")


@dataclass(frozen=True, slots=True)
class Result:
    """What is told of a kept answer.

    `query` is the exact text that was evaluated; `question` and `parameters` say which question of the catalogue it
    was, if it was one. `dataset` is the digest of the facts, `revision` the number that they had here. `software` and
    `engine` evaluated it; `sha256` and `size` are of the bytes of the answer, `rows` is None for triples. `kept` is
    when it was first kept, UTC in ISO 8601.
    """

    query: str
    media_type: str
    dataset: str
    software: str
    engine: str
    rows: int | None
    size: int
    sha256: str
    revision: int
    kept: str
    question: str = ""
    parameters: Mapping[str, Sequence[str]] | None = None
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """`sha256:` and the SHA-256 of `text`: the name of this answer, the same wherever it is kept."""
        return ALGORITHM + hashlib.sha256(self.text).hexdigest()

    @property
    def text(self) -> bytes:
        """What the digest is over: all but the circumstances, as JSON with sorted names and without spaces."""
        told = {name: value for name, value in asdict(self).items() if name not in CIRCUMSTANCES}
        return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def written(result: Result) -> bytes:
    """The record of a result, as it is kept beside its bytes."""
    return (json.dumps(asdict(result), sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def record(data: bytes, digest: str) -> Result:
    """The result that a record tells of; raises Damaged when it is not the one that was kept under `digest`."""
    try:
        fields: dict[str, Any] = json.loads(data)
        graphs = {name: tuple(fields[name]) for name in ("default_graphs", "named_graphs")}
        found = Result(**{**fields, **graphs})
    except (ValueError, TypeError, KeyError) as error:
        raise Damaged(f"results/{digest}: this cannot be read as the record of an answer.") from error
    if found.digest != digest:
        raise Damaged(f"results/{digest}: the record is not what was kept.")
    return found
