"""May we believe the data: suites of rules on every layer, and the page that shows their results."""
