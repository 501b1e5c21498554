"""What any stage knows of words: import the module you need, each is small and alone.

``tokens`` splits, folds and stems; ``terms`` are what articles are compared by; ``language`` tells
a text's language; ``word_hashes`` hashes many texts at once. ``quantities`` reads numbers,
``dates`` days and weekdays, ``acronyms`` short names. ``lexicon`` holds the closed lists of words,
a file a language in ``data/lexicon``. ``document_frequencies``, ``content_words``,
``word_vectors`` and ``sentence_encoder`` say what a word weighs and what it is near to.
"""
