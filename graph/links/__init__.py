"""The link network: what joins practices, technologies and law, dated and sourced, as arrays."""

from graph.links.arrays import Arrays, pack
from graph.links.gather import Basis, Node
from graph.links.network import INDEX, Network, network_from, network_of

__all__ = ["INDEX", "Arrays", "Basis", "Network", "Node", "network_from", "network_of", "pack"]
