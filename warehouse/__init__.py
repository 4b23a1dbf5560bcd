"""What comes in, what the tables are, how they are opened, written and published."""
