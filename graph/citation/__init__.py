"""How something of ours is cited: in words, as BibTeX, CSL-JSON and DataCite metadata. Nothing here reads or writes."""
