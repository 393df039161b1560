"""The process of one kind of background work: `python -m graph.review.worker previews`, or `publisher`."""

from __future__ import annotations

import sys

from graph.background import PREVIEWS, PUBLISHER, give_way
from graph.people import engine_of
from graph.review.previewing import make_previews
from graph.review.publishing import publish_accepted
from graph.settings import load_settings

WORK = {PREVIEWS: make_previews, PUBLISHER: publish_accepted}


def main(kind: str) -> None:
    """Do all that waits of this kind, and end."""
    give_way()
    settings = load_settings()
    WORK[kind](settings, engine_of(settings.database_url))


if __name__ == "__main__":
    main(sys.argv[1])
