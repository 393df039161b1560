"""Who sends this request: a person by the cookie of a session, or by a token; and which views need whom.

A view that asks is never kept for others: what it answers depends on who asks, even where nobody is signed in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.wrappers import Response

from graph.errors import DatabaseUnavailable, NotAllowed, NotSignedIn
from graph.people import Person, Role, TokenScope, engine_of, reading, transaction
from graph.people.migrations import upgrade
from graph.people.sessions import note, signed_in
from graph.people.tokens import bearer, note_token
from graph.settings import Settings
from graph.text.messages import N_
from views.languages.address import site_root
from views.people.same_site import COOKIE, HOST_COOKIE, bearer_secret
from views.web.here import as_asked
from views.web.negotiation import accepts_html
from views.web.service import service
from views.web.sharing import SHARED

EXTENSION = "openplaza.people"
PRIVATE = "people_private"
# What somebody does herself, in a browser.
BY_HAND = None
Scopes = frozenset[TokenScope | None]
ALL_SCOPES: Scopes = frozenset((*TokenScope, BY_HAND))

View = TypeVar("View", bound=Callable[..., Any])


class PeopleDatabase:
    """The database of one application; it is opened, and brought to its newest version, when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.database_url
        self._is_needed = settings.has_accounts
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """Connections to it."""
        with self._lock:
            if self._engine is None:
                engine = engine_of(self._url)
                upgrade(engine)
                self._engine = engine
            return self._engine

    def engine_if_used(self) -> Engine | None:
        """The same; None where nobody has accounts and nobody has needed it yet."""
        return self.engine if self._is_needed or self._engine is not None else None


def register(app: Flask, settings: Settings) -> None:
    """Give the application its people, and tell a database that is away or full in plain words."""
    app.extensions[EXTENSION] = PeopleDatabase(settings)
    app.jinja_env.globals["has_accounts"] = settings.has_accounts

    def unavailable(_error: Exception) -> Response:
        app.logger.exception("The database of people cannot be used")
        raised: Response = app.make_response(app.handle_user_exception(DatabaseUnavailable()))
        return raised

    for error in (OperationalError, PoolTimeout):
        app.register_error_handler(error, unavailable)


def keep_private(app: Flask) -> None:
    """Have every answer that depends on its sender, or that sets a cookie, kept by nobody and shared with no site.

    To be registered after what tags answers and before what shares them, since what is registered later works earlier.
    """

    @app.after_request
    def mark(response: Response) -> Response:
        if PRIVATE not in g and "Set-Cookie" not in response.headers:
            return response
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        for name in ("ETag", *SHARED):
            response.headers.pop(name, None)
        return response


def engine() -> Engine:
    """The database of the running application."""
    found: PeopleDatabase = current_app.extensions[EXTENSION]
    return found.engine


def person() -> Person | None:
    """Who sends this request; None for nobody. Raises NotSignedIn for a token that is over or none."""
    return _sender()[0]


def must_be_private() -> None:
    """Say that the answer to this request is for its sender alone."""
    setattr(g, PRIVATE, True)


def needs(role: Role = Role.CONTRIBUTOR, scope: TokenScope | None = TokenScope.READ) -> Callable[[View], View]:
    """Say of a view who may use it, and what a token must be for; BY_HAND takes no token at all. It is not there where
    nobody can sign in.

    Whoever is not signed in is led to the page for it and back, or told 401; who may not, 403.
    """

    def guard(view: View) -> View:
        def guarded(*args: Any, **values: Any) -> Any:
            return refusal(role, scope) or view(*args, **values)

        wrapped: Any = update_wrapper(guarded, view)
        return wrapped  # type: ignore[no-any-return]

    return guard


def refusal(role: Role, scope: TokenScope | None) -> Response | None:
    """The way to sign in, for a reader who is not; None for who may go on. Raises NotSignedIn, NotAllowed, NotFound."""
    must_have_accounts()
    sender, scopes = _sender()
    if sender is None:
        if request.method in ("GET", "HEAD") and accepts_html(request):
            return redirect(url_for("sign_in.show", back=as_asked()), 303)
        raise NotSignedIn()
    if sender.role < role:
        raise NotAllowed(N_("Your account is not for this."))
    if scope not in scopes and scope is BY_HAND:
        raise NotAllowed(N_("This is for people who sign in, and not for programs with a token."))
    if scope not in scopes and scope is not None:
        raise NotAllowed(N_("This token is not for this: it needs the scope %(scope)s.", scope=scope.value))
    return None


def must_have_accounts() -> None:
    """Leaves with 404 where nobody can sign in."""
    if not service().settings.has_accounts:
        abort(404)
    must_be_private()


def session_secret() -> str:
    """What the cookie of a session holds; empty without one."""
    return request.cookies.get(_cookie_name(), "")


def set_session(response: Response, secret: str) -> None:
    """Give the browser the cookie of a session, or take it away where `secret` is empty. It goes with the browser."""
    must_be_private()
    shared: dict[str, Any] = {"path": _cookie_path(), "secure": request.is_secure, "samesite": "Lax", "httponly": True}
    if secret:
        response.set_cookie(_cookie_name(), secret, **shared)
    else:
        response.delete_cookie(_cookie_name(), **shared)


def _cookie_path() -> str:
    return f"{site_root()}/"


def _cookie_name() -> str:
    return HOST_COOKIE if request.is_secure and _cookie_path() == "/" else COOKIE


def _sender() -> tuple[Person | None, Scopes]:
    """Who sends this request, and what for; found once a request."""
    must_be_private()
    if "people_sender" not in g:
        token = bearer_secret(request)
        g.people_sender = _of_cookie(session_secret()) if token is None else _of_token(token)
    found: tuple[Person | None, Scopes] = g.people_sender
    return found


def _of_cookie(secret: str) -> tuple[Person | None, Scopes]:
    """A person who is signed in may do whatever her role may."""
    if not secret:
        return None, ALL_SCOPES
    with reading(engine()) as session:
        found = signed_in(session, secret)
    if found is not None and found[1]:
        with transaction(engine()) as session:
            note(session, secret)
    return found[0] if found is not None else None, ALL_SCOPES


def _of_token(secret: str) -> tuple[Person, Scopes]:
    with reading(engine()) as session:
        found = bearer(session, secret)
    if found is None:
        raise NotSignedIn()
    if found[1]:
        with transaction(engine()) as session:
            note_token(session, secret)
    return found[0].person, frozenset[TokenScope | None](found[0].scopes)
