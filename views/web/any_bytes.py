"""A request whose address may hold any bytes: those that are no text are read as if they were percent-encoded."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

# How werkzeug keeps what is no text where it is percent-encoded.
KEPT = "werkzeug.url_quote"


class AnyBytesRequest(Request):
    """Flask's request, but that no parameters make reading them fail."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the address."""
        query = self.query_string.decode(errors=KEPT)
        return ImmutableMultiDict(parse_qsl(query, keep_blank_values=True, errors=KEPT))
