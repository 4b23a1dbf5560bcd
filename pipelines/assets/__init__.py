"""Assets and checks, one module per step of the work."""
