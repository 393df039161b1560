"""What pages show, whatever they are about: links, badges, facts, statements, answers worked out beside the store."""
