"""What can go wrong with answers that are kept."""

from __future__ import annotations

from graph.errors.base import OpenPlazaError
from graph.text.messages import N_


class ResultsFull(OpenPlazaError):
    """No more answers can be kept; nothing was written."""

    status = 507
    slug = "results-full"
    title = N_("There is no room to keep more answers")
    advice = N_("Download the answer instead, or tell who runs this site.")

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            N_("Kept answers may take %(number)s MB on this server, and they do. Nothing was kept.", number=most_mb)
        )


class ResultGone(OpenPlazaError):
    """The answer was kept once; its record is still there."""

    status = 410
    slug = "result-gone"
    title = N_("The bytes of this answer are not kept any more")
    advice = N_("Its page still says what was asked, of which data, and the digest of the answer.")

    def __init__(self, digest: str) -> None:
        super().__init__(N_("The bytes of %(digest)s made room for newer answers.", digest=digest))
