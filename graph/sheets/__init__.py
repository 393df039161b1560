"""How does a spreadsheet become a change set? Columns matched, cells read, duplicates shown, rows made."""
