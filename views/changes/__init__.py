"""What changed in the law, what is coming, and what is left to each country."""
