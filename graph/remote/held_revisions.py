"""What a remote store says about the revisions it holds: the few statements beside them, and how they are read.

In the graph `{base}revision/current` each revision has its manifest, written before it is loaded, and a number for each
time it was made current. The highest number is the current revision: so a switch is one new statement, which every
store makes whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from graph.errors import BadStoreAnswer, NoRevision, NotFound
from graph.remote.answers import rows_of
from graph.remote.client import Client
from graph.remote.graph_names import GraphNames
from graph.remote.updates import text, update
from graph.revision import Manifest
from graph.revision.digests import ALGORITHM, unknown
from graph.store.protocol import Cell
from graph.terms import OP

MANIFEST = f"{OP}manifest"
SERVED = f"{OP}served"

_NEWEST, _EVERY = text("store-newest.rq"), text("store-revisions.rq")


@dataclass(frozen=True, slots=True)
class Held:
    """A revision that the store holds, or began to hold; `served` numbers the times it was made current."""

    manifest: Manifest
    served: tuple[int, ...]


def current_number(client: Client, base: str) -> int:
    """The number of the current revision; raises NoRevision when nothing was published there. One cheap query."""
    rows = rows_of(client.query(_NEWEST, default_graphs=[GraphNames(base, 0).pointer])).rows
    if not rows:
        raise NoRevision(f"The store at {client.host} holds no revision. Publish one: openplaza publish --to ADDRESS")
    name = str(rows[0]["revision"]).rsplit("/", 1)[-1]
    if not name.isdecimal():
        raise BadStoreAnswer("status", f"The store at {client.host} names a current revision that is no number.")
    return int(name)


def held(client: Client, base: str) -> list[Held]:
    """Every revision that the store knows of, the one made current last at the end."""
    manifests: dict[int, Manifest] = {}
    served: dict[int, list[int]] = {}
    for row in rows_of(client.query(_EVERY, default_graphs=[GraphNames(base, 0).pointer])).rows:
        manifest = _manifest(row["manifest"])
        manifests[manifest.number] = manifest
        if row["served"] is not None:
            served.setdefault(manifest.number, []).append(int(str(row["served"])))
    known = [Held(manifest, tuple(sorted(served.get(number, [])))) for number, manifest in manifests.items()]
    return sorted(known, key=lambda one: (one.served[-1:], one.manifest.number))


def manifest_of(client: Client, base: str, number: int | None) -> Manifest:
    """The manifest of revision `number`, by default the current one; raises NotFound naming those that are held."""
    found = current_number(client, base) if number is None else number
    known = {one.manifest.number: one.manifest for one in held(client, base) if one.served}
    if found not in known:
        raise NotFound(f"There is no revision {found}. Kept are: {', '.join(map(str, sorted(known)))}.")
    return known[found]


def number_with(client: Client, base: str, digest: str) -> int:
    """The newest revision there that has the facts of a digest; raises NotFound."""
    sha256 = digest.removeprefix(ALGORITHM)
    known = [one.manifest.number for one in held(client, base) if one.served and one.manifest.quads_sha256 == sha256]
    if not known:
        raise unknown(digest)
    return max(known)


def announced(naming: GraphNames, manifest: Manifest) -> str:
    """The statement that names the graphs of a revision, before they are filled."""
    told = json.dumps(asdict(manifest), sort_keys=True)
    return f"<{naming.revision}> <{MANIFEST}> {ox.Literal(told)} ."


def switched(naming: GraphNames, serial: int) -> str:
    """The statement that makes a revision current."""
    return f"<{naming.revision}> <{SERVED}> {ox.Literal(serial)} ."


def forgotten(naming: GraphNames) -> str:
    """An update that removes what is said about a revision."""
    return update("store-forget.ru", graph=naming.pointer, revision=naming.revision)


def inserted(graph: str, statements: Iterable[str]) -> str:
    """An update that adds N-Triples lines to a graph."""
    return update("store-insert.ru", statements, graph=graph)


def dropped(graph: str) -> str:
    """An update that removes a graph, if it is there."""
    return update("store-drop.ru", graph=graph)


def _manifest(told: Cell | None) -> Manifest:
    try:
        return Manifest(**json.loads(str(told)))
    except (ValueError, TypeError) as error:
        raise BadStoreAnswer("truncated", "The store holds a revision whose manifest cannot be read.") from error
