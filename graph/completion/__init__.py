"""What may follow at a place of a query: from the words of SPARQL, the SHACL shapes and the counts of a revision."""
