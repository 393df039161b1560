"""The SPARQL endpoint, its page and its description."""
