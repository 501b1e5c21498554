"""From files to articles, and from articles to the paragraphs that are the article.

``read`` takes files, folders and standard input, and gives a ``Reading``: the articles, what was
refused and why, and warnings; ``read_in_batches`` and ``stream`` do so for what is larger than
the memory. ``cleaning.clean`` then separates the article from its page.
"""

from compare.ingest.reading import Reading, Stream, read, read_files, read_in_batches, stream

__all__ = ["Reading", "Stream", "read", "read_files", "read_in_batches", "stream"]
