"""An event's claims by its articles: what each added and what each left out.

``compare`` is the verb.
"""
