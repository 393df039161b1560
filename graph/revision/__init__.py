"""Revisions: numbered, immutable folders, published whole or not at all."""

from graph.revision.comparing import Change, Difference, diff
from graph.revision.digests import RevisionName, digest_of, number_of
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
    "RevisionName",
    "current",
    "diff",
    "digest_of",
    "number_of",
    "open_revision",
    "prune",
    "publish",
    "read_quads",
    "revisions",
    "rollback",
    "verify",
]
