"""Things side by side, and on one line of time."""
