"""Which article is a copy of which: MinHash, winnowing, exact verification."""
