"""From the amounts of a text to one answer per role.

``settle`` decides, from ``totals`` (parts, repeats, sums), ``acts`` (acts of one crime and what they come
to), ``nets`` (less what was given back), ``products`` (quantity times price) and ``stocks`` (what was left).
"""
