"""An event's claims by its articles: what each added and what each left out.

``compare.compare`` is the verb, from statements and matches to a ``Comparison``. ``claims`` joins
matched statements into claims, ``absence`` says how likely an article tells one after all,
``by_source`` counts by outlet, ``brief`` picks what a reader should see first.
"""
