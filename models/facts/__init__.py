"""What the facts say: amounts, quantities, circumstances, dates.

A text is read once and kept by its hash (``texts``). Everything that reads works on whole columns of
texts. The modules in the order in which a text passes through them:

Words and numbers
    ``cue_table``, ``cues``, ``lexicon``: cues.yaml, its words, and each word as codes. ``cells``,
    ``grids``: tables in the text, each cell a small text with its heading. ``tokens``: cue words,
    breaks and numbers, one row each. ``around``: what stands before and after each. ``written``,
    ``numerals``, ``rough``, ``forms``: what one number says. ``joined``, ``noted``, ``bare``: what its
    neighbours add: a second number, a unit told once for all, the act that makes a bare number money.
    ``numbers``: the number of each token as an interval.

Roles
    ``amounts``: the whole reading. ``said``, ``open_names``: what the words around an amount mean.
    ``roles``: the role of each amount, with what each of these knows: ``things`` (what is counted),
    ``rates``, ``aligned`` (two lists side by side), ``beside``, ``bought``, ``figures``, ``stepped``,
    ``multiplied``, ``nouns``, ``given``, ``balances``, ``weighed``, ``norms``. ``whose``: whose it is,
    with ``claims``, ``contradicted``, ``others``; in cases of crime ``crimes``, ``handed``,
    ``persons``, ``proceeds``, ``retold``.

Answers
    ``places``: paragraph, line, kind of passage. ``settle``: one answer per role, from ``acts``,
    ``totals``, ``nets``, ``products``, ``stocks``.

Several parties in one text
    ``own_texts``: the text of each record without the amounts of others. ``actors``: which those are.
    ``acting``: who acts in each clause.

Beside the amounts
    ``circumstances``, ``flags``: circumstances and their words. ``phrases``: what fixed phrases tell of
    measures that few offences ask for. ``stated``: mitigation, knowledge, samples. ``counterparts``:
    whom the facts name. ``search``, ``needed``: in which texts a pattern can match at all.
    ``measures``: of each measure what columns, texts and reckoning say; what the rulebook compares.
"""
