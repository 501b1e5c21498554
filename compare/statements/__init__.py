"""Statements of an article: its sentences and quotations, and who says each.

``split.split(body, settings.statements)`` is the verb, from a cleaned article to its statements.
``sentences`` and ``quotations`` cut, ``propositions`` cuts further; ``attributions`` and
``speakers`` say who speaks, ``coreference`` whom "he" means.
"""
