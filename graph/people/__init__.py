"""Who contributes and reviews: people, invitations, sessions and tokens, in a database of working state."""
