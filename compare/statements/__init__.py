"""Statements of an article: its sentences and quotations, and who says each.

``split`` is the verb: ``split(body, settings.statements)`` gives a cleaned article's statements.
"""
