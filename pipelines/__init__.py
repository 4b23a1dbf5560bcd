"""The application: Dagster, command line, outputs."""
