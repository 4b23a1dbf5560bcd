"""Identifiers of persons, firms, papers and names: normalise and verify."""
