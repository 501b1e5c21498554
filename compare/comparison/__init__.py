"""Claims by articles: what each added and left out."""
