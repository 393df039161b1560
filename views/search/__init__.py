"""The search and its suggestions."""
