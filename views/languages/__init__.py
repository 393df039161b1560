"""In which language is it told? From the address of a page to its words, days and numbers."""
