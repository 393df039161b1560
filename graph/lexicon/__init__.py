"""What the words of the graph are held to, made by and asked for: shapes, rules and questions, each by name."""
