"""Revisions: numbered, immutable folders, published whole or not at all."""

from graph.revision.comparing import Change, Difference, diff
from graph.revision.publishing import prune, publish, rollback
from graph.revision.reading import (
    Manifest,
    Revision,
    current,
    open_revision,
    read_quads,
    revisions,
    verify,
)

__all__ = [
    "Change",
    "Difference",
    "Manifest",
    "Revision",
    "current",
    "diff",
    "open_revision",
    "prune",
    "publish",
    "read_quads",
    "revisions",
    "rollback",
    "verify",
]
