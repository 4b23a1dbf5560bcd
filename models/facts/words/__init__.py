"""Words and numbers: what stands in a text, and where. Nothing here knows what an amount is for.

In the order in which a text passes through them:

``cue_table``, ``cues``, ``lexicon``
    cues.yaml, its words, and each word as codes.
``cells``, ``grids``
    Tables in the text: each cell a small text with its heading.
``tokens``, ``around``
    Cue words, breaks and numbers, one row each; what stands before and after each.
``evened``
    Texts without the typography that patterns of words do not know.
``written``, ``numerals``, ``rough``, ``forms``
    What one number says.
``numbers``, with ``idioms``, ``joined``, ``noted``, ``bare``
    The number of each token as an interval, and what its neighbours add: a second number, a unit told
    once for all, the act that makes a bare number money.
``said``, with ``meanings``, ``open_names``
    What the words around an amount mean; every later step asks them.
``places``
    Paragraph, line, kind of passage.
"""
