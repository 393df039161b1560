"""What every failure has: its words for people, and its name for programs."""

from __future__ import annotations

from typing import ClassVar

from graph.text.messages import N_


class OpenPlazaError(Exception):
    """Base of every expected failure: `status` is the HTTP status, `slug` the RFC 9457 problem type.

    `title` is the same every time it occurs (RFC 9457, section 3.1.4), and `advice` says what the reader can do.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = N_("Something went wrong on our side")
    advice: ClassVar[str] = N_("A fault of ours. Quote the number of the incident.")

    @property
    def detail(self) -> str:
        """What went wrong, as the text that it was made with: a page can tell it in its language."""
        return next((each for each in self.args if isinstance(each, str)), str(self))

    def members(self) -> dict[str, object]:
        """Extra members of the RFC 9457 problem document."""
        return {}
