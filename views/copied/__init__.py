"""A copy of the site as files that need no service."""
