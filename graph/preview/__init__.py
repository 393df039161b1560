"""What a change set would do to the current revision, looked at without touching it."""
