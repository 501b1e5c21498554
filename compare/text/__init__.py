"""Text primitives: tokens, terms, languages, quantities, frequencies and vectors of words."""
