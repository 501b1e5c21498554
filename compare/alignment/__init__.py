"""Which statements of two articles say the same, with a probability."""
