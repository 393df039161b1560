"""How does an office's spreadsheet become a change set? Read in a confined child, columns matched, values reconciled."""
