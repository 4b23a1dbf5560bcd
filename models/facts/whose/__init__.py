"""Whose an amount is: the party's, another's, only alleged, of genuine goods, of a norm.

``whose`` decides.

``claims``, ``contradicted``
    What somebody only says, and what the text sets right at once.
``others``
    Another than the party acts in the clause.
``crimes``, with ``persons``, ``handed``, ``proceeds``, ``retold``
    In cases of crime: who acts, who hands money to whom, what stolen goods were sold for, what is told again.
"""
