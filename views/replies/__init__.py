"""What every reply gets, whatever its page: headers, and one shape for every failure."""
