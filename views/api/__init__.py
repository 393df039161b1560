"""What programs send: change sets, and how they are described."""
