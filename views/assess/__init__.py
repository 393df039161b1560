"""A plan, and what binds it on a day."""
