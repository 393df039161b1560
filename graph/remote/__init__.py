"""A SPARQL endpoint elsewhere in the place of the store inside."""
