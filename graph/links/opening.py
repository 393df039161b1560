"""The link network of the current revision, wherever the settings say that it lies."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from graph.links.network import Network, network_of
from graph.remote.store import RemoteStore
from graph.revision import Revision, current
from graph.revision.reading import folder_name
from graph.settings import Settings
from graph.store import EmbeddedStore


def network_from(settings: Settings) -> Network:
    """Opens the network, or builds it on first use. Raises NoRevision, or what the store elsewhere raises."""
    if not settings.store:
        revision = current(settings.revisions_dir)
        return network_of(revision, lambda: EmbeddedStore.open(revision, settings))
    with closing(RemoteStore.open(settings)) as store:
        folder = Path(settings.revisions_dir) / folder_name(store.revision)
        return network_of(Revision(store.revision, folder, store.manifest), lambda: store)
