"""Change sets on their way to becoming facts: drafts, submissions, reports, previews, decisions, publishing."""
