"""Pages about the data itself: words, questions, revisions, identifiers."""
