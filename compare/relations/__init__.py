"""In which way two matched statements say the same: in the same words, with another number, denied.

``relate.relate(a, b)`` is the verb; relations that accuse ask for more than one sign, and
``relate.soften`` is what is left of one that is not sure. ``word_diff``, ``number_change``,
``negation`` and ``contradiction`` each look for one kind of difference.
"""
