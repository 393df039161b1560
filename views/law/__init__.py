"""Acts and provisions as of a day."""
