"""What the facts say, who is who, what is suspicious and why, how it ranks."""
