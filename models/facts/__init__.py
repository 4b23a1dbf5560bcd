"""What the facts say: amounts, quantities, circumstances, dates.

A text is read once and kept by its hash (``texts``). Everything that reads works on whole columns of
texts. Each folder names its modules and knows only those named before it:

Amounts (``amounts`` is the whole reading)
    ``words``: words and numbers of a text, and where they stand. ``whose``: whose an amount is. ``roles``:
    what it is. ``answers``: one answer per role.

Several parties in one text
    ``own_texts``: the text of each record without the amounts of others. ``actors``: which those are.
    ``acting``: who acts in each clause.

Beside the amounts
    ``circumstances``, ``flags``: circumstances and their words. ``phrases``: what fixed phrases tell of
    measures that few offences ask for; ``left_out``: their units that go unsaid. ``stated``: mitigation,
    knowledge, samples. ``counterparts``: whom the facts name. ``search``, ``needed``: in which texts a
    pattern can match at all.
    ``measures``: of each measure what columns, texts and reckoning say; what the rulebook compares.
"""
