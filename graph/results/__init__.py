"""Answers that are kept for good: their bytes, what they answer, and whether another answer differs."""
