"""The role of each amount: sold, unsold, gained, paid, a price, a loss.

``roles`` decides, by the nearest name or act and by what each of these knows:

``things``, ``nouns``, ``beside``, ``norms``
    What is counted; what the noun or the act right beside an amount says; figures of a norm.
``prices``, ``bought``, ``rates``, ``stepped``
    Prices of one piece, paid and asked, rates, and prices that others beside them show.
``aligned``, ``figures``, ``multiplied``, ``balances``, ``weighed``
    What several figures say of one another: two lists side by side, comparisons, products, sums, the rest.
``given``
    What was given back or confiscated after it had been named for what it was.
"""
