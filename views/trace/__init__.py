"""Which way leads from a practice to the law, and whom a law touches."""
