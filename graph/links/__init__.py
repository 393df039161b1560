"""The link network: what joins practices, technologies and law, dated and sourced, as arrays."""

from graph.links.arrays import Arrays, pack
from graph.links.gather import Basis, Node
from graph.links.network import Network, links_index, network_of

__all__ = ["Arrays", "Basis", "Network", "Node", "links_index", "network_of", "pack"]
