"""Credit codes, ID numbers, phones, addresses, numbers of papers and names of parties, as compared.

Pure functions over columns, as macros of DuckDB: ``identifiers.sql`` (numbers: check digits, repair, masked
forms), ``keyed.sql`` (ID numbers as keyed digests), ``parties.sql`` (names, with the words that they are
made of) and ``bodies.sql`` (short names of authorities). ``tests/identifiers`` does the same one value at a
time, as the yardstick of their tests.
"""
