"""The start page, and pages about the data itself: words, questions, revisions, identifiers."""
