"""Statements as rows of a table: short names, links, and the graph of each."""
