"""What is asked of the provider, and what it answers. Nothing else of it is trusted than what it has signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client.sync_app import BaseApp, OAuth2Mixin
from authlib.integrations.base_client.sync_openid import OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError

from graph.errors import ProviderFailed
from graph.people.accounts import LONGEST_EMAIL, LONGEST_NAME, folded_email
from graph.settings import Settings

TIMEOUT_S: Final = 10.0
ASKED: Final = "openid email profile"
LONGEST_SUBJECT: Final = 255


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the provider; `is_verified` says whether it vouches for the e-mail address."""

    issuer: str
    subject: str
    name: str
    email: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """The address to go to, and what must be known when somebody comes back from there."""

    url: str
    state: str
    verifier: str
    nonce: str


# The library has no types, so the checker cannot know what it is a class of.
class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]
    client_cls = OAuth2Session


class Provider:
    """The provider of the settings. Its description is asked for once. For any number of threads."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer
        self._client = _Client(
            None,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": ASKED, "code_challenge_method": "S256", "default_timeout": TIMEOUT_S},
        )

    def departure(self, return_url: str) -> Departure:
        """How to send somebody there, who shall come back to `return_url`. Raises ProviderFailed."""
        try:
            found = self._client.create_authorization_url(return_url)
        except (requests.RequestException, ValueError, RuntimeError) as error:
            raise ProviderFailed() from error
        return Departure(found["url"], found["state"], found["code_verifier"], found["nonce"])

    def identity(self, code: str, verifier: str, nonce: str, return_url: str) -> Identity:
        """Who came back with this code. Raises ProviderFailed."""
        try:
            token = self._client.fetch_access_token(return_url, code=code, code_verifier=verifier)
            signed: Mapping[str, Any] = self._client.parse_id_token(token, nonce) or {}
            told = self._client.userinfo(token=token) if "email" not in signed else {}
        except (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, RuntimeError) as error:
            raise ProviderFailed() from error
        return self._checked(signed, told)

    def _checked(self, signed: Mapping[str, Any], told: Mapping[str, Any]) -> Identity:
        subject = signed.get("sub")
        # The answer to another question could be told of somebody else (OpenID Connect Core, section 5.3.2).
        more = told if told.get("sub") == subject else {}
        is_ours = str(signed.get("iss", "")).rstrip("/") == self._issuer.rstrip("/")
        if not is_ours or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
            raise ProviderFailed()
        found = {**more, **signed}
        email, name = str(found.get("email", "")), str(found.get("name", ""))
        if found.get("email_verified") is False or len(email) > LONGEST_EMAIL:
            email = ""
        verified = found.get("email_verified") is True
        return Identity(self._issuer, subject, name[:LONGEST_NAME], folded_email(email), verified)
