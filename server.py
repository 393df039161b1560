"""The door: the Flask application and the command line."""
