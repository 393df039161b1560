"""What assistants are told: the pages of this service as tools of the Model Context Protocol."""
