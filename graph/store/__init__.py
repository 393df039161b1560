"""Where answers come from: the Store protocol, and the embedded store."""

from graph.store.embedded import EmbeddedStore
from graph.store.protocol import Cell, Rows, Store

__all__ = ["Cell", "EmbeddedStore", "Rows", "Store"]
