"""How long a body may be, by where it is sent: what is held in memory must be little for whoever may send it."""

from __future__ import annotations

from typing import Final

from graph.settings import Settings

MB: Final = 1 << 20
# A form with every field filled in, in any alphabet, percent-encoded.
FORM_BYTES: Final = MB
# A spreadsheet of 10 MB and what a form wraps around it; only where people have accounts.
UPLOAD_BYTES: Final = 11 * MB
UPLOADS: Final = ("/contribute/upload", "/api/")


def most_bytes(path: str, settings: Settings) -> int:
    """The longest body for a path inside the application."""
    if path.startswith("/sparql"):
        # Percent-encoding makes a form up to three times as long as its query.
        return settings.max_query_kb * 1024 * 4
    return UPLOAD_BYTES if settings.has_accounts and path.startswith(UPLOADS) else FORM_BYTES
