"""What does a file of an office hold? Any bytes become rows of cells in a confined child, or a clear message."""
