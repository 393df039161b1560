"""Filters over practices: which practices have which value, and how many each choice would leave."""

from graph.filters.index import ORDERS, facets_index, table_of
from graph.filters.kinds import FACETS, NOT_RECORDED, Facet
from graph.filters.table import WORDS, Choice, Table

__all__ = ["FACETS", "NOT_RECORDED", "ORDERS", "WORDS", "Choice", "Facet", "Table", "facets_index", "table_of"]
