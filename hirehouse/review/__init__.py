"""The review pack: one page a week, for the company and for each function, that a pipeline review is run from.

``build.py`` writes it; ``pack.py`` puts one page together from the published tables; ``page.py`` and ``paper.py`` show
the same blocks as HTML and as PDF. Nothing here computes a metric: numbers are read where they are defined, counted or
compared, and each says what it is of.
"""
