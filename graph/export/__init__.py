"""The data in files that outlive the service: a deposit for a repository."""
