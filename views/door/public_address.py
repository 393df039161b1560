"""Where readers find this server: behind a proxy, every address it writes begins as OPENPLAZA_PUBLIC_URL says.

Nothing is taken from `Forwarded` or `X-Forwarded-*`: anybody may send them. See docs/decisions/0025-public-address.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import get_host


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Scheme, host with port, and path without a slash at its end; all empty where readers come without a proxy."""

    scheme: str = ""
    host: str = ""
    path: str = ""

    @classmethod
    def of(cls, url: str) -> PublicAddress:
        """The parts of a URL that the settings have checked; of an empty one, nothing."""
        parts = urlsplit(url.rstrip("/"))
        return cls(parts.scheme, parts.netloc.lower(), parts.path)

    @property
    def host_name(self) -> str:
        """The host without its port."""
        return self.host.partition(":")[0]

    @property
    def home(self) -> str:
        """The whole address of the start page; `/` where it is not known."""
        return f"{self.scheme}://{self.host}{self.path}/" if self.host else "/"

    def inside(self, path: str) -> str:
        """The path below ours; a proxy that has taken ours off already is right too."""
        if self.path and (path == self.path or path.startswith(f"{self.path}/")):
            return path.removeprefix(self.path)
        return path


class PublicAddressMiddleware:
    """Tells the application the public address in place of the one that the proxy asked.

    A request for a host that is not ours is left as it is, so that the application refuses it.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], public: PublicAddress, trusted: Sequence[str]) -> None:
        self._app, self._public, self._trusted = app, public, list(trusted)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        public = self._public
        environ["PATH_INFO"] = public.inside(environ.get("PATH_INFO", ""))
        if _is_ours(environ, self._trusted):
            environ["SCRIPT_NAME"] = public.path
            environ["HTTP_HOST"] = public.host
            environ["wsgi.url_scheme"] = public.scheme
        return self._app(environ, start_response)


def _is_ours(environ: dict[str, Any], trusted: Sequence[str]) -> bool:
    server = (str(environ.get("SERVER_NAME", "")), int(environ.get("SERVER_PORT") or 0))
    try:
        get_host(environ.get("wsgi.url_scheme", "http"), environ.get("HTTP_HOST"), server, trusted)
    except SecurityError:
        return False
    return True
