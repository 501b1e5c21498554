"""Which articles report the same event: TF-IDF, average linkage."""
