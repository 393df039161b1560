"""SPARQL as text: what a query says, what is refused, and how answers are written."""
