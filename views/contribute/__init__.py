"""Add and correct: forms for people with an account, reports for everybody."""
