"""A revision by its content: the digest of its facts, which says the same wherever they are served."""

from __future__ import annotations

import re
from pathlib import Path

from graph.errors import NotFound
from graph.revision.reading import Revision, revisions
from graph.text.messages import N_

ALGORITHM = "sha256:"
DIGEST = re.compile("sha256:[0-9a-f]{64}")

RevisionName = int | str
"""The number of a revision, which counts in one installation only, or its digest."""


def digest_of(revision: Revision) -> str:
    """`sha256:` and the SHA-256 of its sorted N-Quads lines, whatever packed them."""
    return ALGORITHM + revision.manifest.quads_sha256


def number_of(revisions_dir: Path, digest: str) -> int:
    """The newest revision that has exactly these facts; raises NotFound when none is kept."""
    for revision in reversed(revisions(revisions_dir)):
        if digest_of(revision) == digest:
            return revision.number
    raise unknown(digest)


def unknown(digest: str) -> NotFound:
    """That no revision which is kept has these facts."""
    return NotFound(
        N_("No revision that is kept here has the digest %(digest)s. /revisions lists them.", digest=digest)
    )
