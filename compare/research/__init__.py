"""Comparisons as a researcher's tables: tidy, typed, documented, and outlet profiles made of them.

``tables`` gives a dict of pyarrow tables, ``write_tables`` a file each, ``columns`` says what every
column means; ``profile`` counts over events, with intervals.
"""
