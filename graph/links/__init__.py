"""The link network: what joins practices, technologies and law, dated and sourced, as arrays."""
