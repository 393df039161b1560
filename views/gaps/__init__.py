"""What is not known."""
