"""Signing in to a store, with Basic or Digest, and only once the store has asked: Virtuoso refuses what it did not ask
for, and a password that is not needed is not sent."""

from __future__ import annotations

import base64
import urllib.request

from graph.deadline import Deadline
from graph.remote.transport import StoreReply, Transport


class Access:
    """Signs requests in to one store, in the way it asked for last."""

    def __init__(self, user: str, password: str) -> None:
        self._pair = (user, password)
        self._basic = False
        self._challenge: dict[str, str] | None = None
        self._digest = urllib.request.AbstractDigestAuthHandler(_OnePassword(user, password))

    def send(
        self, transport: Transport, request: urllib.request.Request, deadline: Deadline, *, safe: bool
    ) -> StoreReply:
        """The reply to `request`, sent a second time when the store asks who we are."""
        self._sign(request)
        reply = transport.send(request, deadline, safe=safe)
        if reply.status != 401 or not self._pair[0] or not self._asked(reply):
            return reply
        self._sign(request)
        return transport.send(request, deadline, safe=safe)

    def _asked(self, reply: StoreReply) -> bool:
        """Remembers what the store asks for; Digest wins where both are offered."""
        asked = [value.partition(" ") for value in reply.headers.get_all("WWW-Authenticate", [])]
        schemes = {scheme.lower(): rest for scheme, _, rest in asked}
        if "digest" in schemes:
            fields = filter(None, urllib.request.parse_http_list(schemes["digest"]))
            self._challenge = urllib.request.parse_keqv_list(list(fields))
            return True
        known, self._basic = self._basic, "basic" in schemes
        return self._basic and not known

    def _sign(self, request: urllib.request.Request) -> None:
        if self._challenge is not None:
            made = self._digest.get_authorization(request, self._challenge)
            request.add_header("Authorization", f"Digest {made}")
        elif self._basic:
            pair = base64.b64encode(":".join(self._pair).encode()).decode("ascii")
            request.add_header("Authorization", f"Basic {pair}")


class _OnePassword(urllib.request.HTTPPasswordMgr):
    """The one name and password, whatever realm the store says it is."""

    def __init__(self, user: str, password: str) -> None:
        super().__init__()
        self._pair = (user, password)

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:
        return self._pair
