"""The door of the process: the application as servers load it, and the command line."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from commands import main
from graph.settings import Settings, load_settings

if TYPE_CHECKING:
    from flask import Flask

    from views.door.server import Door

__all__ = ["create_app", "create_door", "main"]


def create_app(settings: Settings | None = None) -> Flask:
    """The web application for the current revision; settings come from the environment unless given."""
    import views

    return views.create_app(settings or load_settings())


def create_door() -> Door:
    """The same application as Granian serves it: with lanes, a cache, and notice of clients that leave."""
    from views.door.server import Door

    # A stop that comes while the application is being imported would be lost, and the worker killed 10 s later.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    settings = load_settings()
    return Door(create_app(settings), settings)


if __name__ == "__main__":
    main(sys.argv[1:] or ["serve"])
