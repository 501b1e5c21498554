"""Choosing thresholds by labels: what to ask, what each threshold does, which one to take.

``pools`` draws pairs and ``sampling`` picks those worth asking about; ``labels`` reads the answers;
``curves`` counts them at every threshold, and ``recommend`` chooses; ``effects`` says what would
merge or split, ``banding`` which MinHash bands would do. ``workflow`` joins them for the command.
"""
