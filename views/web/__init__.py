"""What every page uses: the service, the forms of an answer, headers, problems, addresses."""
