"""Identifiers, numbers and names brought to one form, one by one: the yardstick of the macros in SQL."""
