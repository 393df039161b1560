"""What was contributed: the history of each thing, and every accepted change set."""
