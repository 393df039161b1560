"""The front door of the process: it takes requests in, keeps answers, and gives the rest to threads."""
