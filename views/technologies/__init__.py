"""Technologies and the rules that bind them on a day."""
