"""In which way two matched statements say the same: in the same words, with another number, denied.

``relate`` is the verb; relations that accuse ask for more than one sign.
"""
