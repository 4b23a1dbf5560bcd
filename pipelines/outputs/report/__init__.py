"""The supervision report: every number from a query on the published snapshot, written beside it."""
