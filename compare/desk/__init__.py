"""What a newsroom asks of an index: what is new in this text, what the day brought, what we lack.

Above the pipeline: each module joins an open index with the stages, and leaves bytes to
``report`` and printing to ``cli``.
"""
