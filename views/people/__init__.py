"""Who is at the other end: invitations, signing in and out, one's own account, and the audit log."""
