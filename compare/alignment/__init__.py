"""Which statements of an event's articles say the same, each pair with a probability.

``align.align(statements, settings.alignment)`` is the verb, for the statements of two or more
articles; ``align.score_pairs`` scores pairs that stand alone, ``align.choose`` keeps of scored
pairs those that are matches. ``features`` reads two statements, ``anchor_features`` what they name
and ``context_features`` what stands around them; ``model`` holds the coefficients of
``data/alignment.json``, fitted by ``compare.training.alignment``; ``evidence_kinds`` says in words
what each weighs. In which way a pair says the same is the matter of ``compare.relations``.
"""
